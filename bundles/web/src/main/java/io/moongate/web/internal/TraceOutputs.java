package io.moongate.web.internal;

import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.TraceLog;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the gateway's trace to a file and to the log, as the configuration {@code io.moongate.trace} says. */
@Component(
        configurationPid = "io.moongate.trace",
        service = {},
        immediate = true)
public final class TraceOutputs {

    private static final Logger LOG = LoggerFactory.getLogger("trace");

    private final Optional<TraceFile> file;
    private final Optional<TraceLog.Subscription> subscription;
    private final int priority;
    private final boolean log;

    @Activate
    public TraceOutputs(BundleContext bundle, TraceFileConfiguration configuration, @Reference TraceLog trace) {
        String home = bundle.getProperty("moongate.home");
        this.file = configuration.file().isBlank()
                ? Optional.empty()
                : Optional.of(new TraceFile(
                        Path.of(home == null ? "." : home).resolve(configuration.file()),
                        configuration.bytes(),
                        configuration.keep()));
        this.log = configuration.log();
        this.priority = configuration.priority();
        this.subscription = log || file.isPresent() ? Optional.of(trace.subscribe(this::write)) : Optional.empty();
    }

    private void write(TraceEntry entry) {
        if (entry.priority() > priority) {
            return;
        }
        file.ifPresent(to -> to.accept(entry));
        if (log) {
            LOG.info("{}: {}", entry.vm(), entry.message().stripTrailing());
        }
    }

    @Deactivate
    void close() {
        subscription.ifPresent(TraceLog.Subscription::close);
        file.ifPresent(TraceFile::close);
    }
}
