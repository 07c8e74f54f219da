package io.moongate.web.internal;

import io.moongate.runtime.Result;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/** Lets a function of Lua decide; an error of it refuses. */
record LuaAuthorizer(LuaFunction function) implements Authorizer {

    @Override
    public boolean authorize(Command command, String method, String path) {
        LuaValue user =
                command.user().map(who -> (LuaValue) Result.string(who.name())).orElse(LuaValue.NIL);
        LuaValue session = command.visit()
                .session()
                .map(found -> (LuaValue) command.web().wrap(found))
                .orElse(LuaValue.NIL);
        try {
            return function.invoke(LuaValue.varargsOf(
                            new LuaValue[] {user, Result.string(method), Result.string(path), session}))
                    .arg1()
                    .toboolean();
        } catch (LuaError e) {
            command.web().vm().report("authorizer", e);
            return false;
        }
    }
}
