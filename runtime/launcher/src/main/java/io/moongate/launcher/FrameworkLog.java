package io.moongate.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Where the framework's own messages go: with all others. */
final class FrameworkLog extends Logger {

    private final org.slf4j.Logger log = LoggerFactory.getLogger("framework");

    @Override
    protected void doLogOut(int level, String message, @Nullable Throwable error) {
        switch (level) {
            case LOG_ERROR -> log.error(message, error);
            case LOG_WARNING -> log.warn(message, error);
            case LOG_INFO -> log.info(message, error);
            default -> log.debug(message, error);
        }
    }
}
