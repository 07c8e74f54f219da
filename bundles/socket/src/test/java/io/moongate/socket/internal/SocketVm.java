package io.moongate.socket.internal;

import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.testing.TestVm;

/** A VM with sockets, threads and timers, and event loops of its own. */
final class SocketVm implements AutoCloseable {

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final SocketModule module = new SocketModule(loops, descriptors);
    private final TestVm vm = new TestVm(module, new ThreadModule(), new TimerModule(), new Conformance.ClockModule());

    TestVm vm() {
        return vm;
    }

    SocketModule module() {
        return module;
    }

    NettyLoops loops() {
        return loops;
    }

    String eval(String code) {
        return vm.eval(code);
    }

    @Override
    public void close() {
        vm.close();
        descriptors.close();
        loops.close();
    }
}
