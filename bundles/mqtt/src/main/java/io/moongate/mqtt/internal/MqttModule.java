package io.moongate.mqtt.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/**
 * {@code mqttc} and {@code mqtt3c}. The clients themselves are Lua, {@code /lua} in this bundle, on the sockets of their
 * VM; what they send and receive is read and written here.
 */
@Component
public final class MqttModule implements LuaModule {

    /** The longest packet that a client takes when nothing is said, in bytes. */
    private static final int DEFAULT_LIMIT = 4 << 20;

    private static final int MAX_LIMIT = 268_435_460;
    private static final int ID_BYTES = 8;

    private final SecureRandom random = new SecureRandom();
    private final LuaType<PacketDecoder> decoder = LuaType.named("MQTTDECODER", PacketDecoder.class)
            .method("feed", MqttModule::feed)
            .method("next", MqttModule::next);

    @Override
    public String name() {
        return "mqtt";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.required("mqtt.codec")
                .function("encode", MqttModule::encode)
                .function("decoder", args -> context.wrap(decoder, decoder(args)))
                .function("randomid", args -> Result.of(randomId())));
    }

    private static PacketCodec codec(Args args) {
        return switch (args.integer(1, 4, 5)) {
            case 4 -> new Mqtt3Codec();
            default -> new Mqtt5Codec();
        };
    }

    private static Varargs encode(Args args) {
        PacketType type = PacketType.named(args.text(2)).orElseThrow(() -> args.bad(2, "no type of packet"));
        return Result.of(codec(args).encode(type, new Fields(args.table(3))));
    }

    private static PacketDecoder decoder(Args args) {
        return new PacketDecoder(codec(args), args.optInteger(2, DEFAULT_LIMIT, 16, MAX_LIMIT));
    }

    private static Varargs feed(PacketDecoder decoder, Args args) {
        LuaString data = args.data(1);
        decoder.feed(data.m_bytes, data.m_offset, data.m_length);
        return Result.none();
    }

    private static Varargs next(PacketDecoder decoder, Args args) {
        try {
            Optional<Fields> packet = decoder.next();
            return packet.isPresent() ? packet.get().table() : Result.nil();
        } catch (MalformedPacketException e) {
            return Result.fail("protocolerror", String.valueOf(e.getMessage()));
        } catch (PacketTooLongException e) {
            return Result.fail("overflow", String.valueOf(e.getMessage()));
        }
    }

    private String randomId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
