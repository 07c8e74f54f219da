package io.moongate.net.pki;

import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;

/** The named curves (SEC 2, RFC 5639) that keys may have. Keys with curve parameters of their own are refused. */
public enum Curve {
    SECP256R1(SECObjectIdentifiers.secp256r1, 32, true),
    SECP384R1(SECObjectIdentifiers.secp384r1, 48, true),
    SECP521R1(SECObjectIdentifiers.secp521r1, 66, true),
    BRAINPOOLP256R1(TeleTrusTObjectIdentifiers.brainpoolP256r1, 32, false),
    BRAINPOOLP384R1(TeleTrusTObjectIdentifiers.brainpoolP384r1, 48, false),
    BRAINPOOLP512R1(TeleTrusTObjectIdentifiers.brainpoolP512r1, 64, false);

    private final ASN1ObjectIdentifier oid;
    private final int width;
    private final boolean inJdk;

    Curve(ASN1ObjectIdentifier oid, int width, boolean inJdk) {
        this.oid = oid;
        this.width = width;
        this.inJdk = inJdk;
    }

    public ASN1ObjectIdentifier oid() {
        return oid;
    }

    /** Bytes of a coordinate or of one signature parameter. */
    public int width() {
        return width;
    }

    /** Whether the JDK's own provider, which is several times faster, and its TLS know the curve. */
    public boolean inJdk() {
        return inJdk;
    }

    /** Bytes of the longest DER signature. */
    public int maxSignatureLength() {
        int content = 2 * (3 + width);
        return content + (content > 127 ? 3 : 2);
    }

    /** Bytes of seed that make a key: the width and 64 bits more (FIPS 186-5, A.2.1). */
    public int seedLength() {
        return switch (this) {
            case SECP521R1 -> 76;
            default -> width + 8;
        };
    }

    public ECDomainParameters domain() {
        X9ECParameters parameters = ECNamedCurveTable.getByOID(oid);
        return new ECNamedDomainParameters(oid, parameters);
    }

    /** By name, in any case. */
    public static Optional<Curve> named(String name) {
        return Arrays.stream(values())
                .filter(c -> c.name().equalsIgnoreCase(name))
                .findFirst();
    }

    public static Optional<Curve> of(ASN1ObjectIdentifier oid) {
        return Arrays.stream(values()).filter(c -> c.oid.equals(oid)).findFirst();
    }

    /** The NIST curve with coordinates of {@code width} bytes: how JSON Web Keys name their curve. */
    public static Optional<Curve> ofWidth(int width) {
        return Arrays.stream(values()).filter(c -> c.inJdk && c.width == width).findFirst();
    }
}
