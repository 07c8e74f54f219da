package io.moongate.debug.internal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On which of its hits a breakpoint stops: {@code 5} or {@code >= 5}, {@code == 5}, {@code > 5}, {@code <= 5}, {@code < 5}, {@code % 5}. */
record HitCount(String operator, long number) {

    private static final Pattern FORM = Pattern.compile("\\s*(==|=|>=|<=|>|<|%)?\\s*([0-9]{1,18})\\s*");

    static Optional<HitCount> parse(String text) {
        Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        return form.matches()
                ? Optional.of(new HitCount(form.group(1) == null ? ">=" : form.group(1), Long.parseLong(form.group(2))))
                : Optional.empty();
    }

    boolean stopsAt(long hits) {
        return switch (operator) {
            case ">" -> hits > number;
            case "<" -> hits < number;
            case "<=" -> hits <= number;
            case "%" -> number > 0 && hits % number == 0;
            case "==", "=" -> hits == number;
            default -> hits >= number;
        };
    }
}
