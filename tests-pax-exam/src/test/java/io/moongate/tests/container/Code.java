package io.moongate.tests.container;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Strand;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Lua code in a VM. */
final class Code {

    private Code() {}

    static Strand start(LuaVm vm, String code) {
        var source = new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8));
        return vm.spawn(
                "test",
                () -> vm.state().load(source, "=test", "t", vm.globals()).invoke());
    }

    /** The first result of the code as text, or the message of its error. */
    static String eval(LuaVm vm, String code) throws Exception {
        try {
            return start(vm, code)
                    .result()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS)
                    .arg1()
                    .tojstring();
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        }
    }
}
