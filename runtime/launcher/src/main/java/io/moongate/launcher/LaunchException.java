package io.moongate.launcher;

/** Ends the program with one line for the person who started it. */
final class LaunchException extends RuntimeException {

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final int exitCode;

    private LaunchException(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    /** Something that prevents the start: exit code 1. */
    static LaunchException failed(String message) {
        return new LaunchException(message, FAILED);
    }

    /** A command line that cannot be understood: exit code 2. */
    static LaunchException usage(String message) {
        return new LaunchException(message + " (see: moongate help)", WRONG_USAGE);
    }

    int exitCode() {
        return exitCode;
    }
}
