package io.moongate.io.internal.lua;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.io.IoFormat;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ba.openio}, {@code ba.mkio} and what else makes IO objects. */
@Component
public final class IoModule implements LuaModule {

    private final List<IoFormat> formats;

    /** @param formats the archives that {@code ba.mkio} opens */
    @Activate
    public IoModule(@Reference List<IoFormat> formats) {
        this.formats = List.copyOf(formats);
    }

    @Override
    public String name() {
        return "ba.io";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        VmIos ios = new VmIos(context, formats);
        return List.of(
                LuaLibrary.named("ba")
                        .function("openio", ios::openio)
                        .function("io", ios::list)
                        .function("mkio", ios::mkio)
                        .function("loadfile", ios::loadfile)
                        .function("dofile", ios::dofile),
                LuaLibrary.named("ba.create").function("luaio", ios::luaio).function("memio", ios::memio));
    }
}
