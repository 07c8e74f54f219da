package io.moongate.socket.internal;

/** Checks that bytes which come in pieces are UTF-8 (RFC 3629). */
final class Utf8Check {

    /** Continuation bytes still to come. */
    private int missing;
    /** What the next continuation byte may be: rules out overlong forms, surrogates and what is beyond U+10FFFF. */
    private int low = 0x80;

    private int high = 0xBF;

    /** @return false when the bytes so far cannot be the start of UTF-8 */
    boolean accept(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int b = bytes[i] & 0xFF;
            if (missing > 0 ? !acceptContinuation(b) : !acceptFirst(b)) {
                return false;
            }
        }
        return true;
    }

    /** Whether no character is cut in the middle. */
    boolean isComplete() {
        return missing == 0;
    }

    private boolean acceptContinuation(int b) {
        if (b < low || b > high) {
            return false;
        }
        expect(missing - 1, 0x80, 0xBF);
        return true;
    }

    private boolean acceptFirst(int b) {
        if (b < 0x80) {
            return true;
        }
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        if (b < 0xE0) {
            expect(1, 0x80, 0xBF);
        } else if (b < 0xF0) {
            expect(2, b == 0xE0 ? 0xA0 : 0x80, b == 0xED ? 0x9F : 0xBF);
        } else {
            expect(3, b == 0xF0 ? 0x90 : 0x80, b == 0xF4 ? 0x8F : 0xBF);
        }
        return true;
    }

    private void expect(int continuations, int from, int to) {
        missing = continuations;
        low = from;
        high = to;
    }
}
