package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.Coroutine;
import io.moongate.lua.internal.Hook;
import io.moongate.lua.internal.LuaInt;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * A debug hook that is a Lua function.
 *
 * @param mask the events that were asked for: letters of {@code crl}
 */
record LuaHook(LuaFunction function, String mask, int count) implements Hook {

    private static final LuaString CALL = LuaString.valueOf("call");
    private static final LuaString TAIL_CALL = LuaString.valueOf("tail call");
    private static final LuaString RETURN = LuaString.valueOf("return");
    private static final LuaString LINE = LuaString.valueOf("line");
    private static final LuaString COUNT = LuaString.valueOf("count");

    @Override
    public void onCall(Coroutine thread, boolean tailCall) {
        function.call(tailCall ? TAIL_CALL : CALL, LuaValue.NIL);
    }

    @Override
    public void onReturn(Coroutine thread) {
        function.call(RETURN, LuaValue.NIL);
    }

    @Override
    public void onLine(Coroutine thread, int line) {
        function.call(LINE, LuaInt.of(line));
    }

    @Override
    public void onCount(Coroutine thread) {
        function.call(COUNT, LuaValue.NIL);
    }

    @Override
    public boolean wantsCalls() {
        return mask.indexOf('c') >= 0;
    }

    @Override
    public boolean wantsReturns() {
        return mask.indexOf('r') >= 0;
    }

    @Override
    public boolean wantsLines() {
        return mask.indexOf('l') >= 0;
    }
}
