package io.moongate.web.internal;

import io.moongate.net.HttpConnections;
import io.moongate.net.NetLoops;
import io.moongate.net.device.DeviceIdentity;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.TraceLog;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import io.moongate.runtime.app.Apps;
import io.moongate.runtime.security.Accounts;
import io.moongate.web.internal.http.Limits;
import io.moongate.web.internal.http.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server as a service: opens its ports, is a module of every VM and mounts the apps. */
@Component(
        configurationPid = "io.moongate.web",
        service = {LuaModule.class, AppExtension.class},
        immediate = true)
public final class WebComponent implements LuaModule, AppExtension {

    private static final Logger LOG = LoggerFactory.getLogger(WebComponent.class);

    private final WebServer server;
    private final WebModule module;
    private final AppMounts mounts;
    private final LuaVms vms;
    private final Accounts accounts;
    private @Nullable BuiltInPages builtIn;
    private @Nullable TlsContext https;
    private boolean closed;
    private final List<String> urls = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final ServiceRegistration<HttpConnections> announced;

    /** Comes when the app host does: a gateway without it has not started its apps. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile @Nullable Apps apps;

    @Activate
    public WebComponent(
            BundleContext bundle,
            WebConfiguration configuration,
            @Reference NetLoops loops,
            @Reference TraceLog traceLog,
            @Reference LuaVms vms,
            @Reference Accounts accounts) {
        boolean standalone = "lua".equals(bundle.getProperty("moongate.mode"));
        boolean development = isDevelopment(bundle, configuration, standalone);
        server = new WebServer(settings(development, configuration), loops, Optional.of(traceLog));
        server.setStarting(() -> !standalone && appsAreStarting());
        this.module = new WebModule(server);
        this.mounts = new AppMounts(server, module);
        Optional<InetSocketAddress> http = address(bundle.getProperty("moongate.http"), configuration.http());
        if (standalone) {
            // Most scripts serve nothing, and a port takes as long to open as they to run.
            server.openOnDemand(() -> http.ifPresent(address -> listen("http", address, null)));
        } else {
            http.ifPresent(address -> listen("http", address, null));
        }
        address(bundle.getProperty("moongate.https"), configuration.https())
                .ifPresent(address -> listenTls(address, certificate(bundle, configuration)));
        announced = announce(bundle);
        this.vms = vms;
        this.accounts = accounts;
        if (!standalone) {
            CompletableFuture.runAsync(this::openBuiltIn);
        }
    }

    private boolean appsAreStarting() {
        Apps known = apps;
        return known == null || known.isStarting();
    }

    /** Tells the launcher and the socket bundle where we are. */
    private ServiceRegistration<HttpConnections> announce(BundleContext bundle) {
        Dictionary<String, Object> properties = new Hashtable<>();
        if (!urls.isEmpty()) {
            properties.put("moongate.url", urls.toArray(new String[0]));
        }
        if (!failures.isEmpty()) {
            properties.put("moongate.url.error", String.join("; ", failures));
        }
        HttpConnections connections = server.http()::adopt;
        return bundle.registerService(HttpConnections.class, connections, properties);
    }

    private static boolean isDevelopment(BundleContext bundle, WebConfiguration configuration, boolean standalone) {
        if (!configuration.development().isBlank()) {
            return Boolean.parseBoolean(configuration.development().strip());
        }
        return bundle.getProperty("moongate.apps") != null || standalone;
    }

    private static WebSettings settings(boolean development, WebConfiguration configuration) {
        return new WebSettings(
                development,
                Limits.standard()
                        .withConnections(configuration.connections())
                        .withTimes(
                                Duration.ofSeconds(configuration.headertime()),
                                Duration.ofSeconds(configuration.idletime()),
                                Duration.ofSeconds(configuration.bodytime())),
                configuration.loginattempts(),
                Duration.ofSeconds(configuration.bantime()));
    }

    /** What the launcher says goes before the configuration. */
    private static Optional<InetSocketAddress> address(@Nullable String launcher, String configured) {
        String text = launcher != null && !launcher.isBlank() ? launcher.strip() : configured.strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Addresses.parse(text));
    }

    private static ServerCertificate certificate(BundleContext bundle, WebConfiguration configuration) {
        String home = bundle.getProperty("moongate.home");
        Path directory = Path.of(home == null ? "." : home, "state", "tls");
        return new ServerCertificate(
                configuration.certificate().isEmpty()
                        ? directory.resolve("server.pem")
                        : Path.of(configuration.certificate()),
                configuration.key().isEmpty() ? directory.resolve("server.key") : Path.of(configuration.key()));
    }

    /** The device's own certificate is shown to clients that ask for the device by its identity. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addIdentity(DeviceIdentity identity) {
        if (https != null) {
            https.addKey(identity.key());
            LOG.info("HTTPS also knows the device as {}", identity.id());
        }
    }

    /** A certificate is not taken back: it stays true. */
    void removeIdentity(DeviceIdentity identity) {}

    private void listenTls(InetSocketAddress address, ServerCertificate certificate) {
        try {
            https = certificate.context();
            listen("https", address, https);
        } catch (IOException e) {
            fail("no HTTPS: " + e.getMessage());
        }
    }

    private void listen(String scheme, InetSocketAddress address, @Nullable TlsContext tls) {
        try {
            Listener listener = server.listenAsGateway(address, tls);
            urls.add(scheme + "://" + host(address) + ":" + listener.port() + "/");
            LOG.info("listening on {}", urls.getLast());
        } catch (IOException e) {
            fail(e.getMessage());
        }
    }

    /** The launcher tells the person who started the gateway. */
    private void fail(String message) {
        failures.add(message);
        LOG.info(message);
    }

    private static String host(InetSocketAddress address) {
        return address.getHostString().contains(":") ? "[" + address.getHostString() + "]" : address.getHostString();
    }

    @Deactivate
    void close() {
        closeBuiltIn();
        announced.unregister();
        server.close();
    }

    @Override
    public String name() {
        return module.name();
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return module.open(context);
    }

    /** Makes the VM of the gateway's own pages, off the thread that activates: it waits for the VM. */
    private synchronized void openBuiltIn() {
        if (!closed) {
            builtIn = new BuiltInPages(vms, module, accounts);
        }
    }

    private synchronized void closeBuiltIn() {
        closed = true;
        if (builtIn != null) {
            builtIn.close();
        }
    }

    @Override
    public void starting(App app) {
        mounts.starting(app);
    }

    @Override
    public void started(App app) {
        mounts.started(app);
    }

    @Override
    public void stopped(App app) {
        mounts.stopped(app);
    }
}
