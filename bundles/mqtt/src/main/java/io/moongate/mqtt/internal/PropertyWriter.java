package io.moongate.mqtt.internal;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Writes properties out of a Lua table: known names as what they are, others as user properties. */
final class PropertyWriter {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private PropertyWriter() {}

    /** Paho's packets ask this object for the bytes. */
    static MqttProperties of(Fields fields) {
        PropertyWriter writer = new PropertyWriter();
        writer.writeAll(fields.table());
        return new Encoded(writer.out.toByteArray());
    }

    private void writeAll(LuaTable table) {
        LuaValue key = LuaValue.NIL;
        while (true) {
            Varargs entry = table.next(key);
            key = entry.arg1();
            if (key.isnil()) {
                return;
            }
            write(key.tojstring(), entry.arg(2));
        }
    }

    private void write(String name, LuaValue value) {
        Optional<Property> property = Property.named(name);
        if (value instanceof LuaTable several) {
            for (int i = 1; i <= several.length(); i++) {
                writeOne(name, property, several.get(i));
            }
        } else {
            writeOne(name, property, value);
        }
    }

    private void writeOne(String name, Optional<Property> property, LuaValue value) {
        if (property.isPresent()) {
            out.write(property.get().id());
            writeValue(name, property.get().kind(), value);
        } else {
            out.write(Property.USER_PROPERTY.id());
            writeText(Fields.string("property name", LuaValue.valueOf(name)));
            writeText(Fields.string(name, value));
        }
    }

    private void writeValue(String name, Property.Kind kind, LuaValue value) {
        if (!kind.isNumber()) {
            writeText(Fields.string(name, value));
            return;
        }
        long number = Fields.number(name, value, kind.max());
        switch (kind) {
            case BYTE -> out.write((int) number);
            case TWO_BYTES -> writeShort((int) number);
            case FOUR_BYTES -> {
                writeShort((int) (number >> 16));
                writeShort((int) number);
            }
            case VARIABLE -> out.writeBytes(MqttWireMessage.encodeVariableByteInteger((int) number));
            case TEXT, BINARY, PAIR -> throw new LuaError("MQTT " + name + " is no number");
        }
    }

    private void writeShort(int number) {
        out.write(number >> 8);
        out.write(number);
    }

    private void writeText(LuaString text) {
        writeShort(text.m_length);
        out.write(text.m_bytes, text.m_offset, text.m_length);
    }

    private static final class Encoded extends MqttProperties {
        private final byte[] properties;

        Encoded(byte[] properties) {
            this.properties = properties;
        }

        @Override
        public byte[] encodeProperties() {
            byte[] length = MqttWireMessage.encodeVariableByteInteger(properties.length);
            byte[] all = new byte[length.length + properties.length];
            System.arraycopy(length, 0, all, 0, length.length);
            System.arraycopy(properties, 0, all, length.length, properties.length);
            return all;
        }
    }
}
