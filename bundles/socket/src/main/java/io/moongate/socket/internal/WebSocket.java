package io.moongate.socket.internal;

import io.moongate.net.ByteStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** WebSocket frames (RFC 6455) on a stream: one side, client or server, after the handshake. */
final class WebSocket {

    static final int NORMAL_CLOSURE = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int INVALID_DATA = 1007;
    static final int TOO_BIG = 1009;

    /** The longest message that can be sent, in bytes. */
    static final int MAX_SENT = 0xFFFF;
    /** The longest payload of a ping (RFC 6455, section 5.5). */
    static final int MAX_PING = 125;
    /** Pongs are left out for a peer that takes nothing. */
    private static final int MAX_QUEUED_FOR_PONG = 64 << 10;

    private static final int READ_LIMIT = 64 << 10;

    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    /** What a read has to tell. */
    sealed interface Received {
        record Message(FrameReader.Event.Data data) implements Received {}

        /** @param code the peer's close code, or -1 */
        record Closed(int code) implements Received {}
    }

    private final ByteStream stream;
    private final boolean isServer;
    private final SecureRandom masks;
    private final FrameReader reader;
    private boolean closeSent;
    private @Nullable Received end;

    /** @param masks where a client's masks come from */
    WebSocket(ByteStream stream, boolean isServer, SecureRandom masks) {
        this.stream = stream;
        this.isServer = isServer;
        this.masks = masks;
        this.reader = new FrameReader(isServer);
    }

    /** The next message or the end; null when more bytes have to come. Answers control frames on the way. */
    @Nullable
    Received poll() {
        while (end == null) {
            try {
                FrameReader.Event event = reader.next();
                if (event == null) {
                    byte[] bytes = stream.poll(READ_LIMIT);
                    if (bytes == null) {
                        return null;
                    }
                    reader.add(bytes);
                } else if (event instanceof FrameReader.Event.Data data) {
                    return new Received.Message(data);
                } else {
                    control(event);
                }
            } catch (FrameReader.Violation e) {
                close(e.code());
                stream.close();
                end = new Received.Closed(-1);
            }
        }
        return end;
    }

    private void control(FrameReader.Event event) {
        if (event instanceof FrameReader.Event.Ping(byte[] data) && stream.queued() < MAX_QUEUED_FOR_PONG) {
            send(PONG, data, 0, data.length);
        } else if (event instanceof FrameReader.Event.Close(int code)) {
            close(NORMAL_CLOSURE);
            end = new Received.Closed(code);
        }
    }

    /** Whether messages can still be sent. */
    synchronized boolean isOpen() {
        return !closeSent && stream.isOpen();
    }

    void sendMessage(byte[] data, int offset, int length, boolean text) {
        send(text ? TEXT : BINARY, data, offset, length);
    }

    void ping(byte[] data) {
        send(PING, data, 0, data.length);
    }

    /** Sends a close frame, once. From any thread. */
    void close(int code) {
        synchronized (this) {
            if (closeSent) {
                return;
            }
            closeSent = true;
        }
        write(CLOSE, new byte[] {(byte) (code >> 8), (byte) code}, 0, 2);
    }

    private void send(int opcode, byte[] data, int offset, int length) {
        if (isOpen()) {
            write(opcode, data, offset, length);
        }
    }

    private void write(int opcode, byte[] data, int offset, int length) {
        byte[] frame = frame(opcode, data, offset, length);
        stream.write(frame, 0, frame.length);
    }

    /** Clients mask what they send, so that no proxy takes it for something else (RFC 6455, section 10.3). */
    private byte[] frame(int opcode, byte[] data, int offset, int length) {
        int maskBit = isServer ? 0 : 0x80;
        ByteBuffer frame = ByteBuffer.allocate(2 + (length < 126 ? 0 : 2) + (isServer ? 0 : 4) + length);
        frame.put((byte) (0x80 | opcode));
        if (length < 126) {
            frame.put((byte) (maskBit | length));
        } else {
            frame.put((byte) (maskBit | 126)).putShort((short) length);
        }
        int mask = isServer ? 0 : masks.nextInt();
        if (!isServer) {
            frame.putInt(mask);
        }
        int payload = frame.position();
        frame.put(data, offset, length);
        if (!isServer) {
            FrameReader.applyMask(frame.array(), payload, length, mask);
        }
        return frame.array();
    }
}
