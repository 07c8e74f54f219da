package io.moongate.web.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.Result;
import java.util.Optional;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code ba.session}, {@code ba.sessions}, {@code ba.users}. */
final class SessionLibrary {

    private final VmWeb web;

    SessionLibrary(VmWeb web) {
        this.web = web;
    }

    LuaLibrary library() {
        return LuaLibrary.named("ba")
                .function("session", this::session)
                .function("sessions", this::sessions)
                .function(
                        "users",
                        args -> Values.arrayOf(
                                web.server().sessions().users(web.vm().name()), Result::string));
    }

    private Varargs session(Args args) {
        if (args.value(1) instanceof LuaNumber) {
            return wrap(web.server().sessions().byId(args.integer(1)));
        }
        Command command = args.object(1, Command.class, "REQUEST");
        return inPath(command, args.text(2));
    }

    private LuaValue wrap(Optional<Session> session) {
        return session.map(found -> (LuaValue) web.wrap(found)).orElse(LuaValue.FALSE);
    }

    /** A path that begins with the token of a session: the session becomes the request's. */
    private Varargs inPath(Command command, String path) {
        int slash = path.indexOf('/');
        String first = slash < 0 ? path : path.substring(0, slash);
        Optional<Session> found = web.server().sessions().byToken(first);
        if (found.isEmpty()) {
            return Result.of(false);
        }
        command.visit().use(found.get());
        return Result.of(web.wrap(found.get()), Result.string(slash < 0 ? "" : path.substring(slash + 1)));
    }

    private Varargs sessions(Args args) {
        Sessions all = web.server().sessions();
        return Values.arrayOf(
                args.isNil(1) ? all.all() : all.of(web.vm().name(), args.text(1)),
                session -> Numbers.integer(session.id()));
    }
}
