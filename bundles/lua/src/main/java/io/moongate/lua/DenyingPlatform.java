package io.moongate.lua;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A platform that grants nothing. */
final class DenyingPlatform implements LuaPlatform {

    private static IOException denied(String what) {
        return new IOException(what + " is not permitted here");
    }

    @Override
    public InputStream stdin() {
        return InputStream.nullInputStream();
    }

    @Override
    public OutputStream stdout() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream stderr() {
        return OutputStream.nullOutputStream();
    }

    @Override
    public File open(String path, String mode) throws IOException {
        throw denied("opening files");
    }

    @Override
    public void remove(String path) throws IOException {
        throw denied("removing files");
    }

    @Override
    public void rename(String from, String to) throws IOException {
        throw denied("renaming files");
    }

    @Override
    public String temporaryName() throws IOException {
        throw denied("creating files");
    }

    @Override
    public void exit(int status) {
        throw new UnsupportedOperationException("os.exit is not permitted here");
    }

    @Override
    public @Nullable String environment(String name) {
        return null;
    }

    @Override
    public boolean hasShell() {
        return false;
    }

    @Override
    public int execute(String command) throws IOException {
        throw denied("running commands");
    }

    @Override
    public Pipe popen(String command, String mode) throws IOException {
        throw denied("running commands");
    }

    @Override
    public long cpuNanos() {
        return System.nanoTime();
    }

    @Override
    public long timeMillis() {
        return System.currentTimeMillis();
    }
}
