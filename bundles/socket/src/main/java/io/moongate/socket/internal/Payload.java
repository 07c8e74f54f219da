package io.moongate.socket.internal;

import io.moongate.runtime.Args;
import org.luaj.vm2.LuaString;

/**
 * What {@code socket:write(data [,i [,j]] [,text])} is to send.
 *
 * @param text whether a WebSocket sends a text frame
 */
record Payload(byte[] bytes, int offset, int length, boolean text) {

    static Payload of(Args args) {
        LuaString data = args.data(1);
        int last = args.count();
        boolean hasFlag = last > 1 && args.value(last).isboolean();
        int positions = hasFlag ? last - 1 : last;
        int from = start(positions >= 2 ? args.optInteger(2, 1) : 1, data.m_length);
        int to = end(positions >= 3 ? args.optInteger(3, -1) : -1, data.m_length);
        return new Payload(
                data.m_bytes, data.m_offset + from - 1, Math.max(0, to - from + 1), hasFlag && args.truth(last));
    }

    /** As string.sub does it: from 1 on, negative counts from the end. */
    private static int start(long i, int length) {
        long from = i < 0 ? length + i + 1 : i;
        return (int) Math.min(Math.max(1, from), length + 1L);
    }

    private static int end(long j, int length) {
        long to = j < 0 ? length + j + 1 : j;
        return (int) Math.max(0, Math.min(to, length));
    }
}
