package io.moongate.web.internal;

import io.moongate.net.tls.LuaCertificates;
import io.moongate.net.tls.TlsPeer;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import java.util.Optional;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Who asks: sessions, logins, cookies, TLS. */
final class UserMethods {
    private UserMethods() {}

    static LuaType<Command> addTo(LuaType<Command> type) {
        return type.method("session", UserMethods::session)
                .method("user", (self, args) -> user(self))
                .method("login", UserMethods::login)
                .method("logout", (self, args) -> Result.of(self.visit().logOut(self.app(), args.truth(1))))
                .method("cookie", UserMethods::cookie)
                .method("createcookie", UserMethods::createCookie)
                .method("setbasic", UserMethods::setBasic)
                .method("setdigest", UserMethods::setDigest)
                .method("cipher", (self, args) -> cipher(self))
                .method("certificate", (self, args) -> certificate(self))
                .method("clientcert", (self, args) -> Result.of(self.exchange().isSecure()));
    }

    private static Varargs session(Command self, Args args) {
        Optional<Session> session =
                args.truth(1) ? self.visit().sessionOrNew() : self.visit().session();
        return session.map(found -> (LuaValue) self.web().wrap(found)).orElse(LuaValue.FALSE);
    }

    private static Varargs user(Command self) {
        return self.user()
                .map(user ->
                        Result.of(Result.string(user.name()), Result.string(user.secret()), Result.string(user.type())))
                .orElse(LuaValue.NIL);
    }

    private static Varargs login(Command self, Args args) {
        String name = args.optText(1, "_autologin_");
        int limit = args.count() > 1 ? args.integer(2, 1, 1_000_000) : Credentials.MAX_USERS;
        boolean recycle = args.count() > 2 && args.bool(3);
        Optional<Session.User> present = self.user();
        if (present.isPresent()) {
            return Result.of(present.get().name());
        }
        String secret = args.isNil(1) ? "_autologin_" : "?";
        boolean done = self.visit()
                .logIn(self.app(), new Session.User(name, secret, "?"), limit, recycle)
                .isPresent();
        return Result.of(done);
    }

    private static Varargs cookie(Command self, Args args) {
        String name = Values.latin1(args.string(1));
        return Cookies.value(self.exchange(), name)
                .map(value -> (LuaValue) wrap(self, new Cookie(self, name, value)))
                .orElse(LuaValue.NIL);
    }

    private static Varargs createCookie(Command self, Args args) {
        return wrap(self, new Cookie(self, Cookie.name(args, 1), null));
    }

    private static LuaValue wrap(Command self, Cookie cookie) {
        return self.web().types().wrap(cookie);
    }

    private static Varargs setBasic(Command self, Args args) {
        Challenges.basic(self, args.text(1));
        return Result.of(true);
    }

    private static Varargs setDigest(Command self, Args args) {
        Challenges.digest(self, args.text(1), false, "MD5");
        return Result.of(true);
    }

    private static Varargs cipher(Command self) {
        return self.exchange()
                .connection()
                .tlsPeer()
                .map(peer -> Result.of(Result.string(peer.cipherSuite()), Result.string(peer.luaProtocol())))
                .orElseGet(() -> Result.fail("sslnotenabled"));
    }

    private static Varargs certificate(Command self) {
        Optional<TlsPeer> peer = self.exchange().connection().tlsPeer();
        if (peer.isEmpty()) {
            return Result.fail("sslnotenabled");
        }
        return peer.get().sent().isEmpty() ? Result.of(LuaValue.NIL, LuaValue.FALSE) : LuaCertificates.of(peer.get());
    }
}
