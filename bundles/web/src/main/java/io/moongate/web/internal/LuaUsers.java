package io.moongate.web.internal;

import io.moongate.runtime.Result;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Users that a function of Lua knows: {@code ba.create.authuser}. */
record LuaUsers(LuaFunction getPassword) implements UserDatabase {

    @Override
    public Optional<Credentials> find(Command command, String name, @Nullable String password) {
        LuaValue sent = password == null ? LuaValue.NIL : Result.string(password);
        Varargs found = getPassword.invoke(LuaValue.varargsOf(Result.string(name), sent, command.environment()));
        LuaValue secret = found.arg1();
        if (secret instanceof LuaTable table) {
            return Values.text(table.get(1)).map(ha1 -> credentials(Credentials.Kind.HA1, ha1, found));
        }
        if (secret.isboolean()) {
            return secret.toboolean()
                    ? Optional.of(credentials(Credentials.Kind.ACCEPTED, "", found))
                    : Optional.empty();
        }
        return Values.text(secret).map(text -> credentials(Credentials.Kind.PASSWORD, text, found));
    }

    private static Credentials credentials(Credentials.Kind kind, String secret, Varargs found) {
        int maxUsers = found.isnil(2) ? Credentials.MAX_USERS : found.optint(2, Credentials.MAX_USERS);
        return new Credentials(kind, secret, maxUsers, found.arg(3).toboolean(), found.optlong(4, 0));
    }
}
