package io.moongate.data.internal.document;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The object of {@code ba.json.parser()} and {@code ba.ubjson.parser()}: takes documents in pieces of any size. */
final class DocumentParser {

    private final DocumentDecoder decoder;
    private @Nullable Fault fault;

    DocumentParser(DocumentDecoder decoder) {
        this.decoder = decoder;
    }

    /** {@code parser:parse(piece [, multi])} */
    Varargs parse(Args args) {
        LuaString piece = args.string(1);
        if (fault == null) {
            try {
                return results(read(piece), args.truth(2));
            } catch (Fault e) {
                fault = e;
            }
        }
        return fault.toResult();
    }

    private List<LuaTable> read(LuaString piece) throws Fault {
        List<LuaTable> documents = new ArrayList<>();
        decoder.add(piece.m_bytes, piece.m_offset, piece.m_length);
        for (LuaTable next = decoder.next(); next != null; next = decoder.next()) {
            documents.add(next);
        }
        return documents;
    }

    private static Varargs results(List<LuaTable> documents, boolean asList) {
        if (documents.isEmpty()) {
            return Result.of(true);
        }
        LuaValue[] values = documents.toArray(LuaValue[]::new);
        return asList
                ? Result.of(LuaValue.TRUE, Values.list(values, 0, values.length))
                : LuaValue.varargsOf(LuaValue.TRUE, LuaValue.varargsOf(values));
    }
}
