package io.moongate.data.internal.codec;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.media.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.Deflater;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.b64encode} and its kin, {@code ba.urlencode}, {@code ba.deflate}, {@code ba.mime}. */
@Component
public final class CodecModule implements LuaModule {

    private static final String UNKNOWN_TYPE = "application/octet-stream";

    @Override
    public String name() {
        return "ba (codecs)";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba")
                .function("b64encode", args -> Result.of(Base64.getEncoder().encode(args.bytes(1))))
                .function("b64urlencode", CodecModule::base64Url)
                .function("b64decode", args -> Result.of(Base64Text.decode(args.bytes(1))))
                .function("urlencode", args -> Result.of(UrlText.encode(args.bytes(1))))
                .function("urldecode", args -> Result.of(UrlText.decode(args.bytes(1))))
                .function("deflate", CodecModule::deflate)
                .function("mime", CodecModule::mime));
    }

    private static Varargs base64Url(Args args) {
        Base64.Encoder encoder = Base64.getUrlEncoder();
        return Result.of((args.truth(2) ? encoder : encoder.withoutPadding()).encode(args.bytes(1)));
    }

    private static Varargs mime(Args args) {
        Optional<String> type = MediaTypes.ofExtension(args.text(1));
        return Result.of(Result.string(type.orElse(UNKNOWN_TYPE)), LuaValue.valueOf(type.isPresent()));
    }

    private static Varargs deflate(Args args) {
        boolean isRaw = !args.truth(2);
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, isRaw);
        try {
            return Result.of(deflate(deflater, input(args)));
        } finally {
            deflater.end();
        }
    }

    private static byte[] deflate(Deflater deflater, byte[] input) {
        deflater.setInput(input);
        deflater.finish();
        ByteArrayOutputStream output = new ByteArrayOutputStream(input.length / 2 + 64);
        byte[] block = new byte[8192];
        while (!deflater.finished()) {
            output.write(block, 0, deflater.deflate(block));
        }
        return output.toByteArray();
    }

    /** The bytes of argument 1: a string or a list of strings. */
    private static byte[] input(Args args) {
        if (!(args.value(1) instanceof LuaTable list)) {
            return args.bytes(1);
        }
        int length = list.rawlen();
        if (length == 0) {
            throw args.bad(1, "empty list");
        }
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int i = 1; i <= length; i++) {
            LuaString text = element(list.rawget(i), args);
            joined.write(text.m_bytes, text.m_offset, text.m_length);
        }
        return joined.toByteArray();
    }

    private static LuaString element(LuaValue value, Args args) {
        return switch (value) {
            case LuaString text -> text;
            case LuaNumber number -> number.strvalue();
            default -> throw args.bad(1, "a list must hold strings, got a " + value.typename());
        };
    }
}
