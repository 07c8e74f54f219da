package io.moongate.lua.internal.lib;

import io.moongate.lua.LuaPlatform;
import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.Errors;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.code.ChunkLoader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Modules (manual 6.3). There are no C libraries: {@code cpath} is empty and {@code loadlib} fails. */
public final class PackageLibrary {

    private static final LuaString PRELOAD = LuaString.valueOf("preload");
    private static final LuaString PATH = LuaString.valueOf("path");
    private static final LuaString SEARCHERS = LuaString.valueOf("searchers");
    private static final String DEFAULT_PATH = "/usr/local/share/lua/5.4/?.lua;/usr/local/share/lua/5.4/?/init.lua;"
            + "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;./?.lua;./?/init.lua";

    private final GlobalState state;
    private final Table packages;

    private PackageLibrary(GlobalState state, Table packages) {
        this.state = state;
        this.packages = packages;
    }

    public static Table open(GlobalState state) {
        Table table = new Table(0, 8);
        PackageLibrary library = new PackageLibrary(state, table);
        String path = state.platform.environment("LUA_PATH");
        new Library(state, table)
                .set("loaded", state.loaded)
                .set("preload", new Table())
                .set(
                        "path",
                        LuaString.valueOf(path == null ? DEFAULT_PATH : path.replace(";;", ";" + DEFAULT_PATH + ";")))
                .set("cpath", LuaString.valueOf(""))
                .set("config", LuaString.valueOf("/\n;\n?\n!\n-\n"))
                .variadic("searchpath", library::searchpath)
                .variadic("loadlib", library::loadlib)
                .set(
                        "searchers",
                        Table.ofArray(
                                Library.function(state, "searcher_preload", library::preloadSearcher),
                                Library.function(state, "searcher_Lua", library::fileSearcher)));
        new Library(state, state.globals).caller("require", library::require);
        return table;
    }

    private Varargs require(Varargs args) {
        LuaString name = Args.checkString(state, Args.get(args, 1), 1);
        LuaValue known = state.loaded.rawget(name);
        if (known.toboolean()) {
            return known;
        }
        Varargs loader = find(name);
        LuaValue result = Calls.call(state, loader.arg1(), name, loader.arg(2));
        if (!result.isnil()) {
            state.loaded.put(name, result);
        } else if (state.loaded.rawget(name).isnil()) {
            state.loaded.put(name, LuaValue.TRUE);
        }
        return Values.of(state.loaded.rawget(name), loader.arg(2));
    }

    private Varargs find(LuaString name) {
        if (!(packages.rawget(SEARCHERS) instanceof LuaTable searchers)) {
            throw new LibraryError("'package.searchers' must be a table");
        }
        StringBuilder tried = new StringBuilder();
        for (int i = 1; ; i++) {
            LuaValue searcher = searchers.rawget(i);
            if (searcher.isnil()) {
                throw new LibraryError("module '" + Names.text(name) + "' not found:" + tried);
            }
            Varargs found = Calls.invoke(state, searcher, name);
            if (found.arg1().isfunction()) {
                return found;
            }
            if (Conversions.isStringLike(found.arg1())) {
                tried.append("\n\t").append(Names.text(found.arg1()));
            }
        }
    }

    private Varargs preloadSearcher(Varargs args) {
        LuaString name = Args.checkString(state, Args.get(args, 1), 1);
        LuaValue loader = packages.rawget(PRELOAD) instanceof LuaTable preload ? preload.rawget(name) : LuaValue.NIL;
        return loader.isnil()
                ? LuaString.valueOf("no field package.preload['" + Names.text(name) + "']")
                : Values.of(loader, LuaString.valueOf(":preload:"));
    }

    private Varargs fileSearcher(Varargs args) {
        LuaString name = Args.checkString(state, Args.get(args, 1), 1);
        LuaString path = Conversions.toLuaString(packages.rawget(PATH));
        if (path == null) {
            throw new LibraryError("'package.path' must be a string");
        }
        StringBuilder tried = new StringBuilder();
        String file = search(Names.text(name).replace('.', '/'), Names.text(path), tried);
        if (file == null) {
            return LuaString.valueOf(tried.toString());
        }
        try {
            return Values.of(ChunkLoader.loadFile(state, file, "bt", state.globals), LuaString.valueOf(file));
        } catch (LuaError e) {
            throw new LibraryError("error loading module '" + Names.text(name) + "' from file '" + file + "':\n\t"
                    + Names.text(Concat.toLuaString(state, Errors.objectOf(e))));
        }
    }

    /** The first file that exists; {@code tried} gets what a searcher says when there is none. */
    private @Nullable String search(String name, String path, StringBuilder tried) {
        for (String template : path.split(";")) {
            if (template.isEmpty()) {
                continue;
            }
            String file = template.replace("?", name);
            if (isReadable(file)) {
                return file;
            }
            tried.append(tried.isEmpty() ? "" : "\n\t")
                    .append("no file '")
                    .append(file)
                    .append('\'');
        }
        return null;
    }

    private boolean isReadable(String file) {
        try (LuaPlatform.File opened = state.platform.open(file, "rb")) {
            opened.position();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Varargs searchpath(Varargs args) {
        String name = Names.text(Args.checkString(state, Args.get(args, 1), 1));
        String path = Names.text(Args.checkString(state, Args.get(args, 2), 2));
        String separator = args.arg(3).isnil() ? "." : Names.text(Args.checkString(state, args.arg(3), 3));
        String replacement = args.arg(4).isnil() ? "/" : Names.text(Args.checkString(state, args.arg(4), 4));
        StringBuilder tried = new StringBuilder();
        String file = search(separator.isEmpty() ? name : name.replace(separator, replacement), path, tried);
        return file == null ? Values.of(LuaValue.NIL, LuaString.valueOf(tried.toString())) : LuaString.valueOf(file);
    }

    private Varargs loadlib(Varargs args) {
        Args.checkString(state, Args.get(args, 1), 1);
        Args.checkString(state, Args.get(args, 2), 2);
        return Values.of(
                LuaValue.NIL,
                LuaString.valueOf("dynamic libraries not enabled; check your Lua installation"),
                LuaString.valueOf("absent"));
    }
}
