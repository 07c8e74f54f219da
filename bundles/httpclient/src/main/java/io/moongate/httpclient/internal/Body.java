package io.moongate.httpclient.internal;

import org.jspecify.annotations.Nullable;

/** The body of a response, as it comes (RFC 9112, sections 6 and 7). */
sealed interface Body {

    /** Some bytes, at most {@code limit}; null at the end. */
    byte @Nullable [] read(Input input, long limit, int timeoutMillis) throws HttpFailure;

    static Body of(ResponseHead head, String method) throws HttpFailure {
        if (head.hasNoBody(method)) {
            return new Sized(0);
        }
        if (head.isChunked()) {
            return new Chunked();
        }
        return head.contentLength().<Body>map(Sized::new).orElseGet(UntilClose::new);
    }

    /** Of a known length. */
    final class Sized implements Body {
        private long left;

        Sized(long length) {
            left = length;
        }

        boolean isEmpty() {
            return left == 0;
        }

        @Override
        public byte @Nullable [] read(Input input, long limit, int timeoutMillis) throws HttpFailure {
            if (left == 0) {
                return null;
            }
            byte[] bytes = input.readSome(Math.min(limit, left), timeoutMillis);
            if (bytes == null) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            left -= bytes.length;
            return bytes;
        }
    }

    /** In chunks; extensions and trailers are skipped. */
    final class Chunked implements Body {
        private static final int MAX_LINE = 4 << 10;

        private long left;
        private boolean isFirst = true;
        private boolean ended;

        @Override
        public byte @Nullable [] read(Input input, long limit, int timeoutMillis) throws HttpFailure {
            if (left == 0 && !ended) {
                startChunk(input, timeoutMillis);
            }
            if (ended) {
                return null;
            }
            byte[] bytes = input.readSome(Math.min(limit, left), timeoutMillis);
            if (bytes == null) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            left -= bytes.length;
            return bytes;
        }

        private void startChunk(Input input, int timeoutMillis) throws HttpFailure {
            if (!isFirst && !line(input, timeoutMillis).isEmpty()) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            isFirst = false;
            String size = line(input, timeoutMillis).split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1,15}")) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            left = Long.parseLong(size, 16);
            if (left == 0) {
                ResponseHead.readFields(input, timeoutMillis);
                ended = true;
            }
        }

        private static String line(Input input, int timeoutMillis) throws HttpFailure {
            String line = input.readLine(MAX_LINE, timeoutMillis);
            if (line == null) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            return line;
        }
    }

    /** As long as the connection lasts. */
    final class UntilClose implements Body {
        @Override
        public byte @Nullable [] read(Input input, long limit, int timeoutMillis) throws HttpFailure {
            return input.readSome(limit, timeoutMillis);
        }
    }
}
