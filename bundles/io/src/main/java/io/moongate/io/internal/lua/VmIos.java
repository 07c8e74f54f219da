package io.moongate.io.internal.lua;

import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFormat;
import io.moongate.runtime.io.MemoryIo;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.Varargs;

/** The IOs of one VM. */
final class VmIos {

    private static final String DISK = "disk";
    private static final String NET = "net";
    private static final String VM = "vm";
    /** What an IO in memory holds when nothing is said. */
    private static final int DEFAULT_MEMORY = 1 << 20;

    private static final int MAX_MEMORY = 64 << 20;
    /** The part of the heap that one read may take. */
    private static final int HEAP_SHARE = 8;

    private final LuaVm vm;
    private final List<IoFormat> formats;
    private final Chunks chunks;
    private final IoType type;
    private final Map<String, LuaUserdata> opened = new HashMap<>();

    VmIos(ModuleContext context, List<IoFormat> formats) {
        this.vm = context.vm();
        this.formats = formats;
        this.chunks = new Chunks(vm);
        this.type = new IoType(context, new FileType(context, readLimit()), chunks);
        named().forEach((name, io) -> opened.put(name, type.wrapNamed(name, io)));
    }

    private static int readLimit() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / HEAP_SHARE, 1 << 20, 64 << 20);
    }

    private Map<String, Io> named() {
        Map<String, Io> named = new HashMap<>(vm.ios());
        offer(named, DISK, Grant.DISK, new DiskIo(Path.of("/")));
        offer(named, NET, Grant.NETWORK, new NetIo(vm));
        return named;
    }

    /** An IO that needs a grant: the host's of that name, or this one. */
    private void offer(Map<String, Io> named, String name, Grant grant, Io otherwise) {
        if (vm.grants().allows(grant)) {
            named.putIfAbsent(name, otherwise);
        } else {
            named.remove(name);
        }
    }

    Varargs openio(Args args) {
        String name = args.optText(1, VM);
        LuaUserdata io = opened.get(name);
        if (io != null) {
            return io;
        }
        return name.equals(DISK) || name.equals(NET)
                ? Result.fail(IoException.NO_ACCESS, "this app has no grant for the IO '" + name + "'")
                : Result.fail(IoException.NOT_FOUND, "there is no IO of this name here");
    }

    Varargs list(Args args) {
        LuaTable table = new LuaTable();
        opened.forEach(table::rawset);
        return table;
    }

    Varargs mkio(Args args) {
        Io io = args.object(1, Io.class, "IO");
        args.string(2);
        return IoArgs.attempt(args.value(2), () -> type.wrap(mount(io, IoArgs.name(args, 2))));
    }

    private Io mount(Io io, String name) throws IoException {
        if (io.isScripted() && !(io instanceof NetIo)) {
            throw new IoException(IoException.NO_IMPLEMENTATION, "an IO written in Lua cannot be mounted");
        }
        if (io.stat(name).isDirectory()) {
            return io.directory(name);
        }
        for (IoFormat format : formats) {
            Optional<Io> mounted = format.mount(io, name);
            if (mounted.isPresent()) {
                return mounted.get();
            }
        }
        throw new IoException(IoException.ZIP_INCOMPATIBLE, "neither a directory nor an archive");
    }

    Varargs loadfile(Args args) {
        return chunks.load(own(), args);
    }

    Varargs dofile(Args args) {
        return chunks.run(own(), args);
    }

    private Io own() {
        Io io = vm.ios().get(VM);
        if (io == null) {
            throw new LuaError("this VM has no files of its own");
        }
        return io;
    }

    Varargs luaio(Args args) {
        return type.wrap(new LuaIo(new Callbacks(vm, args.table(1))));
    }

    Varargs memio(Args args) {
        return type.wrap(new MemoryIo(args.optInteger(1, DEFAULT_MEMORY, 0, MAX_MEMORY)));
    }
}
