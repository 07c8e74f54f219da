package io.moongate.lua;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code io}, {@code os}, {@code loadfile} and {@code print} reach the world with. A state can do nothing outside
 * itself but through this.
 */
public interface LuaPlatform {

    /** The process's own files, streams and commands: for a stand-alone interpreter. */
    static LuaPlatform system() {
        return new SystemPlatform();
    }

    /** Nothing but time: everything else fails with a message that says so. Output is dropped. */
    static LuaPlatform denying() {
        return new DenyingPlatform();
    }

    InputStream stdin();

    OutputStream stdout();

    OutputStream stderr();

    /**
     * Opens a file.
     *
     * @param mode as of C's {@code fopen}, checked already: {@code "r"}, {@code "w+b"} …
     * @throws IOException with the reason as message, without the path: {@code "No such file or directory"}
     */
    File open(String path, String mode) throws IOException;

    void remove(String path) throws IOException;

    void rename(String from, String to) throws IOException;

    /** The path of a new temporary file. */
    String temporaryName() throws IOException;

    /** Ends the process, or whatever this state stands for. */
    void exit(int status);

    @Nullable
    String environment(String name);

    /** Whether {@link #execute} can work at all: what {@code os.execute()} returns. */
    boolean hasShell();

    /** Runs a shell command to its end and returns its exit status; negative is a signal's number. */
    int execute(String command) throws IOException;

    /**
     * Starts a shell command with a pipe.
     *
     * @param mode {@code "r"} to read its output, {@code "w"} to write its input
     */
    Pipe popen(String command, String mode) throws IOException;

    /** Processor time used, in nanoseconds: {@code os.clock}. */
    long cpuNanos();

    /** Milliseconds since the epoch. */
    long timeMillis();

    /** An open file. Not buffered. */
    interface File extends Closeable {
        /** Reads some bytes; -1 at the end. */
        int read(byte[] buffer, int offset, int length) throws IOException;

        void write(byte[] buffer, int offset, int length) throws IOException;

        /** Moves to an absolute position, which may be behind the end. */
        void position(long position) throws IOException;

        long position() throws IOException;

        long size() throws IOException;
    }

    /** One end of a running command. */
    interface Pipe extends File {
        /** Closes the pipe, waits for the command and returns its exit status; negative is a signal's number. */
        int exitStatus() throws IOException;
    }
}
