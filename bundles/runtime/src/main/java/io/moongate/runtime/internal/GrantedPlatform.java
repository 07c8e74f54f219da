package io.moongate.runtime.internal;

import io.moongate.lua.LuaPlatform;
import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaVm;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a VM's {@code io} and {@code os} reach: as much as is granted, and commands without holding up other strands. */
final class GrantedPlatform extends ForwardingPlatform {

    private final LuaVm vm;

    GrantedPlatform(LuaPlatform platform, LuaVm vm) {
        super(platform);
        this.vm = vm;
    }

    private void demand(Grant grant) throws IOException {
        if (!vm.grants().allows(grant)) {
            throw new IOException(Grants.denial(grant));
        }
    }

    @Override
    public File open(String path, String mode) throws IOException {
        demand(Grant.DISK);
        return super.open(path, mode);
    }

    @Override
    public void remove(String path) throws IOException {
        demand(Grant.DISK);
        super.remove(path);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        demand(Grant.DISK);
        super.rename(from, to);
    }

    @Override
    public String temporaryName() throws IOException {
        demand(Grant.DISK);
        return super.temporaryName();
    }

    @Override
    public @Nullable String environment(String name) {
        return vm.grants().allows(Grant.PROCESS) ? super.environment(name) : null;
    }

    @Override
    public boolean hasShell() {
        return vm.grants().allows(Grant.PROCESS) && super.hasShell();
    }

    @Override
    public int execute(String command) throws IOException {
        demand(Grant.PROCESS);
        return aside(() -> super.execute(command));
    }

    @Override
    public Pipe popen(String command, String mode) throws IOException {
        demand(Grant.PROCESS);
        return new PipeAside(super.popen(command, mode));
    }

    /** Runs what blocks on another thread while the strand waits. */
    private <T> T aside(Blocking.Operation<T> operation) throws IOException {
        return Blocking.await(vm, operation);
    }

    private final class PipeAside implements Pipe {
        private final Pipe pipe;

        PipeAside(Pipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return aside(() -> pipe.read(buffer, offset, length));
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            aside(() -> {
                pipe.write(buffer, offset, length);
                return length;
            });
        }

        @Override
        public void position(long position) throws IOException {
            pipe.position(position);
        }

        @Override
        public long position() throws IOException {
            return pipe.position();
        }

        @Override
        public long size() throws IOException {
            return pipe.size();
        }

        @Override
        public int exitStatus() throws IOException {
            return aside(pipe::exitStatus);
        }

        @Override
        public void close() throws IOException {
            pipe.close();
        }
    }
}
