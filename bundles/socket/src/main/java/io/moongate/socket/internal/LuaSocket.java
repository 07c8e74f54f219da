package io.moongate.socket.internal;

import io.moongate.net.NetException;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.Varargs;

/**
 * A socket as Lua sees it: an endpoint, and perhaps the coroutine (a strand) that owns it. Used on the VM's thread,
 * except for {@link #release}.
 *
 * <p>Without owner the socket is in blocking mode: whoever reads or writes waits. With an owner only that strand reads.
 */
final class LuaSocket {

    /** How an owned socket treats writes of others. */
    enum Mode {
        /** {@code "r"}: they wait. */
        ASYNCHRONOUS,
        /** {@code "s"}: they queue. */
        COSOCKET
    }

    /** What may be queued by others for a cosocket, in bytes, unless told otherwise. */
    static final int DEFAULT_QUEUE_LENGTH = 16384;

    private final LuaVm vm;
    /** What Lua holds; weak, so that Lua can let go of it. */
    private WeakReference<LuaUserdata> handle = new WeakReference<>(null);

    private volatile Endpoint endpoint;
    /** Until Lua closes the socket or is told that the connection is lost. */
    private volatile boolean connected;

    private boolean connectTried;
    private @Nullable Strand owner;
    private Mode mode = Mode.COSOCKET;
    private State state = State.NOTCON;
    private long queueLength = DEFAULT_QUEUE_LENGTH;

    /** Completed when the turn in which the owner was started is over. */
    private CompletableFuture<@Nullable Void> startTurn = CompletableFuture.completedFuture(null);
    /** Completed by {@code enable}: set while the owner waits in {@code disable}. */
    private @Nullable CompletableFuture<Varargs> enabling;
    /** Set while others have disabled the owner, which waits in {@code read}. */
    private @Nullable CompletableFuture<@Nullable Void> heldBack;

    private final Runnable onRelease;

    /** @param onRelease told, perhaps several times and from any thread, that the socket holds nothing any more */
    LuaSocket(LuaVm vm, Endpoint endpoint, boolean connected, Runnable onRelease) {
        this.vm = vm;
        this.onRelease = onRelease;
        this.endpoint = endpoint;
        this.connected = connected;
    }

    void heldBy(LuaUserdata userdata) {
        handle = new WeakReference<>(userdata);
    }

    /** Called while Lua uses the socket, and so holds it. */
    LuaUserdata handle() {
        return Objects.requireNonNull(handle.get(), "Lua no longer holds this socket");
    }

    LuaVm vm() {
        return vm;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isConnected() {
        return connected;
    }

    State state() {
        return heldBack != null ? State.DISABLED : state;
    }

    boolean isOwned() {
        return owner != null;
    }

    boolean isOwner() {
        return owner != null && owner == vm.current();
    }

    /** Whether writes of others are queued. */
    boolean queuesWrites() {
        return mode == Mode.COSOCKET && (owner != null || state == State.DISABLED);
    }

    /** A pipe that is only written: nobody owns it, and nobody waits for it. */
    void onlyWritten() {
        state = State.DISABLED;
    }

    long queueLength() {
        return queueLength;
    }

    void setQueueLength(long bytes) {
        queueLength = Math.max(0, bytes);
    }

    void startsIn(CompletableFuture<@Nullable Void> turn) {
        startTurn = turn;
    }

    /** An owner that is about to wait for the peer lets whoever started it go on first, be it there already or not. */
    void leaveStartTurn(State shown) {
        if (!startTurn.isDone()) {
            await(shown, startTurn);
        }
    }

    /** The running strand becomes the owner. */
    void ownedBy(Strand strand, Mode how) {
        owner = strand;
        mode = how;
        state = State.EXEC;
    }

    /** The owner has ended. */
    void terminated() {
        close();
        state = State.TERMINATED;
    }

    /** @return false when this is not the first attempt, or the socket is something already */
    boolean tryConnect() {
        boolean may = !connectTried && endpoint instanceof Unconnected;
        connectTried = true;
        return may;
    }

    void connectedTo(Endpoint established) {
        endpoint = established;
        connected = true;
    }

    /** The connection turned out to be broken or ended by the peer. */
    void lost() {
        connected = false;
        endpoint.close();
        onRelease.run();
    }

    /** Someone else owns the connection now. */
    void givenAway() {
        connected = false;
        endpoint = new Unconnected();
        onRelease.run();
    }

    /** @return whether the socket was connected */
    boolean close() {
        boolean was = connected;
        release();
        return was;
    }

    /** Closes for good; from any thread. */
    void release() {
        connected = false;
        endpoint.close();
        endpoint.wake();
        onRelease.run();
        CompletableFuture<Varargs> disabled = enabling;
        if (disabled != null) {
            disabled.complete(Result.fail(NetException.SOCKET_CLOSED));
        }
        CompletableFuture<@Nullable Void> held = heldBack;
        if (held != null) {
            held.complete(null);
        }
    }

    /** Waits; meanwhile the owner's state is {@code shown}. */
    <T> T await(State shown, CompletableFuture<T> future) {
        if (!isOwner()) {
            return vm.await(future);
        }
        State before = state;
        state = shown;
        try {
            return vm.await(future);
        } finally {
            state = before;
        }
    }

    /** Waits for {@code event} unless others have disabled the owner: then until they enable it. */
    void awaitRead(CompletableFuture<@Nullable Void> event, Deadline deadline) {
        await(State.READ, deadline.limit(heldBack != null ? heldBack : event));
    }

    boolean isHeldBack() {
        return heldBack != null;
    }

    /** The owner waits until someone enables it. @return what was given to enable, or the failure */
    Varargs disable() {
        CompletableFuture<Varargs> enabled = new CompletableFuture<>();
        enabling = enabled;
        if (endpoint instanceof StreamEndpoint connection) {
            endWithPeer(connection, enabled);
        }
        try {
            return await(State.DISABLED, enabled);
        } finally {
            enabling = null;
        }
    }

    /** A peer that ends the connection, with nothing left to read, ends the wait too. */
    private static void endWithPeer(StreamEndpoint connection, CompletableFuture<Varargs> enabled) {
        connection.stream().readable().thenRun(() -> {
            if (connection.stream().isEnded()) {
                enabled.complete(Result.fail(NetException.SOCKET_CLOSED));
            }
        });
    }

    /** Others stop the owner from being told of received data. @return false when it does not wait for any */
    boolean holdBack() {
        if (state != State.READ || !connected || heldBack != null) {
            return false;
        }
        heldBack = new CompletableFuture<>();
        return true;
    }

    /** @return whether the owner was disabled */
    boolean enable(Varargs values) {
        CompletableFuture<Varargs> disabled = enabling;
        CompletableFuture<@Nullable Void> held = heldBack;
        if (held != null) {
            heldBack = null;
            held.complete(null);
            endpoint.wake();
            return true;
        }
        return disabled != null && disabled.complete(values);
    }
}
