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

    /** Where the content of an element lies. */
    private record Element(boolean isConstructed, int content, int end) {

        static Element at(byte[] der, int from, int to) throws IOException {
            if (to - from < 2) {
                throw new IOException("truncated");
            }
            int tag = der[from] & 0xff;
            if ((tag & 0x1f) == 0x1f) {
                throw new IOException("tag numbers above 30 do not occur here");
            }
            int first = der[from + 1] & 0xff;
            int lengthBytes = first > 0x7f ? first & 0x7f : 0;
            int content = from + 2 + lengthBytes;
            long length = lengthBytes == 0 ? first : longLength(der, from + 2, lengthBytes, to);
            if (first == 0x80 || length > to - content) {
                throw new IOException("length of " + length + " exceeds the " + (to - content) + " bytes present");
            }
            return new Element((tag & 0x20) != 0, content, content + (int) length);
        }

        private static long longLength(byte[] der, int from, int count, int to) throws IOException {
            if (count > 4 || to - from < count) {
                throw new IOException("length of " + count + " bytes");
            }
            long length = 0;
            for (int i = from; i < from + count; i++) {
                length = (length << 8) | (der[i] & 0xff);
            }
            return length;
        }
    }

    /**
     * Walks the definite-length elements, as the parser would, and bounds their depth.
     *
     * @return where the first ends
     */
    private static int checkDepth(byte[] der, int from, int to, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested deeper than " + MAX_DEPTH);
        }
        Element element = Element.at(der, from, to);
        for (int at = element.content(); element.isConstructed() && at < element.end(); ) {
            at = checkDepth(der, at, element.end(), depth + 1);
        }
        return element.end();
    }
}
