package io.moongate.mqtt.internal;

import java.util.Arrays;
import java.util.Optional;

/** Cuts a stream into packets and reads them. Not thread-safe. */
final class PacketDecoder {

    private static final int MAX_LENGTH_BYTES = 4;

    private final PacketCodec codec;
    private final int limit;
    private byte[] buffer = new byte[256];
    private int length;

    /** @param limit the longest packet, in bytes */
    PacketDecoder(PacketCodec codec, int limit) {
        this.codec = codec;
        this.limit = limit;
    }

    void feed(byte[] data, int offset, int count) {
        if (length + count > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
        }
        System.arraycopy(data, offset, buffer, length, count);
        length += count;
    }

    /**
     * The next whole packet, empty while there is none.
     *
     * @throws PacketTooLongException when it would be longer than the limit
     */
    Optional<Fields> next() throws MalformedPacketException, PacketTooLongException {
        int packet = packetLength();
        if (packet < 0 || packet > length) {
            return Optional.empty();
        }
        Fields fields = codec.decode(Arrays.copyOf(buffer, packet));
        System.arraycopy(buffer, packet, buffer, 0, length - packet);
        length -= packet;
        return Optional.of(fields);
    }

    /** Of the packet at the start of the buffer, its header included; -1 while that is not there yet. */
    private int packetLength() throws MalformedPacketException, PacketTooLongException {
        if (length == 0) {
            return -1;
        }
        checkFirst(buffer[0]);
        int body = 0;
        for (int at = 1; at < length; at++) {
            if (at > MAX_LENGTH_BYTES) {
                throw new MalformedPacketException("a length has more than four bytes");
            }
            body |= (buffer[at] & 127) << 7 * (at - 1);
            if (buffer[at] >= 0) {
                return checked(1 + at + body);
            }
        }
        return -1;
    }

    private static void checkFirst(byte first) throws MalformedPacketException {
        PacketType type = PacketType.ofFirstByte(first);
        if (type == PacketType.RESERVED || !type.hasFlags(first) || (first & 6) == 6 && type == PacketType.PUBLISH) {
            throw new MalformedPacketException("no packet starts with byte " + (first & 255));
        }
    }

    private int checked(int packet) throws PacketTooLongException {
        if (packet > limit) {
            throw new PacketTooLongException(packet, limit);
        }
        return packet;
    }
}
