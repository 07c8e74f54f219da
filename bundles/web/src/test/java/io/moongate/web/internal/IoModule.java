package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import java.nio.file.Path;
import java.util.List;
import org.luaj.vm2.LuaValue;

/** As much of the io module as pages need to be tested: {@code ba.openio}, {@code ba.mkio}. */
final class IoModule implements LuaModule {

    private static final LuaType<Io> TYPE = LuaType.named("IO", Io.class)
            .method("resourcetype", (io, args) -> Result.of(io.resourceType().type()));

    @Override
    public String name() {
        return "ba.io";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba")
                .function("openio", args -> open(context, args))
                .function("mkio", args -> sub(context, args)));
    }

    private static LuaValue open(ModuleContext context, Args args) {
        Io io = context.vm().ios().get(args.text(1));
        return context.wrap(TYPE, io == null ? new DiskIo(Path.of("/")) : io);
    }

    private static LuaValue sub(ModuleContext context, Args args) {
        try {
            Io parent = args.object(1, Io.class, "IO");
            return context.wrap(TYPE, new DiskIo(parent.realPath(args.text(2)).orElseThrow()));
        } catch (io.moongate.runtime.io.IoException e) {
            throw args.bad(2, e.getMessage());
        }
    }
}
