package io.moongate.deploy;

import java.util.List;
import java.util.Optional;

/**
 * What a deployment changes: the bundle itself and the bundles that restart with it because they use its classes.
 *
 * @param symbolicName the bundle's
 * @param from its version now; empty when it is not installed
 * @param to its version then; empty when it goes
 * @param core whether the bundle itself is one that the gateway stands on
 * @param others symbolic names of the other bundles that restart
 */
public record RefreshPlan(
        String symbolicName, Optional<String> from, Optional<String> to, boolean core, List<String> others) {

    public RefreshPlan {
        others = List.copyOf(others);
    }

    /** Whether only the bundle itself is touched, so that nobody needs to agree. */
    public boolean isContained() {
        return others.isEmpty() && !core;
    }

    /** One line, such as {@code io.moongate.greeter 1.0.0 -> 1.1.0, restarts nothing else}. */
    public String describe() {
        String versions = from.orElse("not installed") + " -> " + to.orElse("removed");
        String restarts = others.isEmpty() ? "restarts nothing else" : "also restarts " + String.join(", ", others);
        return symbolicName + " " + versions + ", " + restarts + (core ? ", is a core bundle" : "");
    }
}
