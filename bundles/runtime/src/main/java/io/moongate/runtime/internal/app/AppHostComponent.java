package io.moongate.runtime.internal.app;

import io.moongate.runtime.LuaVms;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.app.AppExtension;
import io.moongate.runtime.app.Apps;
import io.moongate.runtime.io.IoFormat;
import io.moongate.runtime.store.DurableFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Runs the app host while the gateway does: apps start when every bundle has, and stop before any bundle does.
 *
 * <p>Framework properties: {@code moongate.home}, where apps and their state are, and {@code moongate.apps}, apps to run in
 * place: {@code directory=/mount}, one a line.
 */
@Component(
        service = {},
        immediate = true)
public final class AppHostComponent {

    private final BundleContext context;
    private final LuaVms vms;
    private final TraceLog trace;
    private final List<AppExtension> extensions = new CopyOnWriteArrayList<>();
    private final List<IoFormat> formats = new CopyOnWriteArrayList<>();
    private final FrameworkListener starter = this::onFrameworkEvent;
    private final SynchronousBundleListener stopper = this::onBundleEvent;
    private volatile Optional<AppHost> host = Optional.empty();
    private volatile Optional<ServiceRegistration<Apps>> registration = Optional.empty();

    @Activate
    public AppHostComponent(BundleContext context, @Reference LuaVms vms, @Reference TraceLog trace) {
        this.context = context;
        this.vms = vms;
        this.trace = trace;
    }

    /** Separate from the constructor, because extensions are bound between the two. */
    @Activate
    void activate() {
        String home = context.getProperty("moongate.home");
        if (home == null) {
            return;
        }
        AppHost created = create(Path.of(home));
        host = Optional.of(created);
        registration = Optional.of(context.registerService(Apps.class, created, null));
        context.addFrameworkListener(starter);
        context.addBundleListener(stopper);
        if (context.getBundle(0).getState() == Bundle.ACTIVE) {
            begin(created);
        }
    }

    private AppHost create(Path home) {
        AppLedger ledger = new AppLedger(new DurableFile(home.resolve("state/apps"), AppLedger.LONGEST));
        return new AppHost(vms, trace, new AppStore(home, new Opener(formats)), ledger, extensions);
    }

    private void onFrameworkEvent(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.STARTED) {
            host.ifPresent(this::begin);
        }
    }

    private void onBundleEvent(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            deactivate();
        }
    }

    private void begin(AppHost apps) {
        context.removeFrameworkListener(starter);
        String inPlace = context.getProperty("moongate.apps");
        if (inPlace != null) {
            Set<String> names = new HashSet<>();
            inPlace.lines().filter(line -> !line.isBlank()).forEach(line -> deployInPlace(apps, line, names));
        }
        apps.begin();
    }

    /** {@code directory} alone is the root app unless its manifest says otherwise. */
    private static void deployInPlace(AppHost apps, String line, Set<String> taken) {
        int equals = line.lastIndexOf('=');
        Path path = Path.of(equals < 0 ? line : line.substring(0, equals))
                .toAbsolutePath()
                .normalize();
        String mount = equals < 0 ? "/" : line.substring(equals + 1);
        apps.deployInPlace(free(path.getFileName().toString(), taken), path, Optional.of(mount));
    }

    /** Directories of one name at different places are different apps. */
    private static String free(String name, Set<String> taken) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addExtension(AppExtension extension) {
        extensions.add(extension);
        host.ifPresent(apps -> apps.join(extension));
    }

    void removeExtension(AppExtension extension) {
        extensions.remove(extension);
        host.ifPresent(apps -> apps.leave(extension));
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addFormat(IoFormat format) {
        formats.add(format);
    }

    void removeFormat(IoFormat format) {
        formats.remove(format);
    }

    @Deactivate
    void deactivate() {
        context.removeFrameworkListener(starter);
        context.removeBundleListener(stopper);
        registration.ifPresent(ServiceRegistration::unregister);
        registration = Optional.empty();
        host.ifPresent(AppHost::close);
        host = Optional.empty();
    }
}
