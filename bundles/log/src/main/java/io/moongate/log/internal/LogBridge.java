package io.moongate.log.internal;

import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what bundles tell the OSGi Log Service to SLF4J, and so to the console and the log file, under the name of the
 * bundle that said it.
 */
@Component(
        service = {},
        immediate = true)
public final class LogBridge implements LogListener {

    private final LogReaderService reader;

    /** Called by the framework. */
    @Activate
    public LogBridge(@Reference LogReaderService reader) {
        this.reader = reader;
        reader.addLogListener(this);
    }

    @Override
    public void logged(LogEntry entry) {
        if (!isEvent(entry)) {
            log(LoggerFactory.getLogger(entry.getBundle().getSymbolicName()), entry);
        }
    }

    /** The log service makes an entry of every bundle or service that comes and goes; failures come from the framework. */
    private static boolean isEvent(LogEntry entry) {
        return entry.getLoggerName().startsWith("Events.")
                || entry.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID;
    }

    private static void log(Logger log, LogEntry entry) {
        switch (entry.getLogLevel()) {
            case AUDIT, ERROR -> log.error("{}", entry.getMessage(), entry.getException());
            case WARN -> log.warn("{}", entry.getMessage(), entry.getException());
            case INFO -> log.info("{}", entry.getMessage(), entry.getException());
            case DEBUG, TRACE -> log.debug("{}", entry.getMessage(), entry.getException());
        }
    }

    @Deactivate
    void stop() {
        reader.removeLogListener(this);
    }
}
