package io.moongate.socket.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import java.util.List;
import java.util.Map;

/** Global table {@code shark}: contexts that tests made. */
record SharkModule(Map<String, TlsContext> contexts) implements LuaModule {

    @Override
    public String name() {
        return "shark";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        LuaType<TlsContext> type = LuaType.named("SHARKSSL", TlsContext.class);
        LuaLibrary library = LuaLibrary.named("shark");
        contexts.forEach((name, shark) -> library.constant(name, context.wrap(type, shark)));
        return List.of(library);
    }
}
