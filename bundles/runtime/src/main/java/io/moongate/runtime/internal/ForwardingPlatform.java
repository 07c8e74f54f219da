package io.moongate.runtime.internal;

import io.moongate.lua.LuaPlatform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A platform that does what another does: the base of those that change a part. */
abstract class ForwardingPlatform implements LuaPlatform {

    final LuaPlatform platform;

    ForwardingPlatform(LuaPlatform platform) {
        this.platform = platform;
    }

    @Override
    public InputStream stdin() {
        return platform.stdin();
    }

    @Override
    public OutputStream stdout() {
        return platform.stdout();
    }

    @Override
    public OutputStream stderr() {
        return platform.stderr();
    }

    @Override
    public File open(String path, String mode) throws IOException {
        return platform.open(path, mode);
    }

    @Override
    public void remove(String path) throws IOException {
        platform.remove(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        platform.rename(from, to);
    }

    @Override
    public String temporaryName() throws IOException {
        return platform.temporaryName();
    }

    @Override
    public void exit(int status) {
        platform.exit(status);
    }

    @Override
    public @Nullable String environment(String name) {
        return platform.environment(name);
    }

    @Override
    public boolean hasShell() {
        return platform.hasShell();
    }

    @Override
    public int execute(String command) throws IOException {
        return platform.execute(command);
    }

    @Override
    public Pipe popen(String command, String mode) throws IOException {
        return platform.popen(command, mode);
    }

    @Override
    public long cpuNanos() {
        return platform.cpuNanos();
    }

    @Override
    public long timeMillis() {
        return platform.timeMillis();
    }
}
