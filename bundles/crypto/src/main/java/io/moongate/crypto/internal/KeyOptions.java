package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import io.moongate.runtime.Args;
import io.moongate.runtime.Options;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The option table of the asymmetric functions, by the names of existing code ({@code padding}, {@code hashid}) and by
 * those of the manual ({@code nopadding}, {@code algorithm="OAEP"}, {@code hash}).
 *
 * @param password UTF-8 bytes, null when none was given
 * @param padding of RSA
 * @param hash of OAEP and its mask
 * @param label of OAEP
 */
record KeyOptions(byte @Nullable [] password, Padding padding, DigestName hash, byte[] label) {

    /** RSA paddings, RFC 8017. */
    enum Padding {
        PKCS1,
        OAEP,
        NONE
    }

    /** From an argument; what is no table counts as absent. */
    static KeyOptions of(Args args, int index) {
        return new Reader(args, index, Options.lenient(args, index)).read();
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "KeyOptions[" + padding + ", " + hash + "]";
    }

    private record Reader(Args args, int index, Options options) {

        KeyOptions read() {
            return new KeyOptions(
                    options.bytes("password").orElse(null),
                    padding(),
                    hash(),
                    options.bytes("label").orElse(new byte[0]));
        }

        private Padding padding() {
            return options.text("padding").map(this::padding).orElseGet(this::paddingOfManual);
        }

        private Padding padding(String name) {
            return switch (name) {
                case "pkcs1" -> Padding.PKCS1;
                case "oaep" -> Padding.OAEP;
                case "none" -> Padding.NONE;
                default -> throw args.bad(index, "unknown padding '" + name + "'");
            };
        }

        private Padding paddingOfManual() {
            if (options.text("algorithm").filter("oaep"::equalsIgnoreCase).isPresent()) {
                return Padding.OAEP;
            }
            return options.truth("nopadding") ? Padding.NONE : Padding.PKCS1;
        }

        private DigestName hash() {
            return options.text("hashid")
                    .or(() -> options.text("hash"))
                    .map(name -> digest(name.toLowerCase(Locale.ROOT)))
                    .orElse(DigestName.SHA1);
        }

        private DigestName digest(String name) {
            return DigestName.named(name)
                    .filter(d -> d != DigestName.MD5)
                    .orElseThrow(() -> args.bad(index, "unknown hash '" + name + "'"));
        }
    }
}
