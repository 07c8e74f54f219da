package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import io.moongate.runtime.Args;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

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

    private static final KeyOptions NONE = new KeyOptions(null, Padding.PKCS1, DigestName.SHA1, new byte[0]);

    /** RSA paddings, RFC 8017. */
    enum Padding {
        PKCS1,
        OAEP,
        NONE
    }

    /** From an argument; what is no table counts as absent. */
    static KeyOptions of(Args args, int index) {
        return args.value(index) instanceof LuaTable table ? new Reader(args, index, table).read() : NONE;
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "KeyOptions[" + padding + ", " + hash + "]";
    }

    private record Reader(Args args, int index, LuaTable table) {

        KeyOptions read() {
            byte[] label = string("label");
            return new KeyOptions(string("password"), padding(), hash(), label == null ? new byte[0] : label);
        }

        private Padding padding() {
            String name = text("padding");
            if (name != null) {
                return switch (name) {
                    case "pkcs1" -> Padding.PKCS1;
                    case "oaep" -> Padding.OAEP;
                    case "none" -> Padding.NONE;
                    default -> throw args.bad(index, "unknown padding '" + name + "'");
                };
            }
            String algorithm = text("algorithm");
            if (algorithm != null && algorithm.equalsIgnoreCase("oaep")) {
                return Padding.OAEP;
            }
            return table.get("nopadding").toboolean() ? Padding.NONE : Padding.PKCS1;
        }

        private DigestName hash() {
            String hashid = text("hashid");
            String name = hashid != null ? hashid : text("hash");
            return name == null ? DigestName.SHA1 : digest(name.toLowerCase(Locale.ROOT));
        }

        private DigestName digest(String name) {
            return DigestName.named(name)
                    .filter(d -> d != DigestName.MD5)
                    .orElseThrow(() -> args.bad(index, "unknown hash '" + name + "'"));
        }

        private @Nullable String text(String field) {
            byte[] bytes = string(field);
            return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
        }

        private byte @Nullable [] string(String field) {
            LuaValue value = table.get(field);
            if (value.isnil()) {
                return null;
            }
            if (!value.isstring()) {
                throw args.bad(index, "field '" + field + "' is not a string");
            }
            LuaString s = value.strvalue();
            return Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
        }
    }
}
