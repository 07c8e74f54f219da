package io.moongate.web.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.Result;
import io.moongate.runtime.security.PasswordHash;
import io.moongate.web.internal.Credentials.Kind;
import io.moongate.web.internal.LoginAuthenticator.Options;
import io.moongate.web.internal.LoginAuthenticator.Scheme;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Authentication and authorisation in Lua. */
final class AuthLibrary {

    private final VmWeb web;
    private final LuaType<LuaUsers> usersType = LuaType.named("AUTHUSER", LuaUsers.class);
    private final LuaType<JsonUsers> jsonUsersType;
    private final LuaType<LoginAuthenticator> authenticatorType =
            LuaType.named("AUTHENTICATOR", LoginAuthenticator.class).method("authenticate", AuthLibrary::authenticate);
    private final LuaType<LuaAuthorizer> authorizerType =
            LuaType.named("AUTHORIZER", LuaAuthorizer.class).method("authorize", AuthLibrary::authorize);
    private final LuaType<Constraints> constraintsType = LuaType.named("AUTHORIZER", Constraints.class)
            .method("authorize", AuthLibrary::authorize)
            .method("set", this::setConstraints)
            .method("casesensitive", (self, args) -> {
                self.setCaseSensitive(args.bool(1));
                return Result.none();
            });

    AuthLibrary(VmWeb web) {
        this.web = web;
        this.jsonUsersType = LuaType.named("JSONUSER", JsonUsers.class)
                .method("set", this::setUsers)
                .method("getpwd", AuthLibrary::password)
                .method("hash", this::hash)
                .method("authorizer", (self, args) -> web.context().wrap(constraintsType, new Constraints(self)));
    }

    List<LuaLibrary> libraries() {
        return List.of(
                LuaLibrary.named("ba.create")
                        .function("authuser", args -> web.context().wrap(usersType, new LuaUsers(args.function(1))))
                        .function("jsonuser", args -> web.context().wrap(jsonUsersType, new JsonUsers()))
                        .function("authenticator", this::authenticator)
                        .function("authorizer", this::authorizer),
                LuaLibrary.named("ba.tracker")
                        .function("attempted", args -> attempted())
                        .function("successful", args -> successful())
                        .function("clearcache", args -> clear())
                        .function("setlogh", this::setLogHandler));
    }

    // --- authenticators

    private Varargs authenticator(Args args) {
        UserDatabase users = args.object(1, UserDatabase.class, "AUTHUSER");
        LuaTable given = args.isNil(2) ? Values.table() : args.table(2);
        Scheme scheme = scheme(args, given.get("type").optjstring("auth"));
        LuaValue answer = given.get("response");
        if (!answer.isnil() && !(answer instanceof LuaFunction)) {
            throw args.bad(2, "field 'response' is no function");
        }
        if (scheme == Scheme.FORM && answer.isnil()) {
            throw args.bad(2, "type 'form' needs a response function");
        }
        Options options = new Options(
                scheme,
                Values.text(given.get("realm")).orElse("Barracuda Server"),
                answer instanceof LuaFunction f ? f : null,
                given.get("tracker").toboolean(),
                given.get("algorithm").optjstring("").equals("SHA-256"));
        return web.context().wrap(authenticatorType, new LoginAuthenticator(users, options));
    }

    private static Scheme scheme(Args args, String name) {
        try {
            return Scheme.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw args.bad(2, "unknown type '" + name + "'");
        }
    }

    private static Varargs authenticate(LoginAuthenticator self, Args args) {
        Command command = args.object(1, Command.class, "REQUEST");
        return Result.of(self.authenticate(command, args.optText(2, "")));
    }

    private Varargs authorizer(Args args) {
        return web.context().wrap(authorizerType, new LuaAuthorizer(args.function(1)));
    }

    private static Varargs authorize(Authorizer self, Args args) {
        Command command = args.object(1, Command.class, "REQUEST");
        return Result.of(self.authorize(command, args.text(2), args.text(3)));
    }

    // --- users in a table

    private Varargs setUsers(JsonUsers self, Args args) {
        Optional<LuaTable> given = tableOrJson(args);
        if (given.isEmpty()) {
            return Result.fail("malformed JSON");
        }
        Map<String, JsonUsers.User> users = new HashMap<>();
        for (LuaValue name : given.get().keys()) {
            Optional<JsonUsers.User> user = user(given.get().get(name));
            if (user.isEmpty()) {
                return Result.fail("user '" + name.tojstring() + "' needs pwd and roles");
            }
            users.put(Values.utf8(name.strvalue()), user.get());
        }
        self.set(users);
        return Result.of(true);
    }

    private Optional<LuaTable> tableOrJson(Args args) {
        if (args.value(1) instanceof LuaTable table) {
            return Optional.of(table);
        }
        LuaValue decode = web.vm().globals().get("ba").get("json").get("decode");
        return decode.invoke(args.string(1)).arg1() instanceof LuaTable table ? Optional.of(table) : Optional.empty();
    }

    private static Optional<JsonUsers.User> user(LuaValue given) {
        if (!(given instanceof LuaTable table)) {
            return Optional.empty();
        }
        Optional<Set<String>> roles = strings(table.get("roles"));
        LuaValue secret = table.get("pwd");
        boolean hashed = secret instanceof LuaTable;
        Optional<String> text = hashed
                ? Values.text(secret.get(1))
                : secret.isstring() && !secret.isnumber() ? Values.text(secret) : Optional.empty();
        if (roles.isEmpty() || text.isEmpty() || (hashed && !text.get().matches("[0-9a-fA-F]{32}"))) {
            return Optional.empty();
        }
        return Optional.of(new JsonUsers.User(
                new Credentials(
                        hashed ? Kind.HA1 : kindOf(text.get()),
                        text.get(),
                        table.get("maxusers").optint(JsonUsers.MAX_USERS),
                        table.get("recycle").toboolean(),
                        table.get("inactive").optlong(0)),
                roles.get()));
    }

    private static Kind kindOf(String secret) {
        return PasswordHash.parse(secret).isPresent() ? Kind.SALTED : Kind.PASSWORD;
    }

    /** The text to keep of a password. */
    private Varargs hash(JsonUsers self, Args args) {
        char[] password = args.text(1).toCharArray();
        return Result.of(web.vm()
                .await(CompletableFuture.supplyAsync(
                        () -> PasswordHash.of(password).text())));
    }

    private static Optional<Set<String>> strings(LuaValue value) {
        if (!(value instanceof LuaTable table)) {
            return Optional.empty();
        }
        Set<String> strings = new HashSet<>();
        for (int i = 1; i <= table.length(); i++) {
            Values.text(table.get(i)).ifPresent(strings::add);
        }
        return Optional.of(strings);
    }

    private static Varargs password(JsonUsers self, Args args) {
        return self.user(args.text(1))
                .map(JsonUsers.User::credentials)
                .map(found -> LuaValue.varargsOf(new LuaValue[] {
                    Result.string(found.secret()),
                    Numbers.integer(found.maxUsers()),
                    LuaValue.valueOf(found.recycle()),
                    Numbers.integer(found.inactive())
                }))
                .orElse(LuaValue.NIL);
    }

    private Varargs setConstraints(Constraints self, Args args) {
        Optional<LuaTable> given = tableOrJson(args);
        if (given.isEmpty()) {
            return Result.fail("malformed JSON");
        }
        List<Constraints.Constraint> all = new ArrayList<>();
        for (LuaValue name : given.get().keys()) {
            LuaValue one = given.get().get(name);
            Optional<Set<String>> urls = field(one, "urls");
            Optional<Set<String>> methods = field(one, "methods");
            Optional<Set<String>> roles = field(one, "roles");
            if (urls.isEmpty() || methods.isEmpty() || roles.isEmpty()) {
                return Result.fail("constraint '" + name.tojstring() + "' needs urls, methods and roles");
            }
            all.add(new Constraints.Constraint(List.copyOf(urls.get()), methods.get(), roles.get()));
        }
        self.set(all);
        return Result.of(true);
    }

    private static Optional<Set<String>> field(LuaValue table, String name) {
        return table instanceof LuaTable ? strings(table.get(name)) : Optional.empty();
    }

    // --- tracker

    private LuaTable attempted() {
        return Values.arrayOf(web.server().tracker().attempted(), attempt -> {
            LuaTable table = Values.table();
            table.set("addr", Result.string(attempt.address()));
            table.set("name", Result.string(attempt.user()));
            table.set("counter", Numbers.integer(attempt.failures()));
            table.set("time", Numbers.integer(attempt.time()));
            table.set("aux", Numbers.integer(attempt.until()));
            return table;
        });
    }

    private LuaTable successful() {
        return Values.arrayOf(web.server().tracker().successful(), success -> {
            LuaTable table = Values.table();
            table.set("addr", Result.string(success.address()));
            table.set("name", Result.string(success.user()));
            table.set("time", Numbers.integer(success.time()));
            return table;
        });
    }

    private Varargs clear() {
        web.server().tracker().clear();
        return Result.of(true);
    }

    private Varargs setLogHandler(Args args) {
        @Nullable LuaFunction handler = args.optFunction(1);
        web.setLoginHandler(handler);
        return Result.none();
    }
}
