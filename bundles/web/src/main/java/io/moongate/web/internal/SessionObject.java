package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import java.util.Set;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A session as Lua code of one VM sees it: its attributes are fields. */
record SessionObject(VmWeb web, Session session) {

    private static final Set<String> METHODS = Set.of(
            "attributes",
            "creationtime",
            "id",
            "lastaccessedtime",
            "lock",
            "maxinactiveinterval",
            "peername",
            "release",
            "terminate",
            "usecounter",
            "user");

    static LuaType<SessionObject> type() {
        return LuaType.named("SESSION", SessionObject.class)
                .method("id", SessionObject::id)
                .method("attributes", (self, args) -> attributes(self))
                .method("creationtime", (self, args) -> Result.of(self.live().created()))
                .method(
                        "lastaccessedtime",
                        (self, args) -> Result.of(self.live().lastAccessed()))
                .method("maxinactiveinterval", SessionObject::maxInactive)
                .method("peername", (self, args) -> Result.of(self.live().peer()))
                .method("usecounter", (self, args) -> Result.of(self.live().uses()))
                .method("user", SessionObject::user)
                .method("lock", SessionObject::lock)
                .method("release", SessionObject::release)
                .method("terminate", SessionObject::terminate)
                .metamethod("__index", SessionObject::get)
                .metamethod("__newindex", SessionObject::set);
    }

    private Session live() {
        if (session.isTerminated()) {
            throw new LuaError("session expired");
        }
        return session;
    }

    private static Varargs id(SessionObject self, Args args) {
        Session session = self.live();
        return args.truth(1) ? Result.of(session.token()) : Result.of((long) session.id());
    }

    private static LuaValue attributes(SessionObject self) {
        LuaTable table = self.live().attributes(self.web);
        return table == null || table.next(LuaValue.NIL).isnil(1) ? LuaValue.NIL : table;
    }

    private static Varargs maxInactive(SessionObject self, Args args) {
        long before = self.live().maxInactive();
        if (args.count() > 0) {
            self.live().setMaxInactive(Math.max(0, args.truncated(1)));
        }
        return Result.of(before);
    }

    private static Varargs user(SessionObject self, Args args) {
        return self.live()
                .user(self.web.vm().name())
                .map(user -> (LuaValue) Result.string(user.name()))
                .orElse(LuaValue.NIL);
    }

    private static Varargs lock(SessionObject self, Args args) {
        self.live().lock();
        return Result.of(true);
    }

    private static Varargs release(SessionObject self, Args args) {
        self.live().release();
        return Result.of(true);
    }

    private static Varargs terminate(SessionObject self, Args args) {
        self.web.server().sessions().terminate(self.live());
        return Result.of(true);
    }

    private static Varargs get(SessionObject self, Args args) {
        LuaTable table = self.live().attributes(self.web);
        return table == null ? LuaValue.NIL : table.rawget(args.value(1));
    }

    private static Varargs set(SessionObject self, Args args) {
        LuaValue key = args.value(1);
        if (key.isstring() && METHODS.contains(key.tojstring())) {
            throw new LuaError("'" + key.tojstring() + "' is a method of sessions");
        }
        if (key.isnil()) {
            throw new LuaError("index is nil");
        }
        self.live().attributesForWriting(self.web).rawset(key, args.value(2));
        return Result.none();
    }
}
