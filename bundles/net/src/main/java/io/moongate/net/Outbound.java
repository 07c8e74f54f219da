package io.moongate.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Hands what is to be sent to a channel in slices, as fast as it takes them. */
final class Outbound {

    /** The most that the channel copies and encrypts at a time, in bytes. */
    private static final int SLICE = 32 << 10;

    private final Channel channel;
    private final SendQueue queue = new SendQueue();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean blocked;

    private final Runnable onFinished;

    /** @param onFinished called on the event loop, perhaps several times, when everything is sent after {@link #close} */
    Outbound(Channel channel, Runnable onFinished) {
        this.channel = channel;
        this.onFinished = onFinished;
    }

    SendQueue queue() {
        return queue;
    }

    void write(byte[] data, int offset, int length) {
        if (queue.add(data, offset, length)) {
            schedule();
        }
    }

    /** Takes nothing more: what is queued is still sent; who waits to write more fails now. */
    void close() {
        queue.close();
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            channel.eventLoop().execute(this::pump);
        }
    }

    private void pump() {
        scheduled.set(false);
        send();
    }

    /** Hands over what the channel takes now; on the event loop. */
    void send() {
        boolean any = false;
        while (channel.isWritable() && sendSlice()) {
            any = true;
        }
        if (any) {
            channel.flush();
        }
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        blocked = pending != null && pending.totalPendingWriteBytes() > 0;
        finishWhenSent();
    }

    private boolean sendSlice() {
        SendQueue.Slice next = queue.takeJoined(SLICE);
        if (next == null) {
            return false;
        }
        channel.write(Unpooled.wrappedBuffer(next.data(), next.offset(), next.length()))
                .addListener(done -> {
                    if (done.isSuccess()) {
                        queue.sent(next.length());
                        finishWhenSent();
                    } else {
                        queue.fail();
                    }
                });
        return true;
    }

    private void finishWhenSent() {
        if (queue.isFinished()) {
            onFinished.run();
        }
    }

    CompletableFuture<@Nullable Void> attempted() {
        return CompletableFuture.runAsync(() -> {}, channel.eventLoop());
    }

    boolean isBlocked() {
        return blocked;
    }
}
