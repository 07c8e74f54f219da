package io.moongate.data.internal.ubjson;

import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.DocumentDecoder;
import io.moongate.data.internal.document.DocumentFormat;
import io.moongate.data.internal.document.DocumentLibrary;
import io.moongate.data.internal.document.Limits;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code ba.ubjson}. */
@Component(service = LuaModule.class)
public final class UbjsonModule implements LuaModule, DocumentFormat {

    private static final int SMALLEST_STACK = 3;

    @Override
    public String name() {
        return library();
    }

    @Override
    public String library() {
        return "ba.ubjson";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(new DocumentLibrary(this).open(context));
    }

    @Override
    public int defaultStackSize() {
        return 8;
    }

    @Override
    public int depth(long stackSize) {
        return Math.clamp(stackSize, SMALLEST_STACK, Integer.MAX_VALUE);
    }

    @Override
    public DocumentDecoder decoder(Limits limits) {
        return new UbjsonDecoder(limits);
    }

    @Override
    public Encoder encoder(ByteSink sink) {
        return new UbjsonEncoder(sink)::write;
    }
}
