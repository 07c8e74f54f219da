package io.moongate.mqtt.internal;

/** The packets of one version of MQTT, between Lua tables and bytes. Stateless. */
interface PacketCodec {

    /** @throws org.luaj.vm2.LuaError when a field is missing or cannot be written */
    byte[] encode(PacketType type, Fields fields);

    /** Reads a whole packet that a server sends. */
    Fields decode(byte[] packet) throws MalformedPacketException;
}
