package io.moongate.data.internal.json;

import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.DocumentDecoder;
import io.moongate.data.internal.document.DocumentFormat;
import io.moongate.data.internal.document.DocumentLibrary;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Limits;
import io.moongate.runtime.Args;
import io.moongate.runtime.DataNull;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.json}. */
@Component(service = LuaModule.class)
public final class JsonModule implements LuaModule, DocumentFormat {

    private static final int SMALLEST_STACK = 8;

    @Override
    public String name() {
        return library();
    }

    @Override
    public String library() {
        return "ba.json";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(new DocumentLibrary(this)
                .open(context)
                .function("encodestr", JsonModule::encodeString)
                .constant("null", DataNull.NULL));
    }

    private static Varargs encodeString(Args args) {
        LuaString text = args.string(1);
        ByteSink sink = new ByteSink(text.m_length + 2);
        try {
            StringText.write(text.m_bytes, text.m_offset, text.m_length, sink);
        } catch (Fault fault) {
            return fault.toResult();
        }
        return Result.of(sink.toLuaString());
    }

    @Override
    public int defaultStackSize() {
        return 16;
    }

    @Override
    public int depth(long stackSize) {
        return Math.clamp(stackSize, SMALLEST_STACK, Integer.MAX_VALUE) - 1;
    }

    @Override
    public DocumentDecoder decoder(Limits limits) {
        return new JsonDecoder(limits);
    }

    @Override
    public Encoder encoder(ByteSink sink) {
        return new JsonEncoder(sink)::write;
    }
}
