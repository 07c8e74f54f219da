package io.moongate.web.internal;

import io.moongate.runtime.Result;
import io.moongate.runtime.security.PasswordHash;
import io.moongate.web.internal.Credentials.Kind;
import io.moongate.web.internal.http.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Asks for a name and a password by basic, digest or form, and keeps who is known in the session. */
final class LoginAuthenticator implements Authenticator {

    /** How a client is asked. */
    enum Scheme {
        BASIC,
        DIGEST,
        FORM,
        /** Basic and digest, for WebDAV clients. */
        DAV,
        /** Whatever suits the client. */
        AUTH
    }

    /**
     * @param answer makes the answer of a refused request; null for a page of the server
     * @param tracked whether failures count towards a ban
     */
    record Options(Scheme scheme, String realm, @Nullable LuaFunction answer, boolean tracked, boolean sha256) {}

    /** A try to log in, and what came of it. */
    private record Attempt(String user, String sent, Optional<Credentials> known, boolean full) {}

    private static final Pattern DIGEST_FIELD =
            Pattern.compile("(\\w+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,]+))");
    private static final int FIELD_LIMIT = 512;

    private final UserDatabase users;
    private final Options options;

    LoginAuthenticator(UserDatabase users, Options options) {
        this.users = users;
        this.options = options;
    }

    @Override
    public boolean authenticate(Command command, String path) {
        if (command.user().isPresent()) {
            return true;
        }
        String address = command.exchange().peer().getAddress().getHostAddress();
        if (options.tracked && command.web().server().tracker().isBanned(address)) {
            refuse(command, schemeFor(command), null, true, false);
            return false;
        }
        String field = command.exchange().header("Authorization");
        String kind = field == null ? "" : field.split(" ", 2)[0].toLowerCase(Locale.ROOT);
        if (kind.equals("basic") && takes(Scheme.BASIC)) {
            return basic(command, field.substring(5).strip());
        }
        if (kind.equals("digest") && takes(Scheme.DIGEST)) {
            return digest(command, field.substring(6));
        }
        if (takes(Scheme.FORM) && command.exchange().isForm()) {
            return form(command);
        }
        refuse(command, schemeFor(command), null, false, false);
        return false;
    }

    private boolean takes(Scheme scheme) {
        return options.scheme == scheme
                || options.scheme == Scheme.AUTH
                || (options.scheme == Scheme.DAV && scheme != Scheme.FORM);
    }

    /** How this client is asked. */
    private Scheme schemeFor(Command command) {
        if (options.scheme != Scheme.AUTH) {
            return options.scheme;
        }
        String preferred = command.exchange().header("PrefAuth");
        if ("basic".equalsIgnoreCase(preferred)) {
            return Scheme.BASIC;
        }
        boolean script = "XMLHttpRequest".equalsIgnoreCase(command.exchange().header("X-Requested-With"));
        return script || "digest".equalsIgnoreCase(preferred) ? Scheme.DIGEST : Scheme.FORM;
    }

    // --- basic

    private boolean basic(Command command, String encoded) {
        String[] parts = decode(encoded).split(":", 2);
        if (parts.length < 2) {
            refuse(command, Scheme.BASIC, null, false, false);
            return false;
        }
        String user = parts[0];
        String password = parts[1];
        Optional<Credentials> known = users.find(command, user, password);
        boolean right = known.filter(found -> isPassword(command, found, user, password))
                .isPresent();
        return conclude(command, Scheme.BASIC, right, new Attempt(user, password, known, false));
    }

    private static String decode(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private boolean isPassword(Command command, Credentials found, String user, String password) {
        return switch (found.kind()) {
            case ACCEPTED -> true;
            case PASSWORD -> Hashes.equal(found.secret(), password);
            case HA1 -> Hashes.equal(found.secret(), Hashes.hex("MD5", user + ":" + options.realm + ":" + password));
            case SALTED -> isSalted(command, found.secret(), password);
        };
    }

    /** Off the VM's thread: it takes long on purpose. */
    private static boolean isSalted(Command command, String hash, String password) {
        return command.await(CompletableFuture.supplyAsync(() -> PasswordHash.parse(hash)
                .filter(salted -> salted.matches(password.toCharArray()))
                .isPresent()));
    }

    // --- digest, RFC 7616

    private boolean digest(Command command, String field) {
        Map<String, String> fields = fields(field);
        String user = fields.getOrDefault("username", "");
        if (user.isEmpty() || !isForThis(command.exchange(), fields)) {
            refuse(command, Scheme.DIGEST, null, false, false);
            return false;
        }
        Nonces.Verdict verdict =
                command.web().server().nonces().use(fields.getOrDefault("nonce", ""), count(fields.get("nc")));
        if (verdict != Nonces.Verdict.GOOD) {
            refuse(command, Scheme.DIGEST, null, false, verdict == Nonces.Verdict.STALE);
            return false;
        }
        Optional<Credentials> known = users.find(command, user, null);
        boolean right = known.filter(found -> isResponse(command.exchange(), fields, found))
                .isPresent();
        return conclude(
                command, Scheme.DIGEST, right, new Attempt(user, fields.getOrDefault("response", ""), known, false));
    }

    private boolean isForThis(Exchange exchange, Map<String, String> fields) {
        return options.realm.equals(fields.get("realm"))
                && exchange.head().uri().equals(fields.get("uri"))
                && "auth".equals(fields.get("qop"));
    }

    private static long count(@Nullable String hex) {
        return hex != null && hex.matches("[0-9a-fA-F]{8}") ? Long.parseLong(hex, 16) : 0;
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new HashMap<>();
        Matcher found = DIGEST_FIELD.matcher(text);
        while (found.find()) {
            String value = found.group(2) != null ? found.group(2).replaceAll("\\\\(.)", "$1") : found.group(3);
            if (value.length() <= FIELD_LIMIT) {
                fields.put(found.group(1).toLowerCase(Locale.ROOT), utf8(value));
            }
        }
        return fields;
    }

    private static String utf8(String latin1) {
        return new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private boolean isResponse(Exchange exchange, Map<String, String> fields, Credentials found) {
        String algorithm = fields.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        if (!algorithm.equals("MD5") && !(algorithm.equals("SHA-256") && found.kind() == Kind.PASSWORD)) {
            return false;
        }
        String first = ha1(algorithm, fields.getOrDefault("username", ""), found);
        if (first == null) {
            return false;
        }
        String second =
                Hashes.hex(algorithm, exchange.method() + ":" + exchange.head().uri());
        String expected = Hashes.hex(
                algorithm,
                String.join(
                        ":",
                        first,
                        fields.getOrDefault("nonce", ""),
                        fields.getOrDefault("nc", ""),
                        fields.getOrDefault("cnonce", ""),
                        "auth",
                        second));
        return Hashes.equal(expected, fields.getOrDefault("response", ""));
    }

    private @Nullable String ha1(String algorithm, String user, Credentials found) {
        return switch (found.kind()) {
            case PASSWORD -> Hashes.hex(algorithm, user + ":" + options.realm + ":" + found.secret());
            case HA1 -> found.secret();
            case SALTED, ACCEPTED -> null;
        };
    }

    // --- form

    private boolean form(Command command) {
        Parameters data = command.parameters();
        Optional<String> user = data.first("ba_username").map(LoginAuthenticator::utf8);
        Optional<String> password = data.first("ba_password").map(LoginAuthenticator::utf8);
        if (user.isEmpty() || password.isEmpty()) {
            refuse(command, schemeFor(command), null, false, false);
            return false;
        }
        String seed = data.first("ba_seed").orElse("");
        String seedKey = data.first("ba_seedkey").orElse("");
        boolean seeded = !seed.isEmpty() && !seedKey.isEmpty();
        Optional<Credentials> known = users.find(command, user.get(), seeded ? null : password.get());
        boolean right = known.filter(found -> seeded
                        ? isSeeded(command, found, password.get(), seed, seedKey)
                        : isPassword(command, found, user.get(), password.get()))
                .isPresent();
        Attempt attempt = new Attempt(user.get(), password.get(), known, false);
        if (conclude(command, Scheme.FORM, right, attempt)) {
            Exchange exchange = command.exchange();
            Answers.redirect(
                    command.response(),
                    302,
                    Urls.absolute(exchange, Urls.encode(exchange.target().path())));
        }
        return false;
    }

    private static boolean isSeeded(Command command, Credentials found, String sent, String seed, String key) {
        if (!isSharedSecret(found) || !command.web().server().nonces().useSeed(seed, key)) {
            return false;
        }
        return Hashes.equal(Hashes.hex("SHA-1", found.secret() + seed), sent.toLowerCase(Locale.ROOT));
    }

    /** Whether the client can know the secret: of a salted hash it must not be enough to have read the file. */
    private static boolean isSharedSecret(Credentials found) {
        return found.kind() == Kind.PASSWORD || found.kind() == Kind.HA1;
    }

    // --- the end

    private boolean conclude(Command command, Scheme scheme, boolean right, Attempt attempt) {
        WebServer server = command.web().server();
        String address = command.exchange().peer().getAddress().getHostAddress();
        if (!right) {
            if (options.tracked) {
                server.tracker().failed(address, attempt.user);
            }
            command.web().toldLogin(false, attempt.user, address, command);
            refuse(command, scheme, attempt, false, false);
            return false;
        }
        Credentials found = attempt.known.orElseThrow();
        String secret = found.kind() == Kind.ACCEPTED && found.secret().isEmpty() ? attempt.sent : found.secret();
        String type = scheme.name().toLowerCase(Locale.ROOT);
        Optional<Session> session = command.visit()
                .logIn(command.app(), new Session.User(attempt.user, secret, type), found.maxUsers(), found.recycle());
        if (session.isEmpty()) {
            refuse(command, scheme, new Attempt(attempt.user, attempt.sent, attempt.known, true), false, false);
            return false;
        }
        if (found.inactive() > 0) {
            session.get().setMaxInactive(found.inactive());
        }
        if (options.tracked) {
            server.tracker().succeeded(address, attempt.user);
        }
        command.web().toldLogin(true, attempt.user, address, command);
        return true;
    }

    private void refuse(Command command, Scheme scheme, @Nullable Attempt attempt, boolean banned, boolean stale) {
        if (!banned && scheme != Scheme.FORM) {
            challenge(command, scheme, stale);
        }
        LuaFunction answer = options.answer;
        if (answer != null) {
            command.setDefaultHeadersOnce();
            LuaTable info = info(command, scheme, attempt, banned);
            answer.invoke(LuaValue.varargsOf(command.environment(), info));
        } else {
            page(command, banned);
        }
    }

    private static void page(Command command, boolean banned) {
        if (banned) {
            command.response().setStatus(403);
        }
        command.response().headers().set("Content-Type", Command.PAGE_TYPE);
        command.write(
                banned
                        ? "<html><body><h1>Too many failed logins</h1>Try again later.</body></html>"
                        : "<html><body><h1>401 Unauthorized</h1></body></html>");
    }

    private void challenge(Command command, Scheme scheme, boolean stale) {
        command.response().setStatus(401);
        if (scheme != Scheme.DIGEST) {
            Challenges.basic(command, options.realm);
        }
        if (scheme != Scheme.BASIC) {
            if (options.sha256) {
                Challenges.digest(command, options.realm, stale, "SHA-256");
            }
            Challenges.digest(command, options.realm, stale, "MD5");
        }
    }

    private LuaTable info(Command command, Scheme scheme, @Nullable Attempt attempt, boolean banned) {
        WebServer server = command.web().server();
        LuaTable info = Values.table();
        info.set("type", Result.string(scheme.name().toLowerCase(Locale.ROOT)));
        info.set("denied", LuaValue.valueOf(banned));
        int failures = options.tracked
                ? server.tracker()
                        .failures(command.exchange().peer().getAddress().getHostAddress())
                : 0;
        info.set("loginattempts", io.moongate.lua.Numbers.integer(failures));
        if (scheme == Scheme.FORM) {
            String seed = server.nonces().seed();
            info.set("seed", Result.string(seed));
            info.set("seedkey", Result.string(server.nonces().seedKey(seed)));
        }
        if (attempt != null) {
            describe(info, attempt);
        }
        return info;
    }

    private static void describe(LuaTable info, Attempt attempt) {
        info.set("username", Result.string(attempt.user));
        info.set("upwd", Result.string(attempt.sent));
        info.set(
                "password", Result.string(attempt.known.map(Credentials::secret).orElse("")));
        int limit = attempt.known.map(Credentials::maxUsers).orElse(Credentials.MAX_USERS);
        info.set("maxusers", io.moongate.lua.Numbers.integer(attempt.full ? -1 : limit));
        info.set(
                "recycle",
                LuaValue.valueOf(attempt.known.map(Credentials::recycle).orElse(false)));
        info.set(
                "inactive",
                io.moongate.lua.Numbers.integer(
                        attempt.known.map(Credentials::inactive).orElse(0L)));
    }
}
