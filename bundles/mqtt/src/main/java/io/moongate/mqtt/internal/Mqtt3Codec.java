package io.moongate.mqtt.internal;

import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttConnack;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttConnect;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttDisconnect;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPingReq;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttPublish;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttSuback;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttSubscribe;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttUnsubscribe;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;

/** MQTT 3.1.1 with Paho's packets. What only version 5 has is left out. */
final class Mqtt3Codec implements PacketCodec {

    private static final int MAX_SHORT = 0xFFFF;

    @Override
    public byte[] encode(PacketType type, Fields fields) {
        try {
            return switch (type) {
                case CONNECT -> bytes(connect(fields));
                case PUBLISH -> bytes(publish(fields));
                case SUBSCRIBE -> bytes(subscribe(fields));
                case UNSUBSCRIBE -> bytes(withId(new MqttUnsubscribe(new String[] {fields.text("topic")}), fields));
                case PUBACK, PUBREC, PUBREL, PUBCOMP -> acknowledgement(type, fields.integer("id", MAX_SHORT));
                case PINGREQ -> bytes(new MqttPingReq());
                case DISCONNECT -> bytes(new MqttDisconnect());
                default -> throw new LuaError("a client sends no " + type);
            };
        } catch (MqttException | IllegalArgumentException e) {
            throw new LuaError("MQTT " + type.luaName() + ": not valid: " + e.getMessage());
        }
    }

    private static byte[] bytes(MqttWireMessage message) throws MqttException {
        byte[] header = message.getHeader();
        byte[] payload = message.getPayload();
        byte[] all = new byte[header.length + payload.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(payload, 0, all, header.length, payload.length);
        return all;
    }

    private static MqttConnect connect(Fields fields) {
        Fields will = fields.nested("will");
        return new MqttConnect(
                fields.text("clientid"),
                MqttConnectOptions.MQTT_VERSION_3_1_1,
                fields.truth("cleanstart"),
                fields.integer("keepalive", MAX_SHORT),
                optional(fields, "username"),
                password(fields),
                fields.has("will") ? message(will, will.binary("payload")) : null,
                optional(will, "topic"));
    }

    private static @Nullable String optional(Fields fields, String name) {
        return fields.has(name) ? fields.text(name) : null;
    }

    private static char @Nullable [] password(Fields fields) {
        return fields.has("password") ? fields.text("password").toCharArray() : null;
    }

    private static MqttMessage message(Fields fields, byte[] payload) {
        MqttMessage message = new MqttMessage(payload);
        message.setQos(fields.integer("qos", 2));
        message.setRetained(fields.truth("retain"));
        return message;
    }

    private static MqttWireMessage publish(Fields fields) {
        MqttPublish publish = new MqttPublish(fields.text("topic"), message(fields, fields.payload("payload")));
        publish.setDuplicate(fields.truth("dup"));
        return withId(publish, fields);
    }

    private static MqttWireMessage subscribe(Fields fields) {
        return withId(
                new MqttSubscribe(new String[] {fields.text("topic")}, new int[] {fields.integer("qos", 2)}), fields);
    }

    private static MqttWireMessage withId(MqttWireMessage message, Fields fields) {
        message.setMessageId(fields.integer("id", MAX_SHORT));
        return message;
    }

    /** Paho makes some of these only out of the packet that they answer. */
    private static byte[] acknowledgement(PacketType type, int id) {
        return new byte[] {(byte) (type.ordinal() << 4 | type.flags()), 2, (byte) (id >> 8), (byte) id};
    }

    @Override
    public Fields decode(byte[] packet) throws MalformedPacketException {
        try {
            Fields fields = Fields.empty()
                    .set("type", PacketType.ofFirstByte(packet[0]).luaName())
                    .set("controlbyte", packet[0] & 255)
                    .set("prop", Fields.empty());
            return setFields(fields, MqttWireMessage.createWireMessage(packet));
        } catch (MqttException | RuntimeException e) {
            throw new MalformedPacketException("not valid: " + e, e);
        }
    }

    private static Fields setFields(Fields fields, MqttWireMessage message) throws MqttException {
        return switch (message) {
            case MqttConnack m -> fields.set("reason", m.getReturnCode()).set("sessionpresent", m.getSessionPresent());
            case MqttPublish m ->
                fields.set("topic", m.getTopicName())
                        .set("id", m.getMessageId())
                        .set("qos", m.getMessage().getQos())
                        .set("payload", m.getMessage().getPayload());
            case MqttSuback m -> fields.set("id", m.getMessageId()).set("reason", granted(m));
            default -> fields.set("id", message.getMessageId()).set("reason", 0);
        };
    }

    private static int granted(MqttSuback message) {
        int[] granted = message.getGrantedQos();
        return granted == null || granted.length == 0 ? 0 : granted[0];
    }
}
