package io.moongate.smtp.internal;

import io.moongate.data.internal.codec.CodecModule;
import io.moongate.data.internal.date.DateModule;
import io.moongate.data.internal.random.RandomModule;
import io.moongate.io.internal.lua.IoModule;
import io.moongate.net.internal.DescriptorLoop;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.internal.task.ThreadModule;
import io.moongate.runtime.internal.task.TimerModule;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.testing.TestVm;
import io.moongate.socket.internal.SocketModule;
import io.moongate.tls.internal.TlsModule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A VM with what mail stands on, and event loops of its own. */
final class MailVm implements AutoCloseable {

    private final NettyLoops loops = new NettyLoops();
    private final DescriptorLoop descriptors = new DescriptorLoop();
    private final TestVm vm;

    MailVm() {
        vm = new TestVm(Grants.all(), Map.of("disk", new DiskIo(Path.of("/"))), modules());
    }

    private LuaModule[] modules() {
        return new LuaModule[] {
            new SmtpModule(),
            new SocketModule(loops, descriptors),
            new TlsModule(),
            new CodecModule(),
            new DateModule(),
            new RandomModule(),
            new IoModule(List.of()),
            new ThreadModule(),
            new TimerModule()
        };
    }

    TestVm vm() {
        return vm;
    }

    @Override
    public void close() throws Exception {
        vm.close();
        descriptors.close();
        loops.close();
    }
}
