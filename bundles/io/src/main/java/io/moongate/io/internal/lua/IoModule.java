package io.moongate.io.internal.lua;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.io.IoFormat;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** {@code ba.openio}, {@code ba.mkio} and what else makes IO objects. */
@Component
public final class IoModule implements LuaModule {

    /** Formats come and go while VMs live: what they mounted stays. */
    private final List<IoFormat> formats = new CopyOnWriteArrayList<>();

    @Activate
    public IoModule() {
        this(List.of());
    }

    /** With formats that are there from the start. */
    public IoModule(List<IoFormat> formats) {
        this.formats.addAll(formats);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addFormat(IoFormat format) {
        formats.add(format);
    }

    public void removeFormat(IoFormat format) {
        formats.remove(format);
    }

    @Override
    public String name() {
        return "ba.io";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        VmIos ios = new VmIos(context, Collections.unmodifiableList(formats));
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
