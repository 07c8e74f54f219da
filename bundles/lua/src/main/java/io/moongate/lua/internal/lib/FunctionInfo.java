package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.CallInfo;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.LuaInt;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Site.FunctionName;
import io.moongate.lua.internal.Table;
import io.moongate.lua.internal.code.ChunkLoader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** The table that {@code debug.getinfo} returns. */
final class FunctionInfo {

    private final GlobalState state;
    private final LuaFunction function;
    private final @Nullable CallInfo info;
    private final @Nullable Prototype prototype;
    private final @Nullable FunctionName name;
    private final Table table = new Table(0, 16);

    /**
     * @param info the activation asked for; null when the function itself is
     * @param name how it was called, when known
     */
    FunctionInfo(GlobalState state, LuaFunction function, @Nullable CallInfo info, @Nullable FunctionName name) {
        this.state = state;
        this.function = function;
        this.info = info;
        this.prototype = CallStack.prototype(function);
        this.name = name;
    }

    /** @param options letters as in the manual */
    Table describe(String options) {
        for (char option : options.toCharArray()) {
            describe(option);
        }
        return table;
    }

    private void describe(char option) {
        switch (option) {
            case 'S' -> describeSource();
            case 'l' -> set("currentline", LuaInt.of(info == null ? -1 : info.line()));
            case 'u' -> describeParameters();
            case 'n' -> describeName();
            case 'r' -> describeTransfer();
            case 't' -> set("istailcall", LuaValue.valueOf(info != null && info.tailCall));
            case 'L' -> set("activelines", activeLines());
            case 'f' -> set("func", function);
            default -> throw new AssertionError(option);
        }
    }

    private void set(String key, LuaValue value) {
        table.put(state.intern(LuaString.valueOf(key)), value);
    }

    private void describeSource() {
        set("source", prototype == null ? LuaString.valueOf("=[C]") : bytes(prototype.source()));
        set("short_src", prototype == null ? LuaString.valueOf("[C]") : bytes(prototype.shortSource()));
        set("linedefined", LuaInt.of(prototype == null ? -1 : prototype.lineDefined()));
        set("lastlinedefined", LuaInt.of(prototype == null ? -1 : prototype.lastLineDefined()));
        set("what", LuaString.valueOf(prototype == null ? "C" : prototype.isMain() ? "main" : "Lua"));
    }

    /** The inverse of {@link ChunkLoader#text}. */
    private static LuaString bytes(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    }

    private void describeParameters() {
        set("nups", LuaInt.of(prototype == null ? 0 : prototype.upvalueCount()));
        set("nparams", LuaInt.of(prototype == null ? 0 : prototype.parameterCount()));
        set("isvararg", LuaValue.valueOf(prototype == null || prototype.isVararg()));
    }

    private void describeName() {
        set("name", name == null ? LuaValue.NIL : LuaString.valueOf(name.name()));
        set("namewhat", LuaString.valueOf(name == null ? "" : name.what()));
    }

    private void describeTransfer() {
        int count = info == null ? 0 : info.transferCount;
        set("ftransfer", LuaInt.of(count == 0 ? 0 : info.transferAt));
        set("ntransfer", LuaInt.of(count));
    }

    private LuaValue activeLines() {
        if (prototype == null) {
            return LuaValue.NIL;
        }
        Table lines = new Table();
        for (int line : prototype.activeLines()) {
            lines.put((long) line, LuaValue.TRUE);
        }
        return lines;
    }
}
