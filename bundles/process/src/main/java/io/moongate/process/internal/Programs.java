package io.moongate.process.internal;

import io.moongate.net.ByteStream;
import io.moongate.net.posix.DescriptorStreams;
import io.moongate.net.posix.Posix;
import io.moongate.net.posix.PosixException;
import io.moongate.net.posix.Spawn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Starts programs. */
final class Programs {

    /** What a shell reports for a command that it cannot run. */
    private static final int CANNOT_START = 2;

    private static final Path SHELL = Path.of("/bin/sh");

    private final DescriptorStreams descriptors;

    Programs(DescriptorStreams descriptors) {
        this.descriptors = descriptors;
    }

    /** What a terminal and its program need. */
    record OnTerminal(Pty.Terminal terminal, Spawn.Child child) {}

    /**
     * Starts a program on a new terminal. One that cannot be started is a program that says so and ends.
     *
     * @throws PosixException when the system has no terminal left
     */
    OnTerminal onTerminal(String program, List<String> arguments) throws PosixException {
        Posix.Terminal terminal = Posix.openTerminal();
        Posix.Pipe errors = prepare(terminal);
        Spawn.Child child = startOn(terminal, errors.writeEnd(), program, arguments);
        Posix.close(errors.writeEnd());
        Posix.setNonBlocking(errors.readEnd());
        return new OnTerminal(
                new Pty.Terminal(
                        descriptors.open(terminal.master(), true),
                        descriptors.open(errors.readEnd(), true),
                        terminal.master()),
                child);
    }

    /** @return a pipe for the program's errors */
    private static Posix.Pipe prepare(Posix.Terminal terminal) throws PosixException {
        try {
            Posix.setRawOutput(terminal.master());
            return Posix.pipe();
        } catch (PosixException e) {
            Posix.close(terminal.master());
            throw e;
        }
    }

    private Spawn.Child startOn(Posix.Terminal terminal, int errors, String program, List<String> arguments) {
        try {
            return Spawn.start(
                    Path.of(program), arguments, environment(), new Spawn.Streams.OnTerminal(terminal.slave(), errors));
        } catch (PosixException | IllegalArgumentException e) {
            say(errors, program + ": " + e.getMessage() + "\n");
            return new Spawn.Child(
                    0,
                    CompletableFuture.completedFuture(
                            ExitStatus.ofCode(CANNOT_START).raw()));
        }
    }

    private void say(int errors, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            Posix.writeAll(errors, bytes);
        } catch (PosixException e) {
            throw new IllegalStateException("a new pipe takes nothing: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.putIfAbsent("TERM", "xterm");
        return environment;
    }

    /** A shell command that was started, and its output. */
    record Command(ByteStream output, Spawn.Child child) {}

    /** Starts a shell command. */
    Command command(String command) throws PosixException {
        Posix.Pipe output = Posix.pipe();
        try {
            Posix.setNonBlocking(output.readEnd());
            Spawn.Child child = Spawn.start(
                    SHELL, List.of("sh", "-c", command), System.getenv(), new Spawn.Streams.ToPipe(output.writeEnd()));
            return new Command(descriptors.open(output.readEnd(), true), child);
        } catch (PosixException e) {
            Posix.close(output.readEnd());
            throw e;
        } finally {
            Posix.close(output.writeEnd());
        }
    }
}
