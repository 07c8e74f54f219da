package io.moongate.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is to be sent: handed to the channel in slices, as fast as it takes them. */
final class Outbound {

    /** So many bytes may be queued before writers wait, and this is how few let them go on. */
    private static final int HIGH = 64 << 10;

    private static final int LOW = 16 << 10;
    /** The most that the channel copies and encrypts at a time. */
    private static final int SLICE = 32 << 10;

    private static final class Message {
        final byte[] data;
        int offset;
        int length;

        Message(byte[] data, int offset, int length) {
            this.data = data;
            this.offset = offset;
            this.length = length;
        }
    }

    private record Waiter(long limit, CompletableFuture<@Nullable Void> future) {}

    private final Channel channel;
    private final Queue<Message> messages = new ArrayDeque<>(2);
    private final List<Waiter> waiters = new ArrayList<>(1);
    private long queued;
    private boolean scheduled;
    private boolean closing;
    private boolean broken;
    private volatile boolean blocked;

    Outbound(Channel channel) {
        this.channel = channel;
    }

    void write(byte[] data, int offset, int length) {
        synchronized (this) {
            if (closing || broken) {
                return;
            }
            messages.add(new Message(data, offset, length));
            queued += length;
        }
        schedule();
    }

    /** Closes the channel when everything queued is sent; who waits to write more fails now. */
    void close() {
        List<Waiter> woken;
        synchronized (this) {
            closing = true;
            woken = takeWaiters();
        }
        failAll(woken);
        schedule();
    }

    private void schedule() {
        synchronized (this) {
            if (scheduled) {
                return;
            }
            scheduled = true;
        }
        channel.eventLoop().execute(this::pump);
    }

    private void pump() {
        synchronized (this) {
            scheduled = false;
        }
        send();
    }

    /** Hands over what the channel takes now; on the event loop. */
    void send() {
        boolean any = false;
        while (channel.isWritable()) {
            ChannelFuture sent = sendSlice();
            if (sent == null) {
                break;
            }
            any = true;
        }
        if (any) {
            channel.flush();
        }
        ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
        blocked = pending != null && pending.totalPendingWriteBytes() > 0;
        if (isFinished()) {
            channel.close();
        }
    }

    private @Nullable ChannelFuture sendSlice() {
        byte[] data;
        int offset;
        int length;
        synchronized (this) {
            Message first = messages.peek();
            if (first == null) {
                return null;
            }
            data = first.data;
            offset = first.offset;
            length = Math.min(first.length, SLICE);
            first.offset += length;
            first.length -= length;
            if (first.length == 0) {
                messages.remove();
            }
        }
        return channel.write(Unpooled.wrappedBuffer(data, offset, length)).addListener(done -> {
            if (done.isSuccess()) {
                sent(length);
            } else {
                fail();
            }
        });
    }

    private synchronized boolean isFinished() {
        return closing && queued == 0;
    }

    private void sent(int length) {
        List<Waiter> woken = new ArrayList<>(waiters.size());
        synchronized (this) {
            queued -= length;
            waiters.removeIf(waiter -> queued <= waiter.limit && woken.add(waiter));
        }
        woken.forEach(waiter -> waiter.future.complete(null));
        if (isFinished()) {
            channel.close();
        }
    }

    /** The channel is gone: drops what is queued and fails who waits. */
    void fail() {
        List<Waiter> woken;
        synchronized (this) {
            broken = true;
            messages.clear();
            queued = 0;
            woken = takeWaiters();
        }
        failAll(woken);
    }

    private List<Waiter> takeWaiters() {
        List<Waiter> taken = List.copyOf(waiters);
        waiters.clear();
        return taken;
    }

    private static void failAll(List<Waiter> waiters) {
        waiters.forEach(waiter -> waiter.future.completeExceptionally(writeFailed()));
    }

    private static NetException writeFailed() {
        return new NetException(NetException.WRITE_FAILED, "the connection is closed");
    }

    CompletableFuture<@Nullable Void> writable() {
        return until(HIGH, LOW);
    }

    CompletableFuture<@Nullable Void> flushed() {
        return until(0, 0);
    }

    CompletableFuture<@Nullable Void> attempted() {
        return CompletableFuture.runAsync(() -> {}, channel.eventLoop());
    }

    private synchronized CompletableFuture<@Nullable Void> until(long acceptable, long limit) {
        if (broken || closing) {
            return CompletableFuture.failedFuture(writeFailed());
        }
        if (queued <= acceptable) {
            return CompletableFuture.completedFuture(null);
        }
        Waiter waiter = new Waiter(limit, new CompletableFuture<>());
        waiters.add(waiter);
        return waiter.future;
    }

    synchronized long queued() {
        return queued;
    }

    boolean isBlocked() {
        return blocked;
    }

    synchronized boolean isOpen() {
        return !closing && !broken;
    }
}
