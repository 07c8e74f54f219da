package io.moongate.tpm.internal;

import io.moongate.net.device.DeviceAttestation;
import io.moongate.net.device.DeviceKeys;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private final Optional<ChipQueue> chip;
    private final MoongateTpmProvider provider = new MoongateTpmProvider();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

    @Activate
    public DeviceKeysComponent(BundleContext context, Config config) {
        String device = Optional.ofNullable(context.getProperty("moongate.tpm.device")).orElse(config.device());
        chip = Transport.exists(device) ? Optional.of(new ChipQueue(device)) : Optional.empty();
        DeviceKeys keys = chip.<DeviceKeys>map(ChipKeys::new).orElseGet(() -> withoutChip(context, config));
        if (keys.isHardware()) {
            LOG.info("device keys: {}", keys.description());
        } else {
            LOG.warn("device keys: {}", keys.description());
        }
        Security.addProvider(provider);
        registrations.add(context.registerService(DeviceKeys.class, keys, null));
        chip.map(ChipAttestation::new)
                .map(attestation -> context.registerService(DeviceAttestation.class, attestation, null))
                .ifPresent(registrations::add);
    }

    private static DeviceKeys withoutChip(BundleContext context, Config config) {
        if (config.required() || Boolean.parseBoolean(context.getProperty("moongate.tpm.required"))) {
            return new UnavailableKeys(config.device());
        }
        Path home = Path.of(
                Optional.ofNullable(context.getProperty("moongate.home")).orElse("."));
        return new SoftwareKeys(
                new MachineBoundSecret(home.resolve("state/device-secret"), Path.of(config.machine_id())));
    }

    @Deactivate
    public void close() {
        registrations.forEach(ServiceRegistration::unregister);
        Security.removeProvider(MoongateTpmProvider.NAME);
        chip.ifPresent(ChipQueue::close);
    }
}
