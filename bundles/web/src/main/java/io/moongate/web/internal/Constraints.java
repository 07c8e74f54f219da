package io.moongate.web.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the roles of users may do: the constraints with the most specific URL decide, and nothing listed is refused. */
final class Constraints implements Authorizer {

    record Constraint(List<String> urls, Set<String> methods, Set<String> roles) {}

    private final JsonUsers users;
    private volatile List<Constraint> constraints = List.of();
    private volatile boolean caseSensitive = true;

    Constraints(JsonUsers users) {
        this.users = users;
    }

    void set(List<Constraint> all) {
        constraints = List.copyOf(all);
    }

    void setCaseSensitive(boolean sensitive) {
        caseSensitive = sensitive;
    }

    @Override
    public boolean authorize(Command command, String method, String path) {
        Optional<JsonUsers.User> user = command.user().flatMap(who -> users.user(who.name()));
        return user.isPresent() && allows(user.get().roles(), method, path.startsWith("/") ? path : "/" + path);
    }

    private boolean allows(Set<String> roles, String method, String path) {
        List<Constraint> now = constraints;
        int best = now.stream()
                .mapToInt(constraint -> specificity(constraint, path))
                .max()
                .orElse(-1);
        return best >= 0
                && now.stream()
                        .filter(constraint -> specificity(constraint, path) == best)
                        .filter(constraint -> constraint.methods.contains(method))
                        .anyMatch(constraint -> constraint.roles.stream().anyMatch(roles::contains));
    }

    /** The length of the longest pattern that matches; -1 for none. An exact one beats any with a star. */
    private int specificity(Constraint constraint, String path) {
        return constraint.urls.stream()
                .mapToInt(pattern -> matches(pattern, path))
                .max()
                .orElse(-1);
    }

    private int matches(String pattern, String path) {
        String want = caseSensitive ? pattern : pattern.toLowerCase(Locale.ROOT);
        String have = caseSensitive ? path : path.toLowerCase(Locale.ROOT);
        if (want.endsWith("*")) {
            String prefix = want.substring(0, want.length() - 1);
            boolean match = have.startsWith(prefix)
                    || (prefix.endsWith("/") && have.equals(prefix.substring(0, prefix.length() - 1)));
            return match ? prefix.length() : -1;
        }
        return want.equals(have) ? want.length() + 1 : -1;
    }
}
