package io.moongate.socket.internal;

import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A VM with sockets, threads and timers, and event loops of its own. */
final class SocketVm implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Functions that the Lua code of tests uses. */
    private static final String PRELUDE = """
            -- an accept loop that runs every connection as a cosocket
            function serve(handler, op)
              op = op or {}
              op.intf = op.intf or "127.0.0.1"
              local listener = assert(ba.socket.bind(0, op))
              local _, port = listener:sockname()
              listener:event(function(l)
                while true do
                  local c = l:accept()
                  if not c then break end
                  c:event(handler, "s")
                end
              end, "r")
              return port, listener
            end
            function wait(condition)
              for i = 1, 1000 do
                if condition() then return true end
                ba.sleep(10)
              end
              error("condition not met")
            end
            function echo(c)
              while true do
                local d = c:read()
                if not d then break end
                c:write(d)
              end
            end
            """;

    private static final Leaks LEAKS = Leaks.watch();

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final SocketModule module;
    private final TestVm vm;

    SocketVm() {
        this(Map.of());
    }

    SocketVm(Map<String, TlsContext> sharks) {
        this(sharks, 20_000);
    }

    /** @param limit sockets that may be open */
    SocketVm(Map<String, TlsContext> sharks, int limit) {
        module = new SocketModule(loops, descriptors, limit);
        vm = new TestVm(
                module, new SharkModule(sharks), new ThreadModule(), new TimerModule(), new Conformance.ClockModule());
        vm.run(PRELUDE);
    }

    TestVm vm() {
        return vm;
    }

    SocketModule module() {
        return module;
    }

    String eval(String code) {
        return vm.eval(code);
    }

    int evalInt(String code) {
        return vm.run(code).arg1().toint();
    }

    /** Waits until Lua holds no connection and no strand runs. */
    void awaitQuiet() {
        await(() -> eval("return select(2, ba.socket.stat())").equals("0"), "open sockets");
        await(() -> vm.vm().strands().isEmpty(), "strands");
        await(() -> openSockets() <= 1, "system sockets");
        LEAKS.assertNone();
    }

    /** Sockets that this process has open: a selector of the JDK keeps none. */
    private static long openSockets() {
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(SocketVm::isSocket).count();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    static void await(BooleanSupplier condition, String what) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("still there after " + LIMIT + ": " + what + " (" + openSockets() + ")");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    @Override
    public void close() {
        vm.close();
        descriptors.close();
        loops.close();
    }
}
