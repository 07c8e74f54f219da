package io.moongate.data.internal.document;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The functions {@code encode}, {@code decode} and {@code parser} of a document format. */
public final class DocumentLibrary {

    private static final int DEFAULT_NAME_SIZE = 255;
    private static final int DEFAULT_CAPACITY = 512;
    private static final int LARGEST_CAPACITY = 1 << 20;

    private final DocumentFormat format;
    private final LuaType<DocumentParser> parserType;

    public DocumentLibrary(DocumentFormat format) {
        this.format = format;
        this.parserType = LuaType.named("PARSER", DocumentParser.class).method("parse", DocumentParser::parse);
    }

    public LuaLibrary open(ModuleContext context) {
        return LuaLibrary.named(format.library())
                .function("encode", this::encode)
                .function("decode", this::decode)
                .function("parser", args -> parser(context, args));
    }

    private Varargs encode(Args args) {
        boolean hasSize = args.count() > 1 && args.value(args.count()) instanceof LuaNumber;
        int documents = hasSize ? args.count() - 1 : Math.max(1, args.count());
        ByteSink sink = new ByteSink(hasSize ? capacity(args.number(args.count())) : DEFAULT_CAPACITY);
        List<LuaTable> tables = new ArrayList<>();
        for (int i = 1; i <= documents; i++) {
            tables.add(args.table(i));
        }
        try {
            DocumentFormat.Encoder encoder = format.encoder(sink);
            for (LuaTable table : tables) {
                encoder.write(table);
            }
        } catch (Fault fault) {
            return fault.toResult();
        }
        return Result.of(sink.toLuaString());
    }

    private static int capacity(double hint) {
        return (int) Math.clamp(hint, 16.0, LARGEST_CAPACITY);
    }

    private Varargs decode(Args args) {
        LuaString text = args.string(1);
        DocumentDecoder decoder = format.decoder(limits(args, 2));
        int offset = (int) Math.min(text.m_length, skipped(args));
        List<LuaValue> documents = new ArrayList<>(1);
        try {
            decoder.add(text.m_bytes, text.m_offset + offset, text.m_length - offset);
            for (LuaTable next = decoder.next(); next != null; next = decoder.next()) {
                documents.add(next);
            }
            if (documents.isEmpty() || !decoder.isBetweenDocuments()) {
                throw new Fault(Fault.NEED_MORE_DATA);
            }
        } catch (Fault fault) {
            return fault.toResult();
        }
        return LuaValue.varargsOf(documents.toArray(LuaValue[]::new));
    }

    private static long skipped(Args args) {
        long offset = args.optInteger(4, 0);
        if (offset < 0) {
            throw args.bad(4, "out of range: " + offset + " is negative");
        }
        return offset;
    }

    private Varargs parser(ModuleContext context, Args args) {
        DocumentDecoder decoder = format.decoder(limits(args, 1));
        return Result.of(context.wrap(parserType, new DocumentParser(decoder)));
    }

    private Limits limits(Args args, int first) {
        long stack = args.optInteger(first, format.defaultStackSize());
        int nameSize = Math.clamp(args.optInteger(first + 1, DEFAULT_NAME_SIZE), 0, Integer.MAX_VALUE);
        return Limits.of(format.depth(stack), nameSize);
    }
}
