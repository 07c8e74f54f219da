package io.moongate.lua;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The process itself: its streams, files, environment and commands. */
final class SystemPlatform implements LuaPlatform {

    private static final int FIRST_SIGNAL = 128;

    private final InputStream stdin = new FileInputStream(FileDescriptor.in);
    private final OutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 13);
    private final OutputStream stderr = new FileOutputStream(FileDescriptor.err);

    @Override
    public InputStream stdin() {
        return stdin;
    }

    @Override
    public OutputStream stdout() {
        return stdout;
    }

    @Override
    public OutputStream stderr() {
        return stderr;
    }

    @Override
    public File open(String path, String mode) throws IOException {
        Path file = Path.of(path);
        try {
            return new ChannelFile(FileChannel.open(file, options(mode)), mode.startsWith("a"));
        } catch (FileSystemException e) {
            throw new IOException(reason(e), e);
        }
    }

    private static Set<OpenOption> options(String mode) {
        Set<OpenOption> options = new HashSet<>();
        boolean update = mode.indexOf('+') > 0;
        char kind = mode.charAt(0);
        if (kind == 'r' || update) {
            options.add(StandardOpenOption.READ);
        }
        if (kind != 'r' || update) {
            options.add(StandardOpenOption.WRITE);
        }
        if (kind != 'r') {
            options.add(StandardOpenOption.CREATE);
        }
        if (kind == 'w') {
            options.add(StandardOpenOption.TRUNCATE_EXISTING);
        }
        return options;
    }

    /** What C's strerror says. */
    private static String reason(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException ignored -> "No such file or directory";
            case AccessDeniedException ignored -> "Permission denied";
            case DirectoryNotEmptyException ignored -> "Directory not empty";
            default -> e.getReason() == null ? e.getMessage() : e.getReason();
        };
    }

    @Override
    public void remove(String path) throws IOException {
        try {
            Files.delete(Path.of(path));
        } catch (FileSystemException e) {
            throw new IOException(reason(e), e);
        }
    }

    @Override
    public void rename(String from, String to) throws IOException {
        try {
            Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
        } catch (FileSystemException e) {
            throw new IOException(reason(e), e);
        }
    }

    @Override
    public String temporaryName() throws IOException {
        return Files.createTempFile("lua_", "").toString();
    }

    @Override
    public void exit(int status) {
        try {
            stdout.flush();
        } catch (IOException e) {
            // Nobody is left to tell.
        }
        Runtime.getRuntime().exit(status);
    }

    @Override
    public @Nullable String environment(String name) {
        return System.getenv(name);
    }

    @Override
    public boolean hasShell() {
        return true;
    }

    @Override
    public int execute(String command) throws IOException {
        stdout.flush();
        return waitFor(shell(command).inheritIO().start());
    }

    private static ProcessBuilder shell(String command) {
        return new ProcessBuilder("/bin/sh", "-c", command);
    }

    private static int waitFor(Process process) throws IOException {
        try {
            int status = process.waitFor();
            return status > FIRST_SIGNAL ? FIRST_SIGNAL - status : status;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public Pipe popen(String command, String mode) throws IOException {
        stdout.flush();
        boolean reads = mode.startsWith("r");
        ProcessBuilder builder = shell(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (reads) {
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectOutput(ProcessBuilder.Redirect.INHERIT);
        }
        return new ProcessPipe(builder.start());
    }

    @Override
    public long cpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(java.time.Duration::toNanos)
                .orElseGet(System::nanoTime);
    }

    @Override
    public long timeMillis() {
        return System.currentTimeMillis();
    }

    private static final class ChannelFile implements File {
        private final FileChannel channel;
        private final boolean appends;

        ChannelFile(FileChannel channel, boolean appends) {
            this.channel = channel;
            this.appends = appends;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(buffer, offset, length));
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            if (appends) {
                channel.position(channel.size());
            }
            ByteBuffer bytes = ByteBuffer.wrap(buffer, offset, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void position(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static final class ProcessPipe implements Pipe {
        private final Process process;

        ProcessPipe(Process process) {
            this.process = process;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return process.getInputStream().read(buffer, offset, length);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            process.getOutputStream().write(buffer, offset, length);
            process.getOutputStream().flush();
        }

        @Override
        public void position(long position) throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public long position() throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public long size() throws IOException {
            throw new IOException("Illegal seek");
        }

        @Override
        public void close() throws IOException {
            exitStatus();
        }

        @Override
        public int exitStatus() throws IOException {
            process.getOutputStream().close();
            process.getInputStream().close();
            return waitFor(process);
        }
    }
}
