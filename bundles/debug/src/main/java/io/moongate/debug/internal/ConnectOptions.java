package io.moongate.debug.internal;

import io.moongate.runtime.Args;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * The option table of {@code connect}.
 *
 * @param client whether to connect to a waiting debugger rather than to wait for one
 * @param intf the local address; empty: the loopback interface for who listens, any for who connects
 * @param retry how often a failed connection is tried again, a second apart
 * @param reconnect whether the next debugger is let in when one has left
 * @param stop whether to stop at the line after {@code connect} even when the debugger does not ask for it
 * @param restartOnChange whether the app is restarted when the debugger says that a source was modified
 */
record ConnectOptions(
        boolean client,
        String host,
        int port,
        Optional<String> intf,
        int retry,
        boolean reconnect,
        boolean stop,
        boolean restartOnChange) {

    private static final int DEFAULT_PORT = 4711;
    private static final int MOST_RETRIES = 1_000_000;

    static ConnectOptions of(Args args) {
        LuaTable given = args.optTable(1);
        Fields fields = new Fields(args, given == null ? new LuaTable() : given);
        return new ConnectOptions(
                fields.flag("client", true),
                fields.text("host").orElse("localhost"),
                fields.number("port", DEFAULT_PORT, 65535),
                fields.text("intf"),
                fields.number("retry", 0, MOST_RETRIES),
                fields.flag("reconnect", false),
                fields.flag("stop", false),
                fields.flag("restartonmod", false));
    }

    private record Fields(Args args, LuaTable table) {

        boolean flag(String name, boolean otherwise) {
            LuaValue value = table.get(name);
            if (!value.isnil() && !value.isboolean()) {
                throw wrong(name, "boolean", value);
            }
            return value.isnil() ? otherwise : value.toboolean();
        }

        Optional<String> text(String name) {
            LuaValue value = table.get(name);
            if (!value.isnil() && !(value instanceof LuaString)) {
                throw wrong(name, "string", value);
            }
            return value.isnil() ? Optional.empty() : Optional.of(value.tojstring());
        }

        int number(String name, int otherwise, int most) {
            LuaValue value = table.get(name);
            if (value.isnil()) {
                return otherwise;
            }
            if (!value.isnumber()) {
                throw wrong(name, "number", value);
            }
            double number = value.todouble();
            if (number < 0 || number > most || number != Math.rint(number)) {
                throw args.bad(1, "option '" + name + "' is " + value.tojstring() + ", not an integer in 0.." + most);
            }
            return (int) number;
        }

        private RuntimeException wrong(String name, String expected, LuaValue value) {
            return args.bad(1, "option '" + name + "': " + expected + " expected, got " + value.typename());
        }
    }
}
