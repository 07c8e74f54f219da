package io.moongate.standalone.internal;

import io.moongate.lua.LuaPlatform;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the program prints. {@code print} and {@code io.write} go through one buffer, so that their order stays; a person at
 * a terminal sees each line at once.
 */
final class Output {

    private final boolean terminal =
            System.console() != null && System.console().isTerminal();
    private final OutputStream out;
    private final OutputStream err;

    /** @param platform whose streams are the program's */
    Output(LuaPlatform platform) {
        out = platform.stdout();
        err = platform.stderr();
    }

    void write(byte[] text) {
        try {
            out.write(text);
            if (terminal) {
                out.flush();
            }
        } catch (IOException e) {
            throw new LostOutputException(e);
        }
    }

    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new LostOutputException(e);
        }
    }

    /** What is traced goes beside what is printed: who reads the output does not want it. */
    void trace(byte[] text) {
        flush();
        print(text);
    }

    /** An error of the program's user, after everything printed before. */
    void error(String message) {
        flush();
        print(("lua: " + message + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void print(byte[] message) {
        try {
            err.write(message);
            err.flush();
        } catch (IOException e) {
            throw new LostOutputException(e);
        }
    }

    /** Nobody reads what the program prints any more. */
    static final class LostOutputException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LostOutputException(IOException cause) {
            super("cannot print: " + cause.getMessage(), cause);
        }
    }
}
