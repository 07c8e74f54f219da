package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.web.internal.http.HttpDates;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A cookie that Lua code reads or makes. Texts are Latin-1. */
final class Cookie {

    private final Command command;
    private final String name;
    private @Nullable String value;
    private @Nullable String path;
    private @Nullable String domain;
    private @Nullable String comment;
    private boolean secure;
    private boolean httpOnly;
    private boolean hasAge;
    private long maxAge;

    Cookie(Command command, String name, @Nullable String value) {
        this.command = command;
        this.name = name;
        this.value = value;
    }

    static LuaType<Cookie> type() {
        return LuaType.named("COOKIE", Cookie.class)
                .method("name", (self, args) -> Values.latin1(self.name))
                .method("value", (self, args) -> text(self, args, c -> c.value, (c, v) -> c.value = v))
                .method("path", (self, args) -> text(self, args, c -> c.path, (c, v) -> c.path = v))
                .method("domain", (self, args) -> text(self, args, c -> c.domain, (c, v) -> c.domain = v))
                .method("comment", (self, args) -> text(self, args, c -> c.comment, (c, v) -> c.comment = v))
                .method("secure", (self, args) -> flag(self, args, c -> c.secure, (c, v) -> c.secure = v))
                .method("httponly", (self, args) -> flag(self, args, c -> c.httpOnly, (c, v) -> c.httpOnly = v))
                .method("maxage", Cookie::age)
                .method("activate", Cookie::activate)
                .method("delete", Cookie::delete);
    }

    private static Varargs text(
            Cookie self, Args args, Function<Cookie, @Nullable String> get, BiConsumer<Cookie, String> set) {
        if (args.count() == 0) {
            return Values.orNil(get.apply(self));
        }
        set.accept(self, Values.latin1(args.string(1)));
        return Result.none();
    }

    private static Varargs flag(
            Cookie self, Args args, Function<Cookie, Boolean> get, BiConsumer<Cookie, Boolean> set) {
        if (args.count() == 0) {
            return LuaValue.valueOf(get.apply(self));
        }
        set.accept(self, args.truth(1));
        return Result.none();
    }

    private static Varargs age(Cookie self, Args args) {
        if (args.count() == 0) {
            return Result.of(self.maxAge);
        }
        self.maxAge = args.truncated(1);
        self.hasAge = true;
        return Result.none();
    }

    private static Varargs delete(Cookie self, Args args) {
        self.maxAge = 0;
        self.hasAge = true;
        return Result.none();
    }

    private static Varargs activate(Cookie self, Args args) {
        self.command.response().setCookie(self.name, self.field(args));
        return Result.none();
    }

    private String field(Args args) {
        StringBuilder field = new StringBuilder(name).append('=').append(Cookies.encode(value == null ? "" : value));
        append(field, "domain", domain, args);
        append(field, "path", path, args);
        if (hasAge) {
            long expires = maxAge > 0 ? System.currentTimeMillis() / 1000 + maxAge : 0;
            field.append("; expires=").append(HttpDates.format(expires));
        }
        field.append(secure ? "; secure" : "").append(httpOnly ? "; HttpOnly" : "");
        append(field, "comment", comment, args);
        return field.append(';').toString();
    }

    private static void append(StringBuilder field, String attribute, @Nullable String text, Args args) {
        if (text != null && !text.isEmpty()) {
            if (text.chars().anyMatch(c -> c < 32 || c == 127 || c == ';')) {
                throw args.bad(1, "invalid character in the cookie's " + attribute);
            }
            field.append("; ").append(attribute).append('=').append(text);
        }
    }

    /** The name of a cookie, a token as RFC 6265 has it. */
    static String name(Args args, int index) {
        return HeaderFields.name(args, args.string(index));
    }
}
