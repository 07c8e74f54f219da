package io.moongate.web.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.Result;
import java.nio.file.Path;
import java.util.List;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The global {@code mako} that programs written for the Mako Server know: apps inside of one VM, and what the server is.
 * The apps themselves are the Lua module {@code mako.apps}.
 */
final class MakoLibrary {

    private static final Logger LOG = LoggerFactory.getLogger("mako");
    private static final List<String> IN_LUA =
            List.of("createapp", "startapp", "stopapp", "reloadapp", "removeapp", "getapps", "createloader", "onexit");

    private final VmWeb web;

    MakoLibrary(VmWeb web) {
        this.web = web;
    }

    LuaLibrary library() {
        LuaLibrary mako = LuaLibrary.named("mako")
                .function("log", this::log)
                .function("exit", this::exit)
                .function("loadcerts", this::loadCertificates)
                .function("udb", args -> Result.of(LuaValue.NIL))
                .constant("version", Result.string("Moongate"))
                .constant("daemon", LuaValue.FALSE)
                .constant("argv", Values.table())
                .constant("env", Values.table());
        IN_LUA.forEach(name -> mako.function(name, args -> inLua(name, args.from(1))));
        mako.lazy("port", () -> web.server().luaPort(false))
                .lazy("sslport", () -> web.server().luaPort(true));
        if (web.vm().grants().allows(Grant.DISK)) {
            String directory = Path.of("").toAbsolutePath() + "/";
            mako.constant("cwd", Result.string(directory)).constant("execpath", Result.string(directory));
        }
        return mako;
    }

    private Varargs inLua(String function, Varargs args) {
        LuaValue apps = web.vm().globals().get("require").call("mako.apps");
        return apps.get(function).invoke(args);
    }

    /** Ends what {@code mako} started in this VM, when it was used; on a strand of the VM. */
    static void finish(VmWeb web) {
        LuaValue apps = web.vm().globals().get("package").get("loaded").get("mako.apps");
        if (apps instanceof LuaTable table) {
            table.get("finish").invoke();
        }
    }

    private Varargs log(Args args) {
        String text = args.text(1).strip();
        LOG.info("{}: {}", web.vm().name(), text);
        web.vm().trace().write(0, (text + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Result.none();
    }

    /** Ends the process. */
    private Varargs exit(Args args) {
        web.vm().grants().demand(Grant.PROCESS);
        finish(web);
        return web.vm().globals().get("os").get("exit").invoke(args.from(1));
    }

    /** Gives the gateway's HTTPS ports other certificates: arrays of key files and of certificate files. */
    private Varargs loadCertificates(Args args) {
        web.vm().grants().demand(Grant.DISK);
        Varargs made = inLua("certificates", LuaValue.varargsOf(args.table(1), args.table(2)));
        TlsContext context = new Args("loadcerts", made).objectOrNull(1, TlsContext.class);
        if (context == null) {
            return made;
        }
        web.server().replaceTls(context);
        return Result.of(true);
    }
}
