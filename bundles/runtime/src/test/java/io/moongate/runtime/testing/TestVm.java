package io.moongate.runtime.testing;

import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.internal.RuntimeVms;
import io.moongate.runtime.io.Io;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Varargs;

/** A VM with the given modules and, unless said otherwise, every grant, outside of any framework: how a bundle tests its Lua. */
public final class TestVm implements AutoCloseable {

    private static final long LIMIT_SECONDS = 60;

    private final RuntimeVms vms = new RuntimeVms();
    private final StringBuffer output = new StringBuffer();
    private final LuaVm vm;

    public TestVm(LuaModule... modules) {
        this(Grants.all(), Map.of(), modules);
    }

    /** A VM with other grants and with IOs that {@code ba.openio} finds. */
    public TestVm(Grants grants, Map<String, Io> ios, LuaModule... modules) {
        for (LuaModule module : modules) {
            vms.addModule(module);
        }
        VmOptions options = VmOptions.named(
                "test", grants, (priority, text) -> output.append(new String(text, StandardCharsets.UTF_8)));
        vm = vms.create(options.withIos(ios));
    }

    public LuaVm vm() {
        return vm;
    }

    public RuntimeVms vms() {
        return vms;
    }

    /** What the code printed or traced. */
    public String output() {
        return output.toString();
    }

    /** Runs Lua code on a strand, waits for its end and returns its results. */
    public Varargs run(String code) {
        var source = new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8));
        var strand = vm.spawn(
                "test",
                () -> vm.state().load(source, "=test", "t", vm.globals()).invoke());
        try {
            return strand.result().toCompletableFuture().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LuaError error ? error : new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            throw new IllegalStateException("test code did not end within " + LIMIT_SECONDS + " s: " + vm.strands(), e);
        }
    }

    /** {@link #run}, with the results joined by commas as {@code tostring} shows them. */
    public String eval(String code) {
        Varargs results = run(code);
        return IntStream.rangeClosed(1, results.narg())
                .mapToObj(i -> results.arg(i).tojstring())
                .collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        vms.close();
    }
}
