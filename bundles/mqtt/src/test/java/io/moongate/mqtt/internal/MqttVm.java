package io.moongate.mqtt.internal;

import io.moongate.data.internal.bytes.ByteArrayModule;
import io.moongate.data.internal.date.DateModule;
import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.internal.trace.TraceModule;
import io.moongate.runtime.testing.TestVm;
import io.moongate.socket.internal.SocketModule;
import org.luaj.vm2.Varargs;

/** A VM with MQTT and what it stands on. */
final class MqttVm implements AutoCloseable {

    private static final String PRELUDE = """
            printed = {}
            function print(...)
              local line = table.pack(...)
              for i = 1, line.n do line[i] = tostring(line[i]) end
              printed[#printed + 1] = table.concat(line, "\t") .. "\\n"
            end
            function wait(condition, ms)
              for i = 1, (ms or 10000) / 10 do
                if condition() then return end
                ba.sleep(10)
              end
              error("condition not met", 2)
            end
            """;

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final TestVm vm;

    MqttVm(LuaModule... more) {
        LuaModule[] modules = {
            new MqttModule(),
            new SocketModule(loops, descriptors),
            new ThreadModule(),
            new TimerModule(),
            new TraceModule(),
            new DateModule(),
            new ByteArrayModule()
        };
        vm = new TestVm(modules);
        for (LuaModule module : more) {
            vm.vms().addModule(module);
        }
        vm.run(PRELUDE);
    }

    String eval(String code) {
        return vm.eval(code);
    }

    Varargs run(String code) {
        return vm.run(code);
    }

    /** What the code traced: errors of callbacks among it. */
    String traced() {
        return vm.output();
    }

    String printed() {
        return vm.eval("return table.concat(printed)");
    }

    @Override
    public void close() {
        vm.close();
        loops.close();
        descriptors.close();
    }
}
