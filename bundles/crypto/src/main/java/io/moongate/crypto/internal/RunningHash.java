package io.moongate.crypto.internal;

import io.moongate.net.pki.DigestName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.luaj.vm2.LuaString;

/** A hash that is fed in pieces and starts anew after its end. */
final class RunningHash {

    private final Algorithm algorithm;

    RunningHash(Algorithm algorithm) {
        this.algorithm = algorithm;
    }

    void feed(LuaString data) {
        algorithm.update(data.m_bytes, data.m_offset, data.m_length);
    }

    byte[] end() {
        return algorithm.end();
    }

    /** How a digest is given to Lua. */
    enum Form {
        BINARY {
            @Override
            byte[] encode(byte[] digest) {
                return digest;
            }
        },
        HEX {
            @Override
            byte[] encode(byte[] digest) {
                return HexFormat.of().formatHex(digest).getBytes(StandardCharsets.US_ASCII);
            }
        },
        BASE64 {
            @Override
            byte[] encode(byte[] digest) {
                return Base64.getEncoder().encode(digest);
            }
        };

        abstract byte[] encode(byte[] digest);

        static Optional<Form> named(String name) {
            return switch (name) {
                case "binary", "bin" -> Optional.of(BINARY);
                case "hex" -> Optional.of(HEX);
                case "b64" -> Optional.of(BASE64);
                default -> Optional.empty();
            };
        }
    }

    /** A hash function with its state. */
    sealed interface Algorithm {
        void update(byte[] data, int offset, int length);

        /** The digest; the state is new afterwards. */
        byte[] end();
    }

    /** A plain hash. */
    record Plain(MessageDigest digest) implements Algorithm {
        Plain(DigestName name) {
            this(name.digest());
        }

        @Override
        public void update(byte[] data, int offset, int length) {
            digest.update(data, offset, length);
        }

        @Override
        public byte[] end() {
            return digest.digest();
        }
    }

    /** HMAC, RFC 2104. */
    record Hmac(Mac mac) implements Algorithm {
        Hmac(DigestName name, byte[] key) {
            this(mac(name, key));
        }

        /** An empty key stands for one zero byte: both are padded with zeros to the block size. */
        static Mac mac(DigestName name, byte[] key) {
            try {
                Mac mac = Mac.getInstance(name.hmacName());
                mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, name.hmacName()));
                return mac;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the JDK lacks " + name.hmacName(), e);
            }
        }

        @Override
        public void update(byte[] data, int offset, int length) {
            mac.update(data, offset, length);
        }

        @Override
        public byte[] end() {
            return mac.doFinal();
        }
    }
}
