package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.Calls;
import io.moongate.lua.internal.Compare;
import io.moongate.lua.internal.Concat;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.Errors;
import io.moongate.lua.internal.Event;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Metatables;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.NumberParser;
import io.moongate.lua.internal.Protection;
import io.moongate.lua.internal.ScriptError;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.Values;
import io.moongate.lua.internal.code.ChunkLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Basic functions (manual 6.1). */
public final class BaseLibrary {

    private static final LuaString TABS = LuaString.valueOf("\t");

    private final GlobalState state;
    private boolean warnings;
    private boolean collectorStopped;
    private String collectorMode = "incremental";
    private long collectorPause = 200;
    private long collectorStep = 100;

    private BaseLibrary(GlobalState state) {
        this.state = state;
    }

    /** Fills the table of globals. */
    public static Table open(GlobalState state) {
        BaseLibrary base = new BaseLibrary(state);
        state.ipairsStep = Library.function(state, "ipairs_aux", base::ipairsStep);
        Table globals = state.globals;
        new Library(state, globals)
                .variadic("assert", base::assertTrue)
                .caller("collectgarbage", base::collectgarbage)
                .caller("dofile", base::dofile)
                .caller("error", base::error)
                .variadic("getmetatable", base::getmetatable)
                .variadic("ipairs", base::ipairs)
                .caller("load", base::load)
                .variadic("loadfile", base::loadfile)
                .variadic("next", base::next)
                .caller("pairs", base::pairs)
                .caller("pcall", base::pcall)
                .caller("print", base::print)
                .variadic("rawequal", base::rawequal)
                .unary("rawlen", base::rawlen)
                .variadic("rawget", base::rawget)
                .variadic("rawset", base::rawset)
                .variadic("select", base::select)
                .variadic("setmetatable", base::setmetatable)
                .variadic("tonumber", base::tonumber)
                .variadic("tostring", base::tostring)
                .variadic("type", base::type)
                .variadic("warn", base::warn)
                .caller("xpcall", base::xpcall)
                .set("_G", globals)
                .set("_VERSION", LuaString.valueOf("Lua 5.4"));
        state.next = globals.rawget(LuaString.valueOf("next"));
        return globals;
    }

    private Varargs assertTrue(Varargs args) {
        LuaValue value = Args.checkAny(args, 1);
        if (value.toboolean()) {
            return args;
        }
        if (args.narg() > 1) {
            throw new ScriptError(args.arg(2));
        }
        throw new LibraryError("assertion failed!");
    }

    private Varargs collectgarbage(Varargs args) {
        String option = args.narg() == 0 || args.arg1().isnil()
                ? "collect"
                : Names.text(Args.checkString(state, args.arg1(), 1));
        return switch (option) {
            case "collect" -> collect();
            case "count" -> new LuaFloat(usedBytes() / 1024.0);
            case "step" -> {
                collect();
                yield LuaValue.TRUE;
            }
            case "stop", "restart" -> {
                collectorStopped = option.equals("stop");
                yield LuaInt.of(0);
            }
            case "isrunning" -> LuaValue.valueOf(!collectorStopped);
            case "setpause" -> {
                LuaInt previous = LuaInt.of(collectorPause);
                collectorPause = Args.optInteger(state, Args.get(args, 2), 2, 0);
                yield previous;
            }
            case "setstepmul" -> {
                LuaInt previous = LuaInt.of(collectorStep);
                collectorStep = Args.optInteger(state, Args.get(args, 2), 2, 0);
                yield previous;
            }
            case "incremental", "generational" -> mode(option, args);
            default -> throw new LibraryError(1, "invalid option '" + option + "'");
        };
    }

    /** The JVM collects as it likes; what was asked for is only remembered. */
    private LuaValue mode(String option, Varargs args) {
        String previous = collectorMode;
        collectorMode = option;
        if (option.equals("incremental")) {
            long pause = Args.optInteger(state, Args.get(args, 2), 2, 0);
            long step = Args.optInteger(state, Args.get(args, 3), 3, 0);
            collectorPause = pause == 0 ? collectorPause : pause;
            collectorStep = step == 0 ? collectorStep : step;
        }
        return LuaString.valueOf(previous);
    }

    private LuaValue collect() {
        state.finalizers.collect();
        return LuaInt.of(0);
    }

    private static double usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - (double) runtime.freeMemory();
    }

    private Varargs dofile(Varargs args) {
        LuaValue chunk = ChunkLoader.loadFile(state, path(args), "bt", state.globals);
        return Calls.invoke(state, chunk);
    }

    private String path(Varargs args) {
        return args.arg1().isnil() ? "" : Names.text(Args.checkString(state, args.arg1(), 1));
    }

    /** error (message [, level]). */
    private Varargs error(Varargs args) {
        LuaValue message = args.arg1();
        long level = Args.optInteger(state, args.arg(2), 2, 1);
        if (message instanceof LuaString text && level > 0) {
            throw new ScriptError(Concat.concat(state, LuaString.valueOf(where(level)), text));
        }
        throw new ScriptError(message);
    }

    /** Where the function at a level is; 1 is the one that called {@code error}. */
    private String where(long level) {
        CallInfo info = state.current.top;
        for (long i = level; i > 0 && info != null; i--) {
            info = info.previous;
        }
        return info == null ? "" : info.where();
    }

    private Varargs getmetatable(Varargs args) {
        LuaTable metatable = Metatables.of(state, Args.checkAny(args, 1));
        if (metatable == null) {
            return LuaValue.NIL;
        }
        LuaValue shown = Metatables.in(metatable, Event.METATABLE);
        return shown == null ? metatable : shown;
    }

    private Varargs setmetatable(Varargs args) {
        LuaTable table = Args.checkTable(state, Args.get(args, 1), 1);
        LuaValue metatable = Args.get(args, 2);
        if (metatable == LuaValue.NONE || !(metatable.isnil() || metatable instanceof LuaTable)) {
            throw Args.typeError(state, metatable, 2, "nil or table");
        }
        if (Metatables.event(state, table, Event.METATABLE) != null) {
            throw new LibraryError("cannot change a protected metatable");
        }
        table.setmetatable(metatable.isnil() ? null : metatable);
        if (table instanceof Table ours
                && metatable instanceof LuaTable meta
                && Metatables.in(meta, Event.GC) != null) {
            state.finalizers.register(ours);
        }
        return table;
    }

    private Varargs ipairs(Varargs args) {
        return Values.of(state.ipairsStep, Args.checkAny(args, 1), LuaInt.of(0));
    }

    private Varargs ipairsStep(Varargs args) {
        long next = Args.checkInteger(state, args.arg(2), 2) + 1;
        LuaValue value = Index.get(state, args.arg1(), next);
        return value.isnil() ? LuaValue.NIL : Values.of(LuaInt.of(next), value);
    }

    private Varargs next(Varargs args) {
        return Args.checkTable(state, Args.get(args, 1), 1).next(args.arg(2));
    }

    private Varargs pairs(Varargs args) {
        LuaValue value = Args.checkAny(args, 1);
        LuaValue handler = Metatables.event(state, value, Event.PAIRS);
        if (handler == null) {
            return Values.of(state.next, value, LuaValue.NIL);
        }
        Varargs results = Calls.invoke(state, handler, value);
        return Values.of(results.arg(1), results.arg(2), results.arg(3));
    }

    /** load (chunk [, chunkname [, mode [, env]]]). */
    private Varargs load(Varargs args) {
        LuaValue chunk = args.arg1();
        LuaValue env = args.narg() >= 4 ? args.arg(4) : state.globals;
        String mode = args.arg(3).isnil() ? "bt" : Names.text(Args.checkString(state, args.arg(3), 3));
        try {
            LuaString source;
            LuaString name;
            if (Conversions.isStringLike(chunk)) {
                source = Conversions.toLuaString(chunk);
                name = args.arg(2).isnil() ? source : Args.checkString(state, args.arg(2), 2);
            } else {
                Args.checkFunction(state, Args.get(args, 1), 1);
                name = args.arg(2).isnil() ? LuaString.valueOf("=(load)") : Args.checkString(state, args.arg(2), 2);
                source = pieces(chunk);
            }
            return ChunkLoader.load(state, source, ChunkLoader.text(name), mode, env);
        } catch (LibraryError e) {
            throw e;
        } catch (LuaError e) {
            return Values.of(LuaValue.NIL, Errors.objectOf(e));
        }
    }

    private LuaString pieces(LuaValue reader) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        for (; ; ) {
            LuaValue piece = Calls.call(state, reader);
            if (piece.isnil()) {
                break;
            }
            LuaString text = Conversions.toLuaString(piece);
            if (text == null) {
                throw new ScriptError("reader function must return a string");
            }
            if (text.m_length == 0) {
                break;
            }
            all.write(text.m_bytes, text.m_offset, text.m_length);
        }
        return LuaString.valueUsing(all.toByteArray());
    }

    private Varargs loadfile(Varargs args) {
        String mode = args.arg(2).isnil() ? "bt" : Names.text(Args.checkString(state, args.arg(2), 2));
        LuaValue env = args.narg() >= 3 ? args.arg(3) : state.globals;
        try {
            return ChunkLoader.loadFile(state, path(args), mode, env);
        } catch (LibraryError e) {
            throw e;
        } catch (LuaError e) {
            return Values.of(LuaValue.NIL, Errors.objectOf(e));
        }
    }

    private Varargs pcall(Varargs args) {
        LuaValue function = Args.checkAny(args, 1);
        return Protection.call(state, function, Values.rest(args), null);
    }

    private Varargs xpcall(Varargs args) {
        Args.checkFunction(state, Args.get(args, 2), 2);
        return Protection.call(state, args.arg1(), Values.from(args, 3), args.arg(2));
    }

    private Varargs print(Varargs args) {
        OutputStream out = state.platform.stdout();
        try {
            for (int i = 1; i <= args.narg(); i++) {
                if (i > 1) {
                    write(out, TABS);
                }
                write(out, Concat.toLuaString(state, args.arg(i)));
            }
            out.write('\n');
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return LuaValue.NONE;
    }

    private static void write(OutputStream out, LuaString text) throws IOException {
        out.write(text.m_bytes, text.m_offset, text.m_length);
    }

    private Varargs rawequal(Varargs args) {
        return LuaValue.valueOf(Compare.rawEqual(Args.checkAny(args, 1), Args.checkAny(args, 2)));
    }

    private LuaValue rawlen(LuaValue value) {
        return switch (value) {
            case LuaTable table -> LuaInt.of(Index.rawLength(table));
            case LuaString string -> LuaInt.of(string.m_length);
            default -> throw Args.typeError(state, value, 1, "table or string");
        };
    }

    private Varargs rawget(Varargs args) {
        return Args.checkTable(state, Args.get(args, 1), 1).rawget(Args.checkAny(args, 2));
    }

    private Varargs rawset(Varargs args) {
        LuaTable table = Args.checkTable(state, Args.get(args, 1), 1);
        Args.checkAny(args, 2);
        table.rawset(args.arg(2), Args.checkAny(args, 3));
        return table;
    }

    private Varargs select(Varargs args) {
        LuaValue selector = Args.get(args, 1);
        int count = args.narg();
        if (selector instanceof LuaString text && text.m_length > 0 && text.luaByte(0) == '#') {
            return LuaInt.of(count - 1L);
        }
        long n = Args.checkInteger(state, selector, 1);
        long first = n < 0 ? count + n : n;
        if (first < 1) {
            throw new LibraryError(1, "index out of range");
        }
        return first >= count ? LuaValue.NONE : Values.from(args, (int) first + 1);
    }

    private Varargs tonumber(Varargs args) {
        LuaValue value = Args.checkAny(args, 1);
        if (args.arg(2).isnil()) {
            LuaValue number = Conversions.toNumber(value);
            return number == null ? LuaValue.NIL : number;
        }
        long base = Args.checkInteger(state, args.arg(2), 2);
        if (!(value instanceof LuaString text)) {
            throw Args.typeError(state, value, 1, "string");
        }
        if (base < 2 || base > 36) {
            throw new LibraryError(2, "base out of range");
        }
        LuaValue number = NumberParser.parseInteger(text, (int) base);
        return number == null ? LuaValue.NIL : number;
    }

    private Varargs tostring(Varargs args) {
        return Concat.toLuaString(state, Args.checkAny(args, 1));
    }

    private Varargs type(Varargs args) {
        return state.typeName(Args.checkAny(args, 1));
    }

    private Varargs warn(Varargs args) {
        Args.checkString(state, Args.get(args, 1), 1);
        StringBuilder message = new StringBuilder();
        for (int i = 1; i <= args.narg(); i++) {
            message.append(ChunkLoader.text(Args.checkString(state, args.arg(i), i)));
        }
        String text = message.toString();
        if (args.narg() == 1 && text.startsWith("@")) {
            if (text.equals("@on") || text.equals("@off")) {
                warnings = text.equals("@on");
            }
        } else if (warnings) {
            state.complain("Lua warning: " + text + "\n");
        }
        return LuaValue.NONE;
    }
}
