package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Args;
import io.moongate.lua.internal.Conversions;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.Index;
import io.moongate.lua.internal.Library;
import io.moongate.lua.internal.LibraryError;
import io.moongate.lua.internal.LuaFloat;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The library {@code os} (manual 6.9), through the state's platform. */
public final class OsLibrary {

    private static final double NANOS = 1e9;
    private static final int MILLIS = 1000;
    private static final int FIRST_TM_YEAR = 1900;
    private static final int NOON = 12;
    private static final Set<String> CATEGORIES = Set.of("all", "collate", "ctype", "monetary", "numeric", "time");

    /** Names of the one locale there is. */
    private static final Set<String> LOCALES = Set.of("", "C", "POSIX");

    private final GlobalState state;

    private OsLibrary(GlobalState state) {
        this.state = state;
    }

    public static Table open(GlobalState state) {
        OsLibrary os = new OsLibrary(state);
        return new Library(state, new Table(0, 16))
                .variadic("clock", os::clock)
                .variadic("date", os::date)
                .binary("difftime", os::difference)
                .variadic("execute", os::execute)
                .variadic("exit", os::exit)
                .unary("getenv", os::environment)
                .variadic("remove", os::remove)
                .variadic("rename", os::rename)
                .variadic("setlocale", os::setLocale)
                .variadic("time", os::time)
                .variadic("tmpname", os::temporaryName)
                .table();
    }

    private String path(Varargs arguments, int n) {
        return Paths.text(Args.checkString(state, Args.get(arguments, n), n));
    }

    private Varargs clock(Varargs arguments) {
        return new LuaFloat(state.platform.cpuNanos() / NANOS);
    }

    private long now() {
        return Math.floorDiv(state.platform.timeMillis(), MILLIS);
    }

    private Varargs date(Varargs arguments) {
        LuaString given = arguments.isnil(1) ? null : Args.checkString(state, arguments.arg1(), 1);
        String format = given == null ? "%c" : latin1(given);
        long seconds = arguments.isnil(2) ? now() : Args.checkInteger(state, arguments.arg(2), 2);
        boolean utc = format.startsWith("!");
        String pattern = utc ? format.substring(1) : format;
        CivilTime time = utc ? CivilTime.utc(seconds) : CivilTime.local(seconds);
        if (time.year() - FIRST_TM_YEAR != (int) (time.year() - FIRST_TM_YEAR)) {
            throw new LibraryError("date result cannot be represented in this installation");
        }
        if (pattern.startsWith("*t")) {
            return fields(new Table(0, 16), time);
        }
        byte[] text = DateFormat.format(pattern, time, seconds).getBytes(StandardCharsets.ISO_8859_1);
        return LuaString.valueUsing(text);
    }

    private static String latin1(LuaString s) {
        return new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.ISO_8859_1);
    }

    private LuaValue fields(LuaValue table, CivilTime time) {
        set(table, "year", LuaInt.of(time.year()));
        set(table, "month", LuaInt.of(time.month()));
        set(table, "day", LuaInt.of(time.day()));
        set(table, "hour", LuaInt.of(time.hour()));
        set(table, "min", LuaInt.of(time.minute()));
        set(table, "sec", LuaInt.of(time.second()));
        set(table, "yday", LuaInt.of(time.yearDay() + 1L));
        set(table, "wday", LuaInt.of(time.weekDay() + 1L));
        set(table, "isdst", LuaValue.valueOf(time.summer()));
        return table;
    }

    private void set(LuaValue table, String key, LuaValue value) {
        Index.set(state, table, LuaString.valueOf(key), value);
    }

    private Varargs time(Varargs arguments) {
        if (arguments.isnil(1)) {
            return LuaInt.of(now());
        }
        LuaValue table = Args.checkTable(state, arguments.arg1(), 1);
        long year = required(table, "year", FIRST_TM_YEAR);
        long month = required(table, "month", 1);
        long day = required(table, "day", 0);
        long hour = field(table, "hour", NOON, 0);
        long minute = field(table, "min", 0, 0);
        long second = field(table, "sec", 0, 0);
        LuaValue summer = Index.get(state, table, LuaString.valueOf("isdst"));
        long seconds =
                CivilTime.seconds(year, month, day, hour, minute, second, summer.isnil() ? null : summer.toboolean());
        CivilTime normalised = CivilTime.local(seconds);
        if (normalised.year() - FIRST_TM_YEAR != (int) (normalised.year() - FIRST_TM_YEAR)) {
            throw new LibraryError("time result cannot be represented in this installation");
        }
        fields(table, normalised);
        return LuaInt.of(seconds);
    }

    private long required(LuaValue table, String key, int origin) {
        if (Index.get(state, table, LuaString.valueOf(key)).isnil()) {
            throw new LibraryError("field '" + key + "' missing in date table");
        }
        return field(table, key, 0, origin);
    }

    /** @param origin what C's {@code struct tm} counts the field from, in an int */
    private long field(LuaValue table, String key, long otherwise, int origin) {
        LuaValue value = Index.get(state, table, LuaString.valueOf(key));
        LuaInt integer = Conversions.toInteger(value);
        if (integer == null) {
            if (value.isnil()) {
                return otherwise;
            }
            throw new LibraryError("field '" + key + "' is not an integer");
        }
        long n = integer.value;
        if (n > (long) Integer.MAX_VALUE + origin || n < (long) Integer.MIN_VALUE + origin) {
            throw new LibraryError("field '" + key + "' is out-of-bound");
        }
        return n;
    }

    private LuaValue difference(LuaValue later, LuaValue earlier) {
        long a = Args.checkInteger(state, later, 1);
        return new LuaFloat((double) a - Args.checkInteger(state, earlier, 2));
    }

    private Varargs execute(Varargs arguments) {
        if (arguments.isnil(1)) {
            return LuaValue.valueOf(state.platform.hasShell());
        }
        try {
            return SystemResult.ended(state.platform.execute(path(arguments, 1)));
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    private Varargs exit(Varargs arguments) {
        LuaValue code = arguments.arg1();
        int status = code.isnil() || code == LuaValue.TRUE
                ? 0
                : code == LuaValue.FALSE ? 1 : (int) Args.checkInteger(state, code, 1);
        if (arguments.arg(2).toboolean()) {
            state.finalizers.runAll();
        }
        state.platform.exit(status);
        return LuaValue.NONE;
    }

    private LuaValue environment(LuaValue name) {
        String value = state.platform.environment(Paths.text(Args.checkString(state, name, 1)));
        return value == null ? LuaValue.NIL : SystemResult.text(value);
    }

    private Varargs remove(Varargs arguments) {
        String path = path(arguments, 1);
        try {
            state.platform.remove(path);
            return LuaValue.TRUE;
        } catch (IOException e) {
            return SystemResult.failure(path, e);
        }
    }

    private Varargs rename(Varargs arguments) {
        String from = path(arguments, 1);
        String to = path(arguments, 2);
        try {
            state.platform.rename(from, to);
            return LuaValue.TRUE;
        } catch (IOException e) {
            return SystemResult.failure(e);
        }
    }

    private Varargs setLocale(Varargs arguments) {
        LuaString locale = arguments.isnil(1) ? LuaValue.EMPTYSTRING : Args.checkString(state, arguments.arg1(), 1);
        if (!arguments.isnil(2)) {
            String category = Names.text(Args.checkString(state, arguments.arg(2), 2));
            if (!CATEGORIES.contains(category)) {
                throw Args.error(2, "invalid option '" + category + "'");
            }
        }
        return LOCALES.contains(Names.text(locale)) ? LuaString.valueOf("C") : LuaValue.NIL;
    }

    private Varargs temporaryName(Varargs arguments) {
        try {
            return SystemResult.text(state.platform.temporaryName());
        } catch (IOException e) {
            throw new LibraryError("unable to generate a unique filename");
        }
    }
}
