package io.moongate.deploy.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the features' configurations to ConfigAdmin, except those that the operator replaced by a file in {@code etc}. */
@Component(
        service = {},
        immediate = true)
public final class FeatureConfigurations {

    private static final Logger LOG = LoggerFactory.getLogger(FeatureConfigurations.class);
    private static final List<String> SUFFIXES = List.of(".cfg", ".config", ".json");

    private final ConfigurationAdmin admin;
    private final Path etc;

    /**
     * Called by the framework.
     *
     * @param configurations values by PID, {@code factory~name} for a factory's; from the launcher
     */
    @Activate
    public FeatureConfigurations(
            BundleContext context,
            @Reference ConfigurationAdmin admin,
            @Reference(target = "(moongate.configurations=features)")
                    Supplier<Map<String, Map<String, Object>>> configurations) {
        this.admin = admin;
        this.etc = Path.of(context.getProperty("moongate.home"), "etc");
        configurations.get().forEach(this::apply);
    }

    private void apply(String pid, Map<String, Object> values) {
        if (SUFFIXES.stream().anyMatch(suffix -> Files.exists(etc.resolve(pid + suffix)))) {
            return;
        }
        try {
            Pids.configuration(admin, pid).updateIfDifferent(new Hashtable<>(values));
        } catch (IOException e) {
            LOG.error("configuration {} of a feature cannot be set: {}", pid, e.getMessage());
        }
    }
}
