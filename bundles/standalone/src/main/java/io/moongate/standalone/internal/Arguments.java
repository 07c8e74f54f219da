package io.moongate.standalone.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The command line of the program {@code lua}, as its manual page has it.
 *
 * @param all as given
 * @param steps what options ask for, in their order
 * @param script index in {@code all} of the script's name, empty when there is none
 */
record Arguments(
        List<String> all,
        List<Step> steps,
        boolean interactive,
        boolean version,
        boolean ignoreEnvironment,
        Optional<Integer> script) {

    /** An option that does something. */
    sealed interface Step {}

    /** {@code -e}. */
    record Statement(String code) implements Step {}

    /** {@code -l}: what {@code require(module)} returns becomes a global. */
    record Require(String global, String module) implements Step {}

    /** {@code -W}. */
    record WarningsOn() implements Step {}

    /** A command line that cannot be understood. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1;

        UsageException(String message) {
            super(message);
        }
    }

    static Arguments parse(List<String> all) throws UsageException {
        List<Step> steps = new ArrayList<>();
        boolean interactive = false;
        boolean version = false;
        boolean ignoreEnvironment = false;
        int i = 0;
        scan:
        for (; i < all.size(); i++) {
            String option = all.get(i);
            if (!option.startsWith("-") || option.equals("-")) {
                break;
            }
            switch (option.length() > 2 && (option.startsWith("-e") || option.startsWith("-l"))
                    ? option.substring(0, 2)
                    : option) {
                case "--" -> {
                    i++;
                    break scan;
                }
                case "-i" -> {
                    interactive = true;
                    version = true;
                }
                case "-v" -> version = true;
                case "-E" -> ignoreEnvironment = true;
                case "-W" -> steps.add(new WarningsOn());
                case "-e", "-l" -> {
                    boolean attached = option.length() > 2;
                    if (!attached && ++i == all.size()) {
                        throw new UsageException("'" + option + "' needs argument");
                    }
                    String value = attached ? option.substring(2) : all.get(i);
                    steps.add(option.startsWith("-e") ? new Statement(value) : require(value));
                }
                default -> throw new UsageException("unrecognized option '" + option + "'");
            }
        }
        return new Arguments(
                List.copyOf(all),
                List.copyOf(steps),
                interactive,
                version,
                ignoreEnvironment,
                i < all.size() ? Optional.of(i) : Optional.empty());
    }

    private static Require require(String value) {
        int equals = value.indexOf('=');
        String module = value.substring(equals + 1);
        int dash = module.indexOf('-');
        String global = equals >= 0 ? value.substring(0, equals) : dash >= 0 ? module.substring(0, dash) : module;
        return new Require(global, module);
    }

    /** What the script gets. */
    List<String> scriptArguments() {
        return script.map(index -> all.subList(index + 1, all.size())).orElse(List.of());
    }

    /** Whether the options alone are all there is to do. */
    boolean isDoneByOptions() {
        return !interactive && (version || steps.stream().anyMatch(Statement.class::isInstance));
    }
}
