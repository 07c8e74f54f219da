package io.moongate.deploy.internal;

import java.io.IOException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Names of configurations as features and files spell them. */
final class Pids {
    private Pids() {}

    /** @param name a PID, or {@code factory~name} for a factory's configuration */
    static Configuration configuration(ConfigurationAdmin admin, String name) throws IOException {
        int tilde = name.indexOf('~');
        return tilde < 0
                ? admin.getConfiguration(name, "?")
                : admin.getFactoryConfiguration(name.substring(0, tilde), name.substring(tilde + 1), "?");
    }
}
