package io.moongate.web.internal;

import io.moongate.net.internal.NettyLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppManifest;
import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.testing.TestVm;
import io.moongate.web.internal.http.Listener;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A web server with one app, outside of any framework. */
final class WebFixture implements AutoCloseable {

    private final NettyLoops loops = new NettyLoops();
    private final WebServer server;
    private final WebModule module;
    private final TestVm vm;
    private final Path directory;

    WebFixture(Path directory, WebSettings settings, LuaModule... more) {
        this(directory, settings, Optional.empty(), more);
    }

    WebFixture(Path directory, WebSettings settings, Optional<TraceLog> trace, LuaModule... more) {
        this.directory = directory;
        server = new WebServer(settings, loops, trace);
        module = new WebModule(server);
        LuaModule[] modules = Stream.concat(Stream.of(module, new IoModule()), Stream.of(more))
                .toArray(LuaModule[]::new);
        vm = new TestVm(Grants.all(), Map.of("vm", new DiskIo(directory)), modules);
    }

    static WebFixture of(Path directory) {
        return new WebFixture(directory, WebSettings.standard(true));
    }

    WebServer server() {
        return server;
    }

    TestVm vm() {
        return vm;
    }

    int listen() throws IOException {
        return listen(0, null);
    }

    int listen(int port, @Nullable TlsContext tls) throws IOException {
        Listener listener = server.listen(new InetSocketAddress("127.0.0.1", port), tls);
        return listener.port();
    }

    /** Writes a file of the app. */
    WebFixture file(String name, String content) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
        return this;
    }

    /** Mounts the directory as the root app and runs its {@code .preload}. */
    WebFixture start() {
        AppMounts mounts = new AppMounts(server, module);
        TestApp app = new TestApp(vm.vm(), new DiskIo(directory), new LuaTable());
        var started = vm.vm().spawn("start", () -> {
            prepare(app);
            mounts.starting(app);
            preload(app);
            mounts.started(app);
            return LuaValue.NONE;
        });
        started.result().toCompletableFuture().join();
        return this;
    }

    private void prepare(TestApp app) {
        LuaTable meta = new LuaTable();
        meta.rawset("__index", vm.vm().globals());
        app.environment.setmetatable(meta);
        app.environment.rawset("app", app.environment);
        app.environment.rawset("io", vm.vm().globals().get("ba").get("openio").call("vm"));
    }

    private void preload(TestApp app) {
        try {
            Path file = directory.resolve(".preload");
            if (Files.exists(file)) {
                vm.vm()
                        .state()
                        .load(new ByteArrayInputStream(Files.readAllBytes(file)), "@.preload", "t", app.environment)
                        .call();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private record TestApp(LuaVm vm, Io io, LuaTable environment) implements App {
        @Override
        public String name() {
            return "test";
        }

        @Override
        public AppManifest manifest() {
            return new AppManifest(Optional.of("/"), 0, Grants.all());
        }
    }

    @Override
    public void close() {
        server.close();
        vm.close();
        loops.close();
    }
}
