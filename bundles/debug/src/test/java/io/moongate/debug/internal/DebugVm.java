package io.moongate.debug.internal;

import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.Strand;
import io.moongate.runtime.io.MemoryIo;
import io.moongate.runtime.testing.Ports;
import io.moongate.runtime.testing.TestVm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A VM with a program to debug, and event loops of its own. */
final class DebugVm implements AutoCloseable {

    private static final long LIMIT_SECONDS = 30;

    private final NettyLoops loops = new NettyLoops();
    private final TestVm vm;
    private final int port = Ports.free();

    DebugVm() throws IOException {
        this(Grants.all());
    }

    DebugVm(Grants grants) throws IOException {
        vm = new TestVm(grants, Map.of("vm", new MemoryIo(1 << 20)), new DebugModule(loops), new Sleep());
    }

    /** {@code sleep(millis)}, and {@code spawn(f)} for another strand. */
    private static final class Sleep implements LuaModule {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            return List.of(LuaLibrary.named("_G")
                    .function("sleep", args -> {
                        context.vm().sleep(args.integer(1));
                        return Result.none();
                    })
                    .function("spawn", args -> {
                        context.vm().call("spawned", args.function(1), LuaValue.NONE);
                        return Result.none();
                    }));
        }
    }

    TestVm vm() {
        return vm;
    }

    int port() {
        return port;
    }

    /** Starts a program, of the file prog.lua, in a strand of its own. */
    Strand start(String code) {
        return vm.vm().spawn("program", () -> {
            LuaValue chunk = vm.vm()
                    .state()
                    .load(
                            new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)),
                            "@prog.lua",
                            "t",
                            vm.vm().globals());
            return vm.vm().state().call(chunk, LuaValue.NONE);
        });
    }

    /** Lets a debugger in on the VM's port, then runs a program. */
    Strand debug(String code) {
        return debug(code, "");
    }

    Strand debug(String code, String options) {
        vm.run("dbg = require'ldbgmon' function connect() return dbg.connect{client=false, port=" + port + options
                + "} end");
        return start("connect() " + code);
    }

    /** Connects to a VM that waits for a debugger, or soon will. */
    DapClient connect() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            try {
                return DapClient.connect(port);
            } catch (ConnectException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
    }

    /** Connects and has breakpoints set at lines of prog.lua. */
    DapClient attach(String configuration, int... lines) throws IOException {
        DapClient client = connect().initialize(configuration);
        setBreakpoints(client, lines);
        client.ask("configurationDone");
        return client;
    }

    static void setBreakpoints(DapClient client, int... lines) throws IOException {
        StringBuilder list = new StringBuilder();
        for (int line : lines) {
            list.append(list.isEmpty() ? "" : ",")
                    .append("{'line':")
                    .append(line)
                    .append('}');
        }
        setBreakpoints(client, list.toString());
    }

    static void setBreakpoints(DapClient client, String list) throws IOException {
        client.ask("setBreakpoints", "{'source':{'path':'/home/me/app/prog.lua'},'breakpoints':[" + list + "]}");
    }

    static Varargs result(Strand strand) throws Exception {
        return strand.result().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vm.close();
        loops.close();
    }
}
