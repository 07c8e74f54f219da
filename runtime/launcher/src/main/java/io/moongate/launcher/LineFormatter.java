package io.moongate.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** One line a message: time with zone, level, the bundle's or class's short name, text; a stack trace below. */
final class LineFormatter extends Formatter {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneId.systemDefault());

    @Override
    public String format(LogRecord message) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(message.getInstant().atZone(ZoneId.systemDefault()), line);
        line.append(' ').append(word(message.getLevel())).append(' ').append(shortName(message.getLoggerName()));
        line.append(": ").append(formatMessage(message)).append('\n');
        if (message.getThrown() != null) {
            StringWriter trace = new StringWriter();
            message.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String word(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    private static String shortName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }
}
