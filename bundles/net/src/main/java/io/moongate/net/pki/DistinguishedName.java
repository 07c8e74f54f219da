package io.moongate.net.pki;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Names of subjects and issuers as Lua tables have them. */
public final class DistinguishedName {

    /** The fields, in the order they are written. */
    private static final SequencedMap<String, ASN1ObjectIdentifier> FIELDS = fields();

    /** Longer than any field of RFC 5280 (appendix A.1) may be. */
    private static final int MAX_FIELD = 255;

    private DistinguishedName() {}

    private static SequencedMap<String, ASN1ObjectIdentifier> fields() {
        SequencedMap<String, ASN1ObjectIdentifier> fields = new LinkedHashMap<>();
        fields.put("countryname", BCStyle.C);
        fields.put("province", BCStyle.ST);
        fields.put("locality", BCStyle.L);
        fields.put("organization", BCStyle.O);
        fields.put("unit", BCStyle.OU);
        fields.put("commonname", BCStyle.CN);
        fields.put("email", BCStyle.EmailAddress);
        return Collections.unmodifiableSequencedMap(fields);
    }

    /** The field names: {@code countryname}, {@code province}, … */
    public static Set<String> fieldNames() {
        return FIELDS.keySet();
    }

    /**
     * A name of these fields.
     *
     * @param values by field name; absent and empty ones are left out
     */
    public static X500Name of(Map<String, String> values) throws PkiException {
        X500NameBuilder name = new X500NameBuilder(BCStyle.INSTANCE);
        for (var field : FIELDS.entrySet()) {
            String value = values.getOrDefault(field.getKey(), "");
            if (value.length() > MAX_FIELD) {
                throw new PkiException(
                        PkiException.INVALID,
                        field.getKey() + " of " + value.length() + " characters exceeds " + MAX_FIELD);
            }
            if (!value.isEmpty()) {
                name.addRDN(field.getValue(), encode(field.getKey(), value));
            }
        }
        return name.build();
    }

    /** The first value of a field, {@code ""} when absent. */
    public static String field(X500Name name, String field) {
        RDN[] rdns = name.getRDNs(FIELDS.get(field));
        return rdns.length > 0 && value(rdns[0], FIELDS.get(field)) instanceof ASN1String s ? s.getString() : "";
    }

    private static ASN1Encodable value(RDN rdn, ASN1ObjectIdentifier type) {
        for (var part : rdn.getTypesAndValues()) {
            if (part.getType().equals(type)) {
                return part.getValue();
            }
        }
        return rdn.getFirst().getValue();
    }

    private static ASN1Encodable encode(String field, String value) {
        if (field.equals("countryname") && DERPrintableString.isPrintableString(value)) {
            return new DERPrintableString(value);
        }
        boolean ia5 = field.equals("email") && value.chars().allMatch(c -> c < 128);
        return ia5 ? new DERIA5String(value) : new DERUTF8String(value);
    }
}
