package io.moongate.runtime.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/**
 * A searcher of {@code require} (Lua manual 6.3): first the app's own files, {@code .lua/} before its root, then the
 * pure-Lua parts of module bundles.
 */
final class RequireSearcher extends VarArgFunction {

    /** Bytes a module's source may have. */
    private static final int LONGEST = 16 << 20;
    /** Where in the app's files modules are; the first is not served by the web server. */
    private static final List<String> APP_DIRECTORIES = List.of(".lua/", "");

    /** Codes of files that are there, which must not make {@code require} look elsewhere. */
    private static final Set<String> UNREADABLE = Set.of(IoException.IO_ERROR, IoException.MEM);

    private final Vm vm;

    private RequireSearcher(Vm vm) {
        this.vm = vm;
    }

    /** Puts a searcher behind the one for {@code package.preload}. */
    static void install(Vm vm) {
        LuaTable searchers = vm.globals().get("package").get("searchers").checktable();
        searchers.insert(2, new RequireSearcher(vm));
    }

    @Override
    public Varargs invoke(Varargs args) {
        String file = args.checkjstring(1).replace('.', '/') + ".lua";
        return inApp(file)
                .or(() -> inBundles(file))
                .map(source -> loader(source, file))
                .orElseGet(() -> LuaValue.valueOf("no file '" + file + "' in the app, no module bundle has it"));
    }

    private Varargs loader(byte[] source, String file) {
        LuaValue function = vm.state().load(new ByteArrayInputStream(source), "@" + file, "t", vm.globals());
        return LuaValue.varargsOf(function, LuaValue.valueOf(file));
    }

    private Optional<byte[]> inApp(String file) {
        Io io = vm.ios().get("vm");
        return io == null
                ? Optional.empty()
                : APP_DIRECTORIES.stream()
                        .flatMap(directory -> read(io, directory + file).stream())
                        .findFirst();
    }

    private static Optional<byte[]> read(Io io, String file) {
        try {
            return Optional.of(io.readAll(file, LONGEST));
        } catch (IoException e) {
            if (UNREADABLE.contains(e.code())) {
                throw new LuaError("cannot read '" + file + "': " + e.getMessage());
            }
            return Optional.empty();
        }
    }

    private Optional<byte[]> inBundles(String file) {
        return vm.modules().classes().stream()
                .flatMap(module -> resource(module, "/lua/" + file).stream())
                .findFirst();
    }

    private static Optional<byte[]> resource(Class<?> module, String path) {
        try (InputStream in = module.getResourceAsStream(path)) {
            return in == null ? Optional.empty() : Optional.of(bounded(in, path));
        } catch (IOException e) {
            throw new LuaError("cannot read '" + path + "': " + e.getMessage());
        }
    }

    private static byte[] bounded(InputStream in, String path) throws IOException {
        byte[] source = in.readNBytes(LONGEST + 1);
        if (source.length > LONGEST) {
            throw new LuaError("'" + path + "' is longer than the limit of " + LONGEST + " bytes");
        }
        return source;
    }
}
