package io.moongate.web.internal.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An answer being made: status, headers and a buffer, until it is committed; then a stream. For one strand at a time.
 * Methods that send return a stage that completes when the client has taken enough for more to be sent.
 */
public final class Response {

    /** What is written is sent when the buffer holds this much. */
    public static final int BUFFER_BYTES = 16384;

    private static final int FIRST_BUFFER_BYTES = 256;

    private static final CompletionStage<@Nullable Void> DONE = CompletableFuture.completedFuture(null);

    private final Wire wire;
    private final HttpDates dates;
    private final boolean head;
    private final boolean oldClient;
    private boolean keepAlive;
    private int status = 200;
    private HeaderList headers = new HeaderList();
    private List<String> cookies = List.of();
    private long contentLength = -1;
    private byte[] buffer = {};
    private int size;
    private long total;
    private boolean committed;
    private boolean downgraded;
    private boolean ended;
    private @Nullable Observer observer;

    /** Somebody who is told of the answer. On the thread that sends it; must not wait. */
    public interface Observer {

        /** The head goes out. */
        void head(int status, HttpHeaders fields);

        /** @param keepAlive whether the connection waits for another request */
        void end(boolean keepAlive);
    }

    Response(Wire wire, HttpDates dates, boolean head, boolean oldClient, boolean keepAlive) {
        this.wire = wire;
        this.dates = dates;
        this.head = head;
        this.oldClient = oldClient;
        this.keepAlive = keepAlive;
    }

    public void observe(Observer by) {
        observer = by;
    }

    public int status() {
        return status;
    }

    public void setStatus(int code) {
        status = code;
    }

    public HeaderList headers() {
        return headers;
    }

    /** Sets the length of the body, which then is not chunked. */
    public void setContentLength(long length) {
        contentLength = length;
    }

    /** Puts a Set-Cookie field into the answer; another of that name is replaced. Ignored when committed. */
    public void setCookie(String name, String field) {
        if (!committed) {
            List<String> next = new ArrayList<>(cookies);
            next.removeIf(other -> other.startsWith(name + "="));
            next.add(field);
            cookies = next;
        }
    }

    public List<String> cookies() {
        return cookies;
    }

    public boolean isCommitted() {
        return committed;
    }

    public boolean isEnded() {
        return ended;
    }

    /** Whether the client is still there. */
    public boolean isValid() {
        return !ended && wire.isOpen();
    }

    public void clearKeepAlive() {
        keepAlive = false;
    }

    /** Answers as an HTTP/1.0 server: no chunks, the end of the connection ends the body. */
    public void downgrade() {
        downgraded = true;
        keepAlive = false;
    }

    public void setNoDelay(boolean on) {
        wire.setNoDelay(on);
    }

    /** Bytes of body written so far, sent or not. */
    public long total() {
        return total;
    }

    /** Bytes in the buffer. */
    public int buffered() {
        return size;
    }

    public byte[] bufferedBytes() {
        return Arrays.copyOf(buffer, size);
    }

    public void resetBuffer() {
        total -= size;
        size = 0;
    }

    public void resetHeaders() {
        headers = new HeaderList();
        contentLength = -1;
    }

    /** Appends to the body. */
    public CompletionStage<@Nullable Void> write(byte[] bytes, int offset, int length) {
        if (ended) {
            return DONE;
        }
        total += length;
        if (head && length > 0 && size + length > BUFFER_BYTES) {
            return DONE;
        }
        if (size + length <= BUFFER_BYTES) {
            append(bytes, offset, length);
            return DONE;
        }
        commit();
        sendBuffer();
        return wire.write(Unpooled.wrappedBuffer(bytes, offset, length));
    }

    private void append(byte[] bytes, int offset, int length) {
        if (size + length > buffer.length) {
            int more = Math.max(FIRST_BUFFER_BYTES, buffer.length * 2);
            buffer = Arrays.copyOf(buffer, Math.max(size + length, Math.min(BUFFER_BYTES, more)));
        }
        System.arraycopy(bytes, offset, buffer, size, length);
        size += length;
    }

    /** Sends a piece of body past the buffer, which must be empty. */
    public CompletionStage<@Nullable Void> send(byte[] bytes, int offset, int length) {
        total += length;
        if (head || ended) {
            return DONE;
        }
        commit();
        return wire.write(Unpooled.wrappedBuffer(bytes, offset, length));
    }

    /** Sends the headers and what is in the buffer. */
    public CompletionStage<@Nullable Void> flush() {
        if (head || ended) {
            return DONE;
        }
        if (!committed && size == 0) {
            committed = true;
            wire.holdHead(head(false));
            return DONE;
        }
        commit();
        return size == 0 ? wire.flush() : sendBuffer();
    }

    /** Nothing more is sent by this response: the connection has another owner. */
    public void leave() {
        ended = true;
    }

    private CompletionStage<@Nullable Void> sendBuffer() {
        if (size == 0) {
            return DONE;
        }
        ByteBuf data = Unpooled.wrappedBuffer(buffer, 0, size);
        buffer = new byte[0];
        size = 0;
        return wire.write(data);
    }

    /**
     * Sends part of a file as the whole body, without copying it through memory, and ends the answer.
     *
     * @throws IOException when the file cannot be opened; nothing has been sent then
     */
    public void endWithFile(Path path, long offset, long length) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        total += length;
        ended = true;
        committed = true;
        PageHead last = head(false);
        tellEnd();
        wire.file(last, file, offset, length, keepAlive);
    }

    /** Whether the answer can be ended by {@link #endWithFile}. */
    public boolean takesFiles() {
        return !head && !committed && size == 0 && wire.takesFiles();
    }

    private void commit() {
        if (!committed) {
            committed = true;
            wire.head(head(false));
        }
    }

    /** Ends the answer; nothing can follow. Idempotent. */
    public void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (committed) {
            sendBuffer();
            tellEnd();
            wire.end(keepAlive);
            return;
        }
        committed = true;
        ByteBuf data =
                size == 0 || head || hasNoBody() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(buffer, 0, size);
        PageHead last = head(true);
        tellEnd();
        wire.whole(last, data, keepAlive);
    }

    private void tellEnd() {
        if (observer != null) {
            observer.end(keepAlive);
        }
    }

    /** Breaks the connection off, so that the client knows that the answer is not whole. */
    public void breakOff() {
        ended = true;
        wire.close();
    }

    private boolean hasNoBody() {
        return status < 200 || status == 204 || status == 304;
    }

    private PageHead head(boolean whole) {
        HttpHeaders fields = new DefaultHttpHeaders(false);
        headers.forEach(fields::add);
        cookies.forEach(cookie -> fields.add("Set-Cookie", cookie));
        fields.set("Date", dates.now());
        frame(fields, whole);
        if (!keepAlive) {
            fields.set("Connection", "close");
        } else if (oldClient) {
            fields.set("Connection", "keep-alive");
        }
        if (observer != null) {
            observer.head(status, fields);
        }
        HttpVersion version = downgraded ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1;
        return new PageHead(version, Reasons.status(status), fields, head || hasNoBody());
    }

    /** Says where the body ends: by a length, by chunks, or by the end of the connection. */
    private void frame(HttpHeaders fields, boolean whole) {
        if (hasNoBody()) {
            fields.remove("Content-Length");
            return;
        }
        if (contentLength >= 0) {
            fields.set("Content-Length", Long.toString(contentLength));
        } else if (whole && (head || total == 0 || !canChunk())) {
            fields.set("Content-Length", Long.toString(total));
        } else if (!canChunk()) {
            keepAlive = false;
        } else {
            fields.set("Transfer-Encoding", "chunked");
        }
        if (contentLength >= 0 && contentLength != total && whole && !head) {
            keepAlive = false;
        }
    }

    /** Clients that are going to close, and old ones, read to the end of the connection. */
    private boolean canChunk() {
        return keepAlive && !oldClient && !downgraded;
    }
}
