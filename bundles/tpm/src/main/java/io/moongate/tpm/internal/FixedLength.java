package io.moongate.tpm.internal;

import java.math.BigInteger;

/** Unsigned numbers as bytes of a given length, as coordinates and signature halves have. */
final class FixedLength {
    private FixedLength() {}

    static byte[] of(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[length];
        int used = Math.min(bytes.length, length);
        System.arraycopy(bytes, bytes.length - used, fixed, length - used, used);
        return fixed;
    }
}
