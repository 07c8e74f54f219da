package io.moongate.httpclient.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.NetException;
import io.moongate.runtime.LuaVm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads and writes a connection on a strand, which waits at most a given time for each step. */
final class Input {

    private static final int CHUNK = 64 << 10;

    private final LuaVm vm;
    private final ByteStream stream;
    private byte[] buffer = new byte[0];
    private int position;

    Input(LuaVm vm, ByteStream stream) {
        this.vm = vm;
        this.stream = stream;
    }

    /** Whether something can be read without waiting. */
    boolean hasData() {
        return available() > 0 || poll();
    }

    private int available() {
        return buffer.length - position;
    }

    private boolean poll() {
        byte[] more = stream.poll(CHUNK);
        if (more == null) {
            return false;
        }
        if (available() == 0) {
            buffer = more;
        } else {
            byte[] joined = Arrays.copyOfRange(buffer, position, buffer.length + more.length);
            System.arraycopy(more, 0, joined, available(), more.length);
            buffer = joined;
        }
        position = 0;
        return true;
    }

    /** @return false at the end of the stream */
    private boolean fill(int timeoutMillis) throws HttpFailure {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (!poll()) {
            if (stream.isEnded()) {
                return false;
            }
            long left = deadline - System.nanoTime();
            if (timeoutMillis > 0 && left <= 0) {
                throw new HttpFailure(NetException.TIMEOUT);
            }
            CompletableFuture<@Nullable Void> readable = stream.readable();
            vm.await(timeoutMillis > 0 ? readable.completeOnTimeout(null, left, TimeUnit.NANOSECONDS) : readable);
        }
        return true;
    }

    /**
     * A line without its end.
     *
     * @return null when the stream ends before any byte of it
     */
    @Nullable
    String readLine(int limit, int timeoutMillis) throws HttpFailure {
        int scanned = 0;
        while (true) {
            for (int i = position + scanned; i < buffer.length; i++) {
                if (buffer[i] == '\n') {
                    return line(i);
                }
            }
            scanned = available();
            if (scanned > limit) {
                throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
            }
            if (!fill(timeoutMillis)) {
                if (available() > 0) {
                    throw new HttpFailure(HttpFailure.INVALID_RESPONSE);
                }
                return null;
            }
        }
    }

    private String line(int newline) {
        int end = newline > position && buffer[newline - 1] == '\r' ? newline - 1 : newline;
        String line = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
        position = newline + 1;
        return line;
    }

    /** At least one byte and at most {@code limit}; null at the end of the stream. */
    byte @Nullable [] readSome(long limit, int timeoutMillis) throws HttpFailure {
        if (available() == 0 && !fill(timeoutMillis)) {
            return null;
        }
        int n = (int) Math.min(limit, available());
        byte[] bytes = Arrays.copyOfRange(buffer, position, position + n);
        position += n;
        return bytes;
    }

    /** Exactly {@code length} bytes. */
    byte[] readFully(int length, int timeoutMillis) throws HttpFailure {
        byte[] bytes = new byte[length];
        for (int filled = 0; filled < length; ) {
            byte[] some = readSome(length - filled, timeoutMillis);
            if (some == null) {
                throw new HttpFailure(NetException.READ_FAILED);
            }
            System.arraycopy(some, 0, bytes, filled, some.length);
            filled += some.length;
        }
        return bytes;
    }

    /** What was read and not used. */
    byte[] rest() {
        byte[] rest = Arrays.copyOfRange(buffer, position, buffer.length);
        position = buffer.length;
        return rest;
    }

    /** Sends, and waits until enough is sent. */
    void write(byte[] data, int offset, int length, int timeoutMillis) throws HttpFailure {
        if (!stream.isOpen()) {
            throw new HttpFailure(NetException.WRITE_FAILED);
        }
        stream.write(data, offset, length);
        CompletableFuture<@Nullable Void> writable = stream.writable();
        try {
            vm.await(timeoutMillis > 0 ? writable.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS) : writable);
        } catch (CompletionException e) {
            throw new HttpFailure(
                    e.getCause() instanceof NetException ? NetException.WRITE_FAILED : NetException.TIMEOUT);
        }
    }

    /**
     * Sends, and waits until enough is sent or the peer says something.
     *
     * @return whether the peer did while it took no more
     */
    boolean offer(byte[] data, int offset, int length, int timeoutMillis) throws HttpFailure {
        if (!stream.isOpen()) {
            throw new HttpFailure(NetException.WRITE_FAILED);
        }
        stream.write(data, offset, length);
        CompletableFuture<@Nullable Void> writable = stream.writable();
        if (writable.isDone() && !writable.isCompletedExceptionally()) {
            return false;
        }
        CompletableFuture<Object> either = CompletableFuture.anyOf(writable, stream.readable());
        try {
            vm.await(timeoutMillis > 0 ? either.orTimeout(timeoutMillis, TimeUnit.MILLISECONDS) : either);
        } catch (CompletionException e) {
            throw new HttpFailure(
                    e.getCause() instanceof NetException ? NetException.WRITE_FAILED : NetException.TIMEOUT);
        }
        return !writable.isDone();
    }

    void write(String text, int timeoutMillis) throws HttpFailure {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        write(bytes, 0, bytes.length, timeoutMillis);
    }
}
