package io.moongate.web.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** The web server in Lua: {@code ba.create.dir} and its kin. */
final class WebModule implements LuaModule {

    private final WebServer server;
    private final Map<LuaVm, CompletableFuture<VmWeb>> vms = new ConcurrentHashMap<>();

    WebModule(WebServer server) {
        this.server = server;
    }

    @Override
    public String name() {
        return "web";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        VmWeb web = new VmWeb(server, context);
        opening(context.vm()).complete(web);
        context.onClose(() -> vms.remove(context.vm()));
        List<LuaLibrary> libraries = new ArrayList<>(new AuthLibrary(web).libraries());
        libraries.add(new SessionLibrary(web).library());
        libraries.add(LuaLibrary.named("ba.create")
                .function("dir", args -> directory(web, args))
                .function("resrdr", args -> reader(web, args))
                .function("domainresrdr", args -> domainReader(web, args)));
        LuaLibrary ba = LuaLibrary.named("ba")
                .function("parselsp", WebModule::parse)
                .function("seterrh", args -> setErrorHandler(web, args))
                .lazy("serverport", () -> server.luaPort(false))
                .lazy("serversslport", () -> server.luaPort(true));
        libraries.add(ba);
        libraries.add(new ServerLibrary(web).library());
        libraries.add(new MakoLibrary(web).library());
        return libraries;
    }

    private CompletableFuture<VmWeb> opening(LuaVm vm) {
        return vms.computeIfAbsent(vm, key -> new CompletableFuture<>());
    }

    /** The module in a VM, as soon as it is open there. */
    CompletionStage<VmWeb> in(LuaVm vm) {
        return opening(vm);
    }

    private static Varargs directory(VmWeb web, Args args) {
        Placement place = Placement.read(args);
        return web.types().wrap(new Directory(web, place.name, place.priority));
    }

    private static Varargs reader(VmWeb web, Args args) {
        Placement place = Placement.read(args);
        Io io = args.object(place.next, Io.class, "IO");
        return web.types().wrap(new Reader(web, place.name, place.priority, io, args.value(place.next)));
    }

    private static Varargs domainReader(VmWeb web, Args args) {
        String domain = args.text(1);
        boolean hasPriority = args.value(2) instanceof LuaNumber;
        int priority = hasPriority ? (int) args.truncated(2) : 0;
        int at = hasPriority ? 3 : 2;
        Io io = args.object(at, Io.class, "IO");
        Optional<String> missing = args.isNil(at + 1) ? Optional.empty() : Optional.of(args.text(at + 1));
        Reader made = new DomainReader(web, domain, priority, io, args.value(at), missing);
        return web.types().wrap(made);
    }

    private static Varargs setErrorHandler(VmWeb web, Args args) {
        web.setErrorHandler(args.optFunction(1));
        return Result.none();
    }

    private static Varargs parse(Args args) {
        boolean bodyOnly = args.count() > 1 && args.bool(2);
        try {
            return Result.of(LspParser.parse(args.bytes(1), bodyOnly));
        } catch (LspParser.SyntaxException e) {
            return Result.fail(e.getMessage());
        }
    }

    /**
     * The arguments {@code [name,] [priority,]} that every directory takes first.
     *
     * @param next the first argument behind them
     */
    record Placement(String name, int priority, int next) {

        static Placement read(Args args) {
            int at = 1;
            String name = "";
            if (args.value(at) instanceof LuaString) {
                name = args.text(at++);
            } else if (args.count() > 0 && args.isNil(at)) {
                at++;
            }
            int priority = 0;
            if (args.value(at) instanceof LuaNumber) {
                priority = (int) args.truncated(at++);
            } else if (args.value(at) instanceof LuaString) {
                throw args.expected(at, "number");
            }
            return new Placement(name, priority, at);
        }
    }
}
