package io.moongate.net.pki;

import java.io.IOException;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Primitive;

/** Reads foreign ASN.1 so that nothing but {@link PkiException} comes out of it. */
final class Asn1 {

    /** Nesting that no key or certificate reaches, far below what the stack holds. */
    private static final int MAX_DEPTH = 40;

    private Asn1() {}

    /** A step that may throw whatever a parser throws at malformed input. */
    @FunctionalInterface
    interface Step<T> {
        T run() throws PkiException, IOException;
    }

    /** The first element of {@code der}; what follows is ignored. */
    static ASN1Primitive parse(byte[] der, String code, String what) throws PkiException {
        return guard(code, what, () -> {
            int end = checkDepth(der, 0, der.length, 0);
            return ASN1Primitive.fromByteArray(end == der.length ? der : Arrays.copyOf(der, end));
        });
    }

    static <T> T guard(String code, String what, Step<T> step) throws PkiException {
        try {
            T value = step.run();
            if (value == null) {
                throw new PkiException(code, what + ": empty");
            }
            return value;
        } catch (IOException | RuntimeException e) {
            // The library's text may quote content of a key: it stays in the cause, which nobody prints.
            throw new PkiException(code, what + ": malformed", e);
        }
    }

    /** Walks the definite-length elements, as the parser would, and bounds their depth. @return where the first ends */
    private static int checkDepth(byte[] der, int from, int to, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested deeper than " + MAX_DEPTH);
        }
        if (to - from < 2) {
            throw new IOException("truncated");
        }
        int tag = der[from] & 0xff;
        if ((tag & 0x1f) == 0x1f) {
            throw new IOException("tag numbers above 30 do not occur here");
        }
        int length = der[from + 1] & 0xff;
        int content = from + 2;
        if (length > 0x7f) {
            int n = length & 0x7f;
            if (n == 0 || n > 4 || to - content < n) {
                throw new IOException("length form");
            }
            long value = 0;
            for (int i = 0; i < n; i++) {
                value = value << 8 | der[content++] & 0xff;
            }
            if (value > to - content) {
                throw new IOException("length of " + value + " exceeds the " + (to - content) + " bytes present");
            }
            length = (int) value;
        }
        int end = content + length;
        if (end > to) {
            throw new IOException("length of " + length + " exceeds the " + (to - content) + " bytes present");
        }
        if ((tag & 0x20) != 0) {
            for (int at = content; at < end; ) {
                at = checkDepth(der, at, end, depth + 1);
            }
        }
        return end;
    }
}
