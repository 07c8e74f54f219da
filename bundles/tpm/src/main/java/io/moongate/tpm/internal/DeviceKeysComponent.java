package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceAttestation;
import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.device.DeviceKeys;
import io.moongate.runtime.health.HealthCheck;
import java.nio.file.Path;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        @AttributeDefinition(description = "Whether keys must be in a TPM: while there is none, there are no keys")
        boolean required() default false;

        @AttributeDefinition(description = "What identifies this machine where there is no TPM")
        String machine_id() default "/etc/machine-id";
    }

    private static final Logger LOG = LoggerFactory.getLogger(DeviceKeysComponent.class);
    private static final Duration IDENTITY_LIMIT = Duration.ofSeconds(20);

    private static final Dictionary<String, ?> COMMAND_PROPERTIES =
            new Hashtable<>(Map.of("osgi.command.scope", "moongate", "osgi.command.function", "identity"));

    private final Optional<ChipQueue> chip;
    private final MoongateTpmProvider provider = new MoongateTpmProvider();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final IdentityTask identity;
    private boolean closed;

    @Activate
    public DeviceKeysComponent(BundleContext context, Config config) {
        boolean required = config.required() || Boolean.parseBoolean(context.getProperty("moongate.tpm.required"));
        chip = chip(context, config, required);
        DeviceKeys keys = chip.<DeviceKeys>map(ChipKeys::new).orElseGet(() -> softwareKeys(context, config));
        tell(keys);
        Security.addProvider(provider);
        identity = new IdentityTask(
                new IdentityMaker(keys, homeOf(context).resolve("state/device-certificate.pem")),
                made -> register(() -> context.registerService(DeviceIdentity.class, made, null)));
        registerAll(context, keys, new DeviceKeysHealth(keys, chip, required, identity));
        if (!"lua".equals(context.getProperty("moongate.mode"))) {
            identity.start();
        }
    }

    /** Where a chip is required it is used although it is not there, for it may come; until then every use says so. */
    private static Optional<ChipQueue> chip(BundleContext context, Config config, boolean required) {
        String device =
                Optional.ofNullable(context.getProperty("moongate.tpm.device")).orElse(config.device());
        return required || Transport.exists(device) ? Optional.of(new ChipQueue(device)) : Optional.empty();
    }

    private static DeviceKeys softwareKeys(BundleContext context, Config config) {
        return new SoftwareKeys(
                new MachineBoundSecret(homeOf(context).resolve("state/device-secret"), Path.of(config.machine_id())));
    }

    private static void tell(DeviceKeys keys) {
        if (keys.isHardware()) {
            LOG.info("device keys: {}", keys.description());
        } else {
            LOG.warn("device keys: {}", keys.description());
        }
    }

    private void registerAll(BundleContext context, DeviceKeys keys, HealthCheck health) {
        register(() -> context.registerService(DeviceKeys.class, keys, null));
        register(() -> context.registerService(HealthCheck.class, health, null));
        register(() -> context.registerService(
                IdentityCommand.class, new IdentityCommand(identity, keys, IDENTITY_LIMIT), COMMAND_PROPERTIES));
        chip.map(ChipAttestation::new)
                .ifPresent(attestation ->
                        register(() -> context.registerService(DeviceAttestation.class, attestation, null)));
    }

    private synchronized void register(Supplier<ServiceRegistration<?>> service) {
        if (!closed) {
            registrations.add(service.get());
        }
    }

    private static Path homeOf(BundleContext context) {
        return Path.of(Optional.ofNullable(context.getProperty("moongate.home")).orElse("."));
    }

    private synchronized void unregister() {
        closed = true;
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
    }

    @Deactivate
    public void close() {
        unregister();
        identity.close();
        Security.removeProvider(MoongateTpmProvider.NAME);
        chip.ifPresent(ChipQueue::close);
    }
}
