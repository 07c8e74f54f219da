package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceAttestation;
import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.device.DeviceKeys;
import io.moongate.net.pki.PkiException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses where the device's keys are, says so in the log, and offers them as a service and, through the JCA provider
 * {@code MoongateTPM}, to TLS. The chip itself is opened when a key is first used.
 *
 * <p>The framework property {@code moongate.tpm.device} stands above the configuration, {@code moongate.tpm.required}
 * beside it: a device profile sets them.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "io.moongate.tpm")
@Designate(ocd = DeviceKeysComponent.Config.class)
public final class DeviceKeysComponent {

    /** The configuration {@code io.moongate.tpm}. */
    @ObjectClassDefinition(name = "Device keys")
    public @interface Config {
        @AttributeDefinition(description = "The TPM: a character device, or tcp:host:port of a swtpm")
        String device() default "/dev/tpmrm0";

        @AttributeDefinition(description = "Whether keys must be in a TPM: without one, there are no keys")
        boolean required() default false;

        @AttributeDefinition(description = "What identifies this machine where there is no TPM")
        String machine_id() default "/etc/machine-id";
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeviceKeysComponent.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private static final Dictionary<String, ?> COMMAND_PROPERTIES =
            new Hashtable<>(Map.of("osgi.command.scope", "moongate", "osgi.command.function", "identity"));

    private final Optional<ChipQueue> chip;
    private final MoongateTpmProvider provider = new MoongateTpmProvider();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final Thread identification;
    private boolean closed;

    @Activate
    public DeviceKeysComponent(BundleContext context, Config config) {
        String device =
                Optional.ofNullable(context.getProperty("moongate.tpm.device")).orElse(config.device());
        chip = Transport.exists(device) ? Optional.of(new ChipQueue(device)) : Optional.empty();
        DeviceKeys keys = chip.<DeviceKeys>map(ChipKeys::new).orElseGet(() -> withoutChip(context, config));
        if (keys.isHardware()) {
            LOG.info("device keys: {}", keys.description());
        } else {
            LOG.warn("device keys: {}", keys.description());
        }
        Security.addProvider(provider);
        register(() -> context.registerService(DeviceKeys.class, keys, null));
        chip.map(ChipAttestation::new)
                .ifPresent(attestation ->
                        register(() -> context.registerService(DeviceAttestation.class, attestation, null)));
        identification = Thread.ofVirtual().name("device-identity").unstarted(() -> identify(context, keys));
        if (!"lua".equals(context.getProperty("moongate.mode"))) {
            identification.start();
        }
    }

    /** Aside, because a chip takes its time and nobody waits for the identity at the start. */
    private void identify(BundleContext context, DeviceKeys keys) {
        try {
            DeviceIdentity identity =
                    new IdentityMaker(keys, homeOf(context).resolve("state/device-certificate.pem")).make();
            register(() -> context.registerService(DeviceIdentity.class, identity, null));
            register(() -> context.registerService(
                    IdentityCommand.class, new IdentityCommand(identity, keys), COMMAND_PROPERTIES));
            LOG.info("this device is {}", identity.id());
        } catch (IOException | PkiException | CompletionException e) {
            LOG.warn("this device has no identity yet: {}", e.getMessage());
        }
    }

    private synchronized void register(Supplier<ServiceRegistration<?>> service) {
        if (!closed) {
            registrations.add(service.get());
        }
    }

    private static DeviceKeys withoutChip(BundleContext context, Config config) {
        if (config.required() || Boolean.parseBoolean(context.getProperty("moongate.tpm.required"))) {
            return new UnavailableKeys(config.device());
        }
        return new SoftwareKeys(
                new MachineBoundSecret(homeOf(context).resolve("state/device-secret"), Path.of(config.machine_id())));
    }

    private static Path homeOf(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("moongate.home")).orElse("."));
    }

    private synchronized void unregister() {
        closed = true;
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    /** The bundle's classes must stay until its thread has ended. */
    private void awaitIdentification() {
        try {
            if (identification.getState() != Thread.State.NEW && !identification.join(STOP_LIMIT)) {
                LOG.warn("the device's identity is still being made after {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Deactivate
    public void close() {
        unregister();
        awaitIdentification();
        Security.removeProvider(MoongateTpmProvider.NAME);
        chip.ifPresent(ChipQueue::close);
    }
}
