package io.moongate.standalone.internal;

import io.moongate.lua.LuaPlatform;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.ToIntFunction;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import sun.misc.Signal;

/**
 * The standalone program {@code lua}: takes its command line, returns its exit code. Runs everything on one strand of a VM
 * of its own, with every grant.
 */
@Component(service = ToIntFunction.class, property = "moongate.program=lua")
public final class LuaProgram implements ToIntFunction<List<String>> {

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final LuaVms vms;
    private final Path home;

    /** Called by the framework. */
    @Activate
    public LuaProgram(BundleContext context, @Reference LuaVms vms) {
        this.vms = vms;
        this.home = Path.of(context.getProperty("moongate.home"));
    }

    @Override
    public int applyAsInt(List<String> args) {
        try {
            return run(Arguments.parse(args));
        } catch (Arguments.UsageException e) {
            System.err.println("lua: " + e.getMessage() + " (options: -e stat, -i, -l mod, -v, -E, -W, -, --)");
            return WRONG_USAGE;
        }
    }

    private int run(Arguments arguments) {
        LuaPlatform platform = LuaPlatform.system();
        Output output = new Output(platform);
        LuaVm vm = vms.create(VmOptions.named("lua", Grants.all(), (priority, text) -> output.trace(text))
                .withPlatform(platform)
                .withIos(ios()));
        Runtime.getRuntime().addShutdownHook(new Thread(output::flush, "flush"));
        interruptOnSignal(vm);
        try {
            var session = new Session(vm, arguments, output);
            boolean ok = vm.spawn("main", () -> LuaValue.valueOf(session.run()))
                    .result()
                    .toCompletableFuture()
                    .join()
                    .toboolean(1);
            return ok ? OK : FAILED;
        } catch (CompletionException e) {
            output.error(String.valueOf(e.getCause().getMessage()));
            return FAILED;
        } finally {
            vm.close();
            output.flush();
        }
    }

    private Map<String, Io> ios() {
        Path data = home.resolve("data");
        return Map.of("vm", new DiskIo(Path.of("").toAbsolutePath()), "home", new DiskIo(data));
    }

    /** The first Ctrl-C raises an error in the code that runs, the second ends the program. */
    private static void interruptOnSignal(LuaVm vm) {
        Signal signal = new Signal("INT");
        Signal.handle(signal, received -> {
            Signal.handle(signal, sun.misc.SignalHandler.SIG_DFL);
            vm.state().interrupt(() -> {
                throw new LuaError("interrupted!");
            });
        });
    }
}
