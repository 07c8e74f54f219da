package io.moongate.net.posix;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/** System calls on Linux. None of them waits, except for {@link #waitPid} and {@link #poll}. */
public final class Posix {

    /** Numbers of Linux, the same on x86-64 and arm64. */
    public static final int EAGAIN = 11;

    public static final int EINTR = 4;
    public static final int SIGKILL = 9;
    public static final int SIGCONT = 18;
    public static final int SIGSTOP = 19;
    public static final int SIGHUP = 1;

    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final long TIOCSWINSZ = 0x5414;
    private static final int WINSIZE_BYTES = 8;
    private static final int NAME_BYTES = 256;
    /** struct termios: c_iflag, c_oflag ... ; more than any C library needs. */
    private static final int TERMIOS_BYTES = 128;

    private static final int OUTPUT_FLAGS = 1;
    private static final int OPOST = 1;

    private static final Native OPEN = Native.variadic("open", 2, ADDRESS, JAVA_INT, JAVA_INT);
    private static final Native CLOSE = Native.of("close", JAVA_INT);
    private static final Native READ = Native.of("read", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final Native WRITE = Native.of("write", JAVA_INT, ADDRESS, JAVA_LONG);
    private static final Native PIPE = Native.of("pipe2", ADDRESS, JAVA_INT);
    private static final Native POLL = Native.of("poll", ADDRESS, JAVA_LONG, JAVA_INT);
    private static final Native MKFIFO = Native.of("mkfifo", ADDRESS, JAVA_INT);
    private static final Native KILL = Native.of("kill", JAVA_INT, JAVA_INT);
    private static final Native WAITPID = Native.of("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
    private static final Native FCNTL = Native.variadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT);
    private static final Native IOCTL = Native.variadic("ioctl", 2, JAVA_INT, JAVA_LONG, ADDRESS);
    private static final Native OPENPT = Native.of("posix_openpt", JAVA_INT);
    private static final Native GRANTPT = Native.of("grantpt", JAVA_INT);
    private static final Native UNLOCKPT = Native.of("unlockpt", JAVA_INT);
    private static final Native TCGETATTR = Native.of("tcgetattr", JAVA_INT, ADDRESS);
    private static final Native TCSETATTR = Native.of("tcsetattr", JAVA_INT, JAVA_INT, ADDRESS);
    private static final Native PTSNAME = Native.of("ptsname_r", JAVA_INT, ADDRESS, JAVA_LONG);

    private Posix() {}

    /** Makes a named pipe. @param mode permissions, less the process's umask */
    public static void mkfifo(Path path, int mode) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MKFIFO.call(arena.allocateFrom(path.toString()), mode);
        }
    }

    /** Opens for writing without waiting; a named pipe that nobody reads fails. */
    public static int openForWriting(Path path) throws PosixException {
        return open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }

    /** Opens for reading and writing without waiting. */
    public static int openForBoth(Path path) throws PosixException {
        return open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    }

    private static int open(Path path, int flags) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            return OPEN.call(arena.allocateFrom(path.toString()), flags, 0);
        }
    }

    /** Closes; there is nothing to be done about a failure. */
    public static void close(int descriptor) {
        try {
            CLOSE.call(descriptor);
        } catch (PosixException e) {
            // The descriptor is gone either way (Linux, close(2)).
            return;
        }
    }

    /** The two ends of a pipe. Neither end is passed on to child processes by itself. */
    public record Pipe(int readEnd, int writeEnd) {}

    public static Pipe pipe() throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            PIPE.call(ends, O_CLOEXEC);
            return new Pipe(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        }
    }

    public static void setNonBlocking(int descriptor) throws PosixException {
        int flags = FCNTL.call(descriptor, F_GETFL, 0);
        FCNTL.call(descriptor, F_SETFL, flags | O_NONBLOCK);
    }

    /** Reads what is there. @return how many bytes; 0 at the end */
    public static int read(int descriptor, MemorySegment buffer) throws PosixException {
        return READ.call(descriptor, buffer, buffer.byteSize());
    }

    /** @return how many bytes were taken */
    public static int write(int descriptor, MemorySegment data) throws PosixException {
        return WRITE.call(descriptor, data, data.byteSize());
    }

    /** Writes to a descriptor that blocks or has room for all of {@code data}. */
    public static void writeAll(int descriptor, byte[] data) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocateFrom(ValueLayout.JAVA_BYTE, data);
            for (long sent = 0; sent < data.length; ) {
                sent += write(descriptor, bytes.asSlice(sent));
            }
        }
    }

    /** poll(2). @param timeoutMillis -1: until something happens */
    public static int poll(MemorySegment descriptors, int count, int timeoutMillis) throws PosixException {
        return POLL.call(descriptors, (long) count, timeoutMillis);
    }

    /** Sends a signal to a process, or to a process group given as a negative number. */
    public static void kill(int pid, int signal) throws PosixException {
        KILL.call(pid, signal);
    }

    /** Waits for a child of ours that has ended or is about to. @return its status as waitpid(2) gives it */
    public static int waitPid(int pid) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(JAVA_INT);
            while (true) {
                try {
                    WAITPID.call(pid, status, 0);
                    return status.get(JAVA_INT, 0);
                } catch (PosixException e) {
                    if (e.errno() != EINTR) {
                        throw e;
                    }
                }
            }
        }
    }

    /**
     * A new pseudo-terminal.
     *
     * @param master our side; does not block
     * @param slave where the other side is opened
     */
    public record Terminal(int master, Path slave) {}

    public static Terminal openTerminal() throws PosixException {
        int master = OPENPT.call(O_RDWR | O_NOCTTY | O_CLOEXEC);
        try {
            GRANTPT.call(master);
            UNLOCKPT.call(master);
            setNonBlocking(master);
            return new Terminal(master, slaveOf(master));
        } catch (PosixException e) {
            close(master);
            throw e;
        }
    }

    private static Path slaveOf(int master) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            PTSNAME.callForError(master, name, (long) NAME_BYTES);
            return Path.of(name.getString(0));
        }
    }

    /** Lets a terminal's output through as it is: line ends stay line feeds. */
    public static void setRawOutput(int terminal) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment settings = arena.allocate(TERMIOS_BYTES, Integer.BYTES);
            TCGETATTR.call(terminal, settings);
            settings.setAtIndex(JAVA_INT, OUTPUT_FLAGS, settings.getAtIndex(JAVA_INT, OUTPUT_FLAGS) & ~OPOST);
            TCSETATTR.call(terminal, 0, settings);
        }
    }

    /** Tells a terminal its size; its programs get SIGWINCH. */
    public static void setWindowSize(int terminal, int rows, int columns) throws PosixException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(WINSIZE_BYTES);
            size.setAtIndex(ValueLayout.JAVA_SHORT, 0, (short) rows);
            size.setAtIndex(ValueLayout.JAVA_SHORT, 1, (short) columns);
            IOCTL.call(terminal, TIOCSWINSZ, size);
        }
    }
}
