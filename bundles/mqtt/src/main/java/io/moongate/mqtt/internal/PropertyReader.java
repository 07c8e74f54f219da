package io.moongate.mqtt.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Result;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Reads properties into a Lua table. What stands there several times, as user properties may, becomes a list. Paho's own
 * reader believes the lengths that a packet states, and cannot tell an absent property from a false one.
 */
final class PropertyReader {

    private final ByteBuffer in;
    private final Fields fields = Fields.empty();

    private PropertyReader(ByteBuffer in) {
        this.in = in;
    }

    /** Reads the length and as many bytes of properties from where {@code in} stands. */
    static Fields read(ByteBuffer in) throws MalformedPacketException {
        try {
            int length = variable(in);
            if (length > in.remaining()) {
                throw new MalformedPacketException("properties are longer than their packet");
            }
            PropertyReader reader = new PropertyReader(in.slice(in.position(), length));
            in.position(in.position() + length);
            reader.readAll();
            return reader.fields;
        } catch (BufferUnderflowException e) {
            throw new MalformedPacketException("properties end too early", e);
        }
    }

    /** A variable byte integer, section 1.5.5. */
    static int variable(ByteBuffer in) throws MalformedPacketException {
        int number = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte next = in.get();
            number |= (next & 127) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new MalformedPacketException("a length has more than four bytes");
    }

    private void readAll() throws MalformedPacketException {
        while (in.hasRemaining()) {
            int id = variable(in);
            Property property =
                    Property.ofId(id).orElseThrow(() -> new MalformedPacketException("property " + id + " is unknown"));
            readOne(property);
        }
    }

    private void readOne(Property property) throws MalformedPacketException {
        switch (property.kind()) {
            case BYTE -> add(property.luaName(), Numbers.integer(in.get() & 255));
            case TWO_BYTES -> add(property.luaName(), Numbers.integer(in.getShort() & 0xFFFF));
            case FOUR_BYTES -> add(property.luaName(), Numbers.integer(in.getInt() & 0xFFFF_FFFFL));
            case VARIABLE -> add(property.luaName(), Numbers.integer(variable(in)));
            case TEXT, BINARY -> add(property.luaName(), bytes());
            case PAIR -> add(bytes().tojstring(), bytes());
        }
    }

    private LuaValue bytes() {
        byte[] bytes = new byte[Math.min(in.getShort() & 0xFFFF, in.remaining() + 1)];
        in.get(bytes);
        return Result.string(bytes);
    }

    private void add(String name, LuaValue value) {
        LuaTable table = fields.table();
        LuaValue there = table.get(name);
        if (there.isnil()) {
            table.rawset(name, value);
        } else if (there instanceof LuaTable list) {
            list.rawset(list.length() + 1, value);
        } else {
            LuaTable list = new LuaTable();
            list.rawset(1, there);
            list.rawset(2, value);
            table.rawset(name, list);
        }
    }
}
