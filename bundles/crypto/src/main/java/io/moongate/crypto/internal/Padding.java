package io.moongate.crypto.internal;

import java.util.Arrays;
import java.util.Optional;

/** PKCS#7 padding (RFC 5652, section 6.3) to 16 bytes. */
final class Padding {

    private static final int BLOCK = 16;

    private Padding() {}

    static byte[] pad(byte[] data) {
        int count = BLOCK - data.length % BLOCK;
        byte[] padded = Arrays.copyOf(data, data.length + count);
        Arrays.fill(padded, data.length, padded.length, (byte) count);
        return padded;
    }

    /** The data, or empty when the padding is wrong. Looks at the same bytes whatever they are. */
    static Optional<byte[]> strip(byte[] padded) {
        if (padded.length == 0) {
            return Optional.empty();
        }
        int count = padded[padded.length - 1] & 0xff;
        int wrong = ((count - 1) >>> 31) | ((BLOCK - count) >>> 31);
        for (int i = 1; i <= Math.min(BLOCK, padded.length); i++) {
            int isPadding = (i - 1 - count) >>> 31;
            wrong |= isPadding * ((padded[padded.length - i] ^ count) & 0xff);
        }
        return wrong == 0 && count <= padded.length
                ? Optional.of(Arrays.copyOf(padded, padded.length - count))
                : Optional.empty();
    }
}
