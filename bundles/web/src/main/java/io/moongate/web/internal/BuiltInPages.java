package io.moongate.web.internal;

import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.Result;
import io.moongate.runtime.Trace;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.MemoryIo;
import io.moongate.runtime.security.Accounts;
import io.moongate.web.internal.LoginAuthenticator.Options;
import io.moongate.web.internal.LoginAuthenticator.Scheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The gateway's own pages below {@code /rtl/}, in a VM of their own. Without a login there is the login page and nothing
 * else.
 */
final class BuiltInPages implements AutoCloseable {

    private static final List<String> FILES = List.of("index.html", "tracelogger.js", "tracelogger.css");
    private static final long IO_BYTES = 1 << 20;

    private final LuaVm vm;
    private final String loginPage = resource("login.html");

    BuiltInPages(LuaVms vms, WebModule module, Accounts accounts) {
        this.vm = vms.create(VmOptions.named("pages of the gateway", Grants.of(), silent()));
        module.in(vm).thenAccept(web -> vm.spawn("start", () -> insert(web, accounts)));
    }

    private static Trace silent() {
        return (priority, text) -> {};
    }

    private Varargs insert(VmWeb web, Accounts accounts) {
        LuaFunction answer = web.context().function("login", args -> {
            showLogin(web.current(), args.table(2));
            return Result.none();
        });
        Options options = new Options(Scheme.FORM, "Moongate", answer, true, false);
        Directory root = new OwnPages(web);
        root.setAuth(new LoginAuthenticator(new AccountUsers(accounts, vm), options), null);
        Directory logger = new Directory(web, "tracelogger", 0);
        logger.insert(new TraceLogger(web));
        logger.insert(new Reader(web, "", 0, files(), LuaValue.NIL));
        root.insert(logger);
        web.server().root().insert(root);
        return LuaValue.NONE;
    }

    private void showLogin(Command command, LuaTable info) {
        if (info.get("denied").toboolean()) {
            command.response().setStatus(403);
        }
        String reason = info.get("denied").toboolean()
                ? "Too many failed logins. Try again later."
                : info.get("username").isnil() ? "" : "Wrong name or password.";
        command.write(loginPage.replace("{reason}", reason));
    }

    /** What holds for all pages of the gateway: other sites neither show them nor send anything to them. */
    private static final class OwnPages extends Directory {

        private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

        OwnPages(VmWeb web) {
            super(web, "rtl", 0);
        }

        @Override
        boolean serve(Command command, String path) {
            var headers = command.response().headers();
            headers.set(
                    "Content-Security-Policy",
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; frame-ancestors 'self'");
            headers.set("X-Content-Type-Options", "nosniff");
            headers.set("Referrer-Policy", "same-origin");
            if (READING.contains(command.exchange().method()) || Urls.isSameOrigin(command.exchange())) {
                return super.serve(command, path);
            }
            command.sendError(403, "");
            return true;
        }
    }

    private static Io files() {
        MemoryIo io = new MemoryIo(IO_BYTES);
        FILES.forEach(name -> store(io, name));
        return io;
    }

    private static void store(MemoryIo io, String name) {
        byte[] content = resource(name).getBytes(StandardCharsets.UTF_8);
        try (var file = io.open(name, Io.Mode.WRITE)) {
            file.write(content, 0, content.length);
        } catch (IoException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = BuiltInPages.class.getResourceAsStream("/rtl/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        vm.close();
    }
}
