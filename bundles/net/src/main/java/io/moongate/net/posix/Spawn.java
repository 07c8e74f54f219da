package io.moongate.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Starts child processes with posix_spawn(3), which unlike the JDK's ProcessBuilder can give them a controlling terminal
 * and tells how they ended.
 */
public final class Spawn {

    /** From spawn.h of the GNU C library. */
    private static final short SETSIGDEF = 0x04;

    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;

    private static final int SIGSET_BYTES = 128;
    /** More than any C library's posix_spawnattr_t and posix_spawn_file_actions_t. */
    private static final int OPAQUE_BYTES = 512;

    private static final int FIRST_OTHER_DESCRIPTOR = 3;

    private static final Native SPAWN = Native.of("posix_spawn", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final Native ATTR_INIT = Native.of("posix_spawnattr_init", ADDRESS);
    private static final Native ATTR_DESTROY = Native.of("posix_spawnattr_destroy", ADDRESS);
    private static final Native ATTR_FLAGS = Native.of("posix_spawnattr_setflags", ADDRESS, JAVA_SHORT);
    private static final Native ATTR_DEFAULT = Native.of("posix_spawnattr_setsigdefault", ADDRESS, ADDRESS);
    private static final Native ATTR_MASK = Native.of("posix_spawnattr_setsigmask", ADDRESS, ADDRESS);
    private static final Native SIGNALS_ALL = Native.of("sigfillset", ADDRESS);
    private static final Native SIGNALS_NONE = Native.of("sigemptyset", ADDRESS);
    private static final Native ACTIONS_INIT = Native.of("posix_spawn_file_actions_init", ADDRESS);
    private static final Native ACTIONS_DESTROY = Native.of("posix_spawn_file_actions_destroy", ADDRESS);
    private static final Native ACTIONS_OPEN =
            Native.of("posix_spawn_file_actions_addopen", ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final Native ACTIONS_DUP =
            Native.of("posix_spawn_file_actions_adddup2", ADDRESS, JAVA_INT, JAVA_INT);
    /** Since glibc 2.34. Where it is missing, children inherit what lacks the close-on-exec flag. */
    private static final Optional<Native> ACTIONS_CLOSE_FROM =
            Native.optional("posix_spawn_file_actions_addclosefrom_np", ADDRESS, JAVA_INT);

    private Spawn() {}

    /** Where a child's standard streams go. */
    public sealed interface Streams {

        /** A terminal that becomes the child's controlling one, and a pipe for its errors. */
        record OnTerminal(Path slave, int errors) implements Streams {}

        /** Nothing to read, a pipe for its output; errors are lost unless the command sends them to its output. */
        record ToPipe(int output) implements Streams {}
    }

    /** A child that was started. {@code ended} completes, on any thread, with its status as waitpid(2) gives it. */
    public record Child(int pid, CompletableFuture<Integer> ended) {}

    /**
     * Starts a program as the leader of a session of its own.
     *
     * @param program a path
     * @param arguments with the program's own name first
     * @throws PosixException when it cannot be started
     */
    public static Child start(Path program, List<String> arguments, Map<String, String> environment, Streams streams)
            throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment actions = arena.allocate(OPAQUE_BYTES, Long.BYTES);
            MemorySegment attributes = arena.allocate(OPAQUE_BYTES, Long.BYTES);
            ACTIONS_INIT.callForError(actions);
            ATTR_INIT.callForError(attributes);
            try {
                addStreams(arena, actions, streams);
                setSession(arena, attributes);
                SPAWN.callForError(
                        pid,
                        arena.allocateFrom(program.toString()),
                        actions,
                        attributes,
                        strings(arena, arguments),
                        strings(arena, pairs(environment)));
            } finally {
                ATTR_DESTROY.callForError(attributes);
                ACTIONS_DESTROY.callForError(actions);
            }
            return child(pid.get(JAVA_INT, 0));
        }
    }

    private static void addStreams(Arena arena, MemorySegment actions, Streams streams) throws PosixException {
        switch (streams) {
            case Streams.OnTerminal(Path slave, int errors) -> {
                // The first terminal that a session leader opens becomes the session's.
                ACTIONS_OPEN.callForError(actions, 0, arena.allocateFrom(slave.toString()), Posix.O_RDWR, 0);
                ACTIONS_DUP.callForError(actions, 0, 1);
                ACTIONS_DUP.callForError(actions, errors, 2);
            }
            case Streams.ToPipe(int output) -> {
                MemorySegment nothing = arena.allocateFrom("/dev/null");
                ACTIONS_OPEN.callForError(actions, 0, nothing, Posix.O_RDWR, 0);
                ACTIONS_DUP.callForError(actions, output, 1);
                ACTIONS_OPEN.callForError(actions, 2, nothing, Posix.O_RDWR, 0);
            }
        }
        if (ACTIONS_CLOSE_FROM.isPresent()) {
            ACTIONS_CLOSE_FROM.get().callForError(actions, FIRST_OTHER_DESCRIPTOR);
        }
    }

    /** The JVM's own signal handling is none of the child's business. */
    private static void setSession(Arena arena, MemorySegment attributes) throws PosixException {
        MemorySegment all = arena.allocate(SIGSET_BYTES, Long.BYTES);
        MemorySegment none = arena.allocate(SIGSET_BYTES, Long.BYTES);
        SIGNALS_ALL.call(all);
        SIGNALS_NONE.call(none);
        ATTR_DEFAULT.callForError(attributes, all);
        ATTR_MASK.callForError(attributes, none);
        ATTR_FLAGS.callForError(attributes, (short) (SETSID | SETSIGDEF | SETSIGMASK));
    }

    private static MemorySegment strings(Arena arena, List<String> texts) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i), StandardCharsets.UTF_8));
        }
        return array;
    }

    private static List<String> pairs(Map<String, String> environment) {
        return environment.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** The JDK tells when the child has ended, without taking its status. */
    private static Child child(int pid) {
        CompletableFuture<Integer> ended = ProcessHandle.of(pid)
                .map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenApply(handle -> status(pid));
        return new Child(pid, ended);
    }

    private static int status(int pid) {
        try {
            return Posix.waitPid(pid);
        } catch (PosixException e) {
            // Someone else has taken it; all that is known is that the child is gone.
            return 0;
        }
    }
}
