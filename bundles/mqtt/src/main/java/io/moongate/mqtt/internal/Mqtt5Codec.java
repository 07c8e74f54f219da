package io.moongate.mqtt.internal;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttConnAck;
import org.eclipse.paho.mqttv5.common.packet.MqttConnect;
import org.eclipse.paho.mqttv5.common.packet.MqttDisconnect;
import org.eclipse.paho.mqttv5.common.packet.MqttPingReq;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.eclipse.paho.mqttv5.common.packet.MqttSubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttUnsubscribe;
import org.eclipse.paho.mqttv5.common.packet.MqttWireMessage;
import org.luaj.vm2.LuaError;

/** MQTT 5.0 with Paho's packets. */
final class Mqtt5Codec implements PacketCodec {

    private static final int VERSION = 5;
    private static final int MAX_SHORT = 0xFFFF;

    @Override
    public byte[] encode(PacketType type, Fields fields) {
        try {
            return switch (type) {
                case CONNECT -> connect(fields).serialize();
                case PUBLISH -> publish(fields).serialize();
                case SUBSCRIBE -> subscribe(fields).serialize();
                case UNSUBSCRIBE -> unsubscribe(fields).serialize();
                case PUBACK, PUBREC, PUBREL, PUBCOMP -> acknowledgement(type, fields);
                case PINGREQ -> new MqttPingReq().serialize();
                case DISCONNECT -> disconnect(fields).serialize();
                default -> throw new LuaError("a client sends no " + type);
            };
        } catch (MqttException | IllegalArgumentException e) {
            throw new LuaError("MQTT " + type.luaName() + ": not valid: " + e.getMessage());
        }
    }

    private static MqttConnect connect(Fields fields) {
        Fields will = fields.nested("will");
        MqttConnect connect = new MqttConnect(
                fields.text("clientid"),
                VERSION,
                fields.truth("cleanstart"),
                fields.integer("keepalive", MAX_SHORT),
                properties(fields),
                properties(will));
        if (fields.has("will")) {
            connect.setWillDestination(will.text("topic"));
            connect.setWillMessage(message(will, will.binary("payload")));
        }
        if (fields.has("username")) {
            connect.setUserName(fields.text("username"));
        }
        if (fields.has("password")) {
            connect.setPassword(fields.binary("password"));
        }
        return connect;
    }

    private static MqttProperties properties(Fields fields) {
        return PropertyWriter.of(fields.nested("prop"));
    }

    private static MqttMessage message(Fields fields, byte[] payload) {
        return new MqttMessage(payload, fields.integer("qos", 2), fields.truth("retain"), null);
    }

    private static MqttPublish publish(Fields fields) {
        MqttMessage message = message(fields, fields.payload("payload"));
        MqttPublish publish = new MqttPublish(fields.text("topic"), message, properties(fields));
        publish.setMessageId(fields.integer("id", MAX_SHORT));
        publish.setDuplicate(fields.truth("dup"));
        return publish;
    }

    private static MqttSubscribe subscribe(Fields fields) {
        MqttSubscription subscription = new MqttSubscription(fields.text("topic"), fields.integer("qos", 2));
        subscription.setNoLocal(fields.truth("nolocal"));
        subscription.setRetainAsPublished(fields.truth("retainaspublished"));
        subscription.setRetainHandling(fields.integer("retainhandling", 2));
        MqttSubscribe subscribe = new MqttSubscribe(subscription, properties(fields));
        subscribe.setMessageId(fields.integer("id", MAX_SHORT));
        return subscribe;
    }

    private static MqttUnsubscribe unsubscribe(Fields fields) {
        MqttUnsubscribe unsubscribe = new MqttUnsubscribe(new String[] {fields.text("topic")}, properties(fields));
        unsubscribe.setMessageId(fields.integer("id", MAX_SHORT));
        return unsubscribe;
    }

    /**
     * With reason and an empty length of properties, which Paho leaves out where it may: existing servers and programs
     * know the acknowledgements of this client with both.
     */
    private static byte[] acknowledgement(PacketType type, Fields fields) {
        int id = fields.integer("id", MAX_SHORT);
        int first = type.ordinal() << 4 | type.flags();
        return new byte[] {(byte) first, 4, (byte) (id >> 8), (byte) id, (byte) fields.integer("reason", 255), 0};
    }

    private static MqttDisconnect disconnect(Fields fields) throws MqttException {
        return new MqttDisconnect(fields.integer("reason", 255), properties(fields));
    }

    @Override
    public Fields decode(byte[] packet) throws MalformedPacketException {
        try {
            ByteBuffer in = ByteBuffer.wrap(packet);
            PacketType type = PacketType.ofFirstByte(in.get());
            PropertyReader.variable(in);
            Fields fields = Fields.empty().set("type", type.luaName()).set("controlbyte", packet[0] & 255);
            int start = propertiesStart(type, packet[0], in);
            if (start < 0) {
                return setFields(fields, MqttWireMessage.createWireMessage(packet));
            }
            int bodyStart = in.position();
            in.position(bodyStart + start);
            fields.set("prop", PropertyReader.read(in));
            return setFields(
                    fields, MqttWireMessage.createWireMessage(without(packet, bodyStart, start, in.position())));
        } catch (BufferUnderflowException e) {
            throw new MalformedPacketException("ends too early", e);
        } catch (MqttException | RuntimeException e) {
            throw new MalformedPacketException("not valid: " + e, e);
        }
    }

    /** Where in the body properties start, -1 when there are none. */
    private static int propertiesStart(PacketType type, byte first, ByteBuffer in) {
        int length = in.remaining();
        return switch (type) {
            case CONNACK, SUBACK, UNSUBACK -> 2;
            case PUBLISH -> 2 + (in.getShort(in.position()) & MAX_SHORT) + ((first & 6) == 0 ? 0 : 2);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> length > 3 ? 3 : -1;
            case DISCONNECT, AUTH -> length > 1 ? 1 : -1;
            default -> -1;
        };
    }

    /** The packet with no properties: they are read already, see {@link PropertyReader}. */
    private static byte[] without(byte[] packet, int bodyStart, int start, int end) {
        int bodyLength = start + 1 + packet.length - end;
        byte[] length = MqttWireMessage.encodeVariableByteInteger(bodyLength);
        return ByteBuffer.allocate(1 + length.length + bodyLength)
                .put(packet[0])
                .put(length)
                .put(packet, bodyStart, start)
                .put((byte) 0)
                .put(packet, end, packet.length - end)
                .array();
    }

    private static Fields setFields(Fields fields, MqttWireMessage message) {
        return switch (message) {
            case MqttConnAck m -> fields.set("reason", m.getReturnCode()).set("sessionpresent", m.getSessionPresent());
            case MqttPublish m ->
                fields.set("topic", m.getTopicName())
                        .set("id", m.getMessageId())
                        .set("qos", m.getQoS())
                        .set("payload", m.getPayload());
            case MqttDisconnect m -> fields.set("reason", m.getReturnCode());
            default -> setReason(fields.set("id", message.getMessageId()), message.getReasonCodes());
        };
    }

    private static Fields setReason(Fields fields, int[] reasons) {
        return fields.set("reason", reasons == null || reasons.length == 0 ? 0 : reasons[0]);
    }
}
