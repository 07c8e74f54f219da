package io.moongate.socket.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads WebSocket frames (RFC 6455, section 5) out of bytes that come in pieces of any size.
 *
 * <p>Messages of one frame come whole up to {@link #WHOLE} bytes and in parts beyond, so that they have no limit;
 * messages of several frames come whole up to {@link #MAX_MESSAGE} bytes.
 */
final class FrameReader {

    /** Frames up to this many bytes are delivered in one piece. */
    static final int WHOLE = 0xFFFF;
    /** The limit for messages in several frames, in bytes. */
    static final int MAX_MESSAGE = 1 << 20;

    private static final int MAX_CONTROL = 125;

    /** What was read. */
    sealed interface Event {
        /**
         * @param soFar bytes of the frame delivered with this part
         * @param total bytes of the frame; both 0 when the message is whole
         */
        record Data(byte[] data, boolean text, long soFar, long total) implements Event {}

        record Ping(byte[] data) implements Event {}

        record Pong() implements Event {}

        /** @param code -1 when the frame had none */
        record Close(int code) implements Event {}
    }

    /** The peer broke the protocol. */
    static final class Violation extends Exception {
        private final int code;

        Violation(int code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        /** What to tell it when closing. */
        int code() {
            return code;
        }
    }

    private enum Opcode {
        CONTINUATION,
        TEXT,
        BINARY,
        CLOSE,
        PING,
        PONG;

        boolean isControl() {
            return compareTo(CLOSE) >= 0;
        }
    }

    private final boolean expectsMask;
    private byte[] input = new byte[0];
    private int position;

    private boolean inFrame;
    private Opcode opcode = Opcode.BINARY;
    private boolean isFinal;
    private long length;
    private long remaining;
    private int mask;
    /** The payload of a control frame or a whole message that is being gathered. */
    private ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
    /** The message that control frames interrupt. */
    private @Nullable ByteArrayOutputStream fragments;

    private boolean isText;
    private Utf8Check utf8 = new Utf8Check();

    /** @param expectsMask true on a server, whose clients mask; false on a client */
    FrameReader(boolean expectsMask) {
        this.expectsMask = expectsMask;
    }

    void add(byte[] bytes) {
        if (position == input.length) {
            input = bytes;
        } else {
            byte[] joined = Arrays.copyOfRange(input, position, input.length + bytes.length);
            System.arraycopy(bytes, 0, joined, available(), bytes.length);
            input = joined;
        }
        position = 0;
    }

    /** @return null when more bytes are needed */
    @Nullable
    Event next() throws Violation {
        while (inFrame || readHeader()) {
            Event event = readPayload();
            if (event != null || inFrame) {
                return event;
            }
        }
        return null;
    }

    private int available() {
        return input.length - position;
    }

    private boolean readHeader() throws Violation {
        if (available() < 2) {
            return false;
        }
        int first = input[position] & 0xFF;
        int second = input[position + 1] & 0xFF;
        boolean isMasked = (second & 0x80) != 0;
        int shortLength = second & 0x7F;
        int lengthBytes = shortLength < 126 ? 0 : shortLength == 126 ? 2 : 8;
        int headerLength = 2 + lengthBytes + (isMasked ? 4 : 0);
        check(isMasked == expectsMask, isMasked ? "masked frame from a server" : "unmasked frame from a client");
        if (available() < headerLength) {
            return false;
        }
        ByteBuffer header = ByteBuffer.wrap(input, position + 2, headerLength - 2);
        length = switch (lengthBytes) {
            case 0 -> shortLength;
            case 2 -> header.getShort() & 0xFFFF;
            default -> header.getLong();
        };
        mask = isMasked ? header.getInt() : 0;
        position += headerLength;
        startFrame(first);
        return true;
    }

    private void startFrame(int first) throws Violation {
        isFinal = (first & 0x80) != 0;
        check((first & 0x70) == 0, "reserved bits are set");
        check(length >= 0, "frame length over 2^63-1");
        opcode = opcode(first & 0x0F);
        if (opcode.isControl()) {
            check(isFinal && length <= MAX_CONTROL, "control frame in fragments or over 125 bytes");
        } else if (opcode == Opcode.CONTINUATION) {
            check(fragments != null, "continuation of nothing");
        } else {
            check(fragments == null, "new message inside a fragmented one");
            isText = opcode == Opcode.TEXT;
            utf8 = new Utf8Check();
        }
        startPayload();
        inFrame = true;
        remaining = length;
    }

    private static Opcode opcode(int number) throws Violation {
        return switch (number) {
            case 0 -> Opcode.CONTINUATION;
            case 1 -> Opcode.TEXT;
            case 2 -> Opcode.BINARY;
            case 8 -> Opcode.CLOSE;
            case 9 -> Opcode.PING;
            case 10 -> Opcode.PONG;
            default -> throw new Violation(WebSocket.PROTOCOL_ERROR, "unknown opcode " + number);
        };
    }

    private void startPayload() throws Violation {
        if (opcode.isControl() || isSingleFrame()) {
            gathered = new ByteArrayOutputStream(comesInParts() ? 0 : (int) length);
        } else {
            ByteArrayOutputStream message = fragments == null ? new ByteArrayOutputStream() : fragments;
            fragments = message;
            if (length > MAX_MESSAGE - message.size()) {
                throw new Violation(
                        WebSocket.TOO_BIG, "message in fragments is over the limit of " + MAX_MESSAGE + " bytes");
            }
        }
    }

    private boolean isSingleFrame() {
        return isFinal && opcode != Opcode.CONTINUATION;
    }

    private boolean comesInParts() {
        return isSingleFrame() && !opcode.isControl() && length > WHOLE;
    }

    /** @return null when more bytes are needed, or the frame is done and there is nothing to tell */
    private @Nullable Event readPayload() throws Violation {
        int n = (int) Math.min(remaining, available());
        if (n == 0 && remaining > 0) {
            return null;
        }
        unmask(n);
        if (!opcode.isControl() && isText) {
            checkUtf8(utf8.accept(input, position, n));
        }
        byte[] from = input;
        int offset = position;
        position += n;
        remaining -= n;
        if (comesInParts()) {
            return part(Arrays.copyOfRange(from, offset, offset + n));
        }
        message().write(from, offset, n);
        return remaining > 0 ? null : endFrame();
    }

    private ByteArrayOutputStream message() {
        return fragments == null || opcode.isControl() ? gathered : fragments;
    }

    private Event part(byte[] data) throws Violation {
        if (remaining == 0) {
            inFrame = false;
            checkEndOfText();
        }
        return new Event.Data(data, isText, length - remaining, length);
    }

    private @Nullable Event endFrame() throws Violation {
        inFrame = false;
        return switch (opcode) {
            case PING -> new Event.Ping(gathered.toByteArray());
            case PONG -> new Event.Pong();
            case CLOSE -> new Event.Close(closeCode(gathered.toByteArray()));
            case CONTINUATION, TEXT, BINARY -> isFinal ? endMessage() : null;
        };
    }

    private Event endMessage() throws Violation {
        checkEndOfText();
        byte[] message = message().toByteArray();
        fragments = null;
        return new Event.Data(message, isText, 0, 0);
    }

    private void checkEndOfText() throws Violation {
        checkUtf8(!isText || utf8.isComplete());
    }

    private static void checkUtf8(boolean isGood) throws Violation {
        if (!isGood) {
            throw new Violation(WebSocket.INVALID_DATA, "text is not UTF-8");
        }
    }

    private int closeCode(byte[] payload) throws Violation {
        if (payload.length == 0) {
            return -1;
        }
        check(payload.length > 1, "close frame of one byte");
        int code = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
        check(isAllowed(code), "close code " + code);
        Utf8Check reason = new Utf8Check();
        checkUtf8(reason.accept(payload, 2, payload.length - 2) && reason.isComplete());
        return code;
    }

    /** RFC 6455, section 7.4, and the codes registered with IANA since. */
    private static boolean isAllowed(int code) {
        return code >= 3000 && code <= 4999 || code >= 1000 && code <= 1014 && (code < 1004 || code > 1006);
    }

    private static void check(boolean isGood, String violation) throws Violation {
        if (!isGood) {
            throw new Violation(WebSocket.PROTOCOL_ERROR, violation);
        }
    }

    /** Unmasks in place the next {@code n} bytes of the input, which belong to nobody else. */
    private void unmask(int n) {
        if (mask == 0) {
            return;
        }
        int phase = (int) ((length - remaining) & 3);
        applyMask(input, position, n, Integer.rotateLeft(mask, 8 * phase));
    }

    /** XORs bytes with a mask whose first byte is its highest. */
    static void applyMask(byte[] bytes, int offset, int length, int mask) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length).order(ByteOrder.BIG_ENDIAN);
        long wide = (long) mask << 32 | mask & 0xFFFFFFFFL;
        while (buffer.remaining() >= Long.BYTES) {
            int at = buffer.position();
            buffer.putLong(at, buffer.getLong(at) ^ wide);
            buffer.position(at + Long.BYTES);
        }
        for (int i = 0; buffer.hasRemaining(); i++) {
            int at = buffer.position();
            buffer.put((byte) (buffer.get(at) ^ mask >>> 24 - 8 * (i & 3)));
        }
    }
}
