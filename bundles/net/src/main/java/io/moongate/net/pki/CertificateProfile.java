package io.moongate.net.pki;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.bouncycastle.asn1.misc.MiscObjectIdentifiers;
import org.bouncycastle.asn1.misc.NetscapeCertType;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/**
 * What a certificate is asked for.
 *
 * @param subject whose it is
 * @param names subject alternative names: {@code IP:}, {@code URI:} and {@code DNS:} prefixes, otherwise DNS names
 * @param types empty means {@link Type#SSL_SERVER}
 * @param usages empty means {@link Usage#DIGITAL_SIGNATURE}
 */
public record CertificateProfile(X500Name subject, List<String> names, Set<Type> types, Set<Usage> usages) {

    private static final int MAX_NAMES = 100;

    /** Netscape certificate types; for servers and clients they also become extended key usages (RFC 5280, 4.2.1.12). */
    public enum Type {
        SSL_CLIENT(NetscapeCertType.sslClient),
        SSL_SERVER(NetscapeCertType.sslServer),
        OBJECT_SIGNING(NetscapeCertType.objectSigning),
        SSL_CA(NetscapeCertType.sslCA),
        OBJECT_SIGNING_CA(NetscapeCertType.objectSigningCA);

        private final int bit;

        Type(int bit) {
            this.bit = bit;
        }

        public static Optional<Type> named(String name) {
            return byName(values(), name);
        }
    }

    /** Key usages, RFC 5280, 4.2.1.3. */
    public enum Usage {
        DIGITAL_SIGNATURE(KeyUsage.digitalSignature),
        NON_REPUDIATION(KeyUsage.nonRepudiation),
        KEY_ENCIPHERMENT(KeyUsage.keyEncipherment),
        DATA_ENCIPHERMENT(KeyUsage.dataEncipherment),
        KEY_AGREEMENT(KeyUsage.keyAgreement),
        KEY_CERT_SIGN(KeyUsage.keyCertSign),
        CRL_SIGN(KeyUsage.cRLSign);

        private final int bit;

        Usage(int bit) {
            this.bit = bit;
        }

        public static Optional<Usage> named(String name) {
            return byName(values(), name);
        }
    }

    public CertificateProfile {
        names = List.copyOf(names);
        types = types.isEmpty() ? EnumSet.of(Type.SSL_SERVER) : EnumSet.copyOf(types);
        usages = usages.isEmpty() ? EnumSet.of(Usage.DIGITAL_SIGNATURE) : EnumSet.copyOf(usages);
    }

    private static <E extends Enum<E>> Optional<E> byName(E[] values, String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values).filter(v -> v.name().equals(upper)).findFirst();
    }

    /** The extensions that the request asks for. */
    Extensions extensions() throws PkiException {
        if (names.size() > MAX_NAMES) {
            throw new PkiException(PkiException.INVALID, names.size() + " alternative names exceed " + MAX_NAMES);
        }
        GeneralName[] general = generalNames();
        return Asn1.guard(PkiException.INVALID, "certificate request", () -> generate(general));
    }

    private Extensions generate(GeneralName[] general) throws IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(Extension.keyUsage, false, new KeyUsage(bits(usages, u -> u.bit)));
        extensions.addExtension(
                MiscObjectIdentifiers.netscapeCertType, false, new NetscapeCertType(bits(types, t -> t.bit)));
        if (general.length > 0) {
            extensions.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(general));
        }
        KeyPurposeId[] purposes = purposes();
        if (purposes.length > 0) {
            extensions.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        }
        return extensions.generate();
    }

    private static <T> int bits(Set<T> values, ToIntFunction<T> bit) {
        return values.stream().mapToInt(bit).reduce(0, (a, b) -> a | b);
    }

    /** None for a CA: there they would bind what it may issue. */
    private KeyPurposeId[] purposes() {
        Collection<KeyPurposeId> purposes = new ArrayList<>();
        if (!usages.contains(Usage.KEY_CERT_SIGN)) {
            if (types.contains(Type.SSL_SERVER)) {
                purposes.add(KeyPurposeId.id_kp_serverAuth);
            }
            if (types.contains(Type.SSL_CLIENT)) {
                purposes.add(KeyPurposeId.id_kp_clientAuth);
            }
        }
        return purposes.toArray(KeyPurposeId[]::new);
    }

    private GeneralName[] generalNames() throws PkiException {
        List<GeneralName> general = new ArrayList<>();
        for (String name : names) {
            general.add(generalName(name));
        }
        return general.toArray(GeneralName[]::new);
    }

    private static GeneralName generalName(String name) throws PkiException {
        return Asn1.guard(PkiException.INVALID, "alternative name '" + name + "'", () -> {
            if (name.startsWith("IP:")) {
                return new GeneralName(GeneralName.iPAddress, name.substring(3));
            }
            if (name.startsWith("URI:")) {
                return new GeneralName(GeneralName.uniformResourceIdentifier, name.substring(4));
            }
            return new GeneralName(GeneralName.dNSName, name.startsWith("DNS:") ? name.substring(4) : name);
        });
    }
}
