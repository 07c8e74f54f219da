package io.moongate.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * Sets up a gateway's log: SLF4J of all bundles ends in the JDK's logging, and this says where that goes. Warnings and errors
 * are shown on the console; everything from INFO on is kept in {@code log/moongate.log}, rotated.
 */
final class Logging {

    private static final int ROTATE_BYTES = 5 << 20;
    private static final int KEPT_FILES = 5;

    private Logging() {}

    /** For a gateway. @throws LaunchException when the file cannot be written */
    static void toHome(Path directory) {
        Logger root = bareRoot();
        root.setLevel(Level.INFO);
        root.addHandler(console());
        root.addHandler(file(directory));
    }

    private static Logger bareRoot() {
        LogManager.getLogManager().reset();
        return Logger.getLogger("");
    }

    private static Handler console() {
        Handler handler = new ConsoleHandler();
        handler.setLevel(Level.WARNING);
        handler.setFormatter(new LineFormatter());
        return handler;
    }

    private static Handler file(Path directory) {
        try {
            Handler handler =
                    new FileHandler(directory.resolve("moongate.%g.log").toString(), ROTATE_BYTES, KEPT_FILES, true);
            handler.setLevel(Level.ALL);
            handler.setFormatter(new LineFormatter());
            return handler;
        } catch (IOException e) {
            throw LaunchException.failed("cannot write the log in " + directory + ": " + e.getMessage());
        }
    }

    /** Closes the file, after the last message. */
    static void close() {
        if (LogManager.getLogManager() instanceof LastingLogManager manager) {
            manager.end();
        }
    }
}
