package io.moongate.web.internal;

import io.moongate.net.NetLoops;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import io.moongate.web.internal.http.Limits;
import io.moongate.web.internal.http.Listener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The web server as a service: opens its ports, is a module of every VM and mounts the apps. */
@Component(
        configurationPid = "io.moongate.web",
        service = {LuaModule.class, AppExtension.class},
        immediate = true)
public final class WebComponent implements LuaModule, AppExtension {

    private static final Logger LOG = LoggerFactory.getLogger(WebComponent.class);

    private final NetLoops loops;
    private final WebServer server;
    private final WebModule module;
    private final AppMounts mounts;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> urls = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    @Activate
    public WebComponent(BundleContext bundle, WebConfiguration configuration, @Reference NetLoops loops) {
        this.loops = loops;
        boolean development =
                configuration.development() || Boolean.parseBoolean(bundle.getProperty("moongate.development"));
        server = new WebServer(new WebSettings(development, limits(configuration)), loops);
        module = new WebModule(server);
        mounts = new AppMounts(server, module);
        address(bundle.getProperty("moongate.http"), configuration.http())
                .ifPresent(address -> listen("http", address, null));
        address(bundle.getProperty("moongate.https"), configuration.https())
                .ifPresent(address -> listenTls(address, certificate(bundle, configuration)));
        announce(bundle);
    }

    private static Limits limits(WebConfiguration configuration) {
        return Limits.standard().withConnections(configuration.connections());
    }

    /** What the launcher says goes before the configuration. */
    private static Optional<InetSocketAddress> address(@Nullable String launcher, String configured) {
        String text = launcher != null && !launcher.isBlank() ? launcher.strip() : configured.strip();
        return text.isEmpty() ? Optional.empty() : Optional.of(Addresses.parse(text));
    }

    private static ServerCertificate certificate(BundleContext bundle, WebConfiguration configuration) {
        String home = bundle.getProperty("moongate.home");
        Path directory = Path.of(home == null ? "." : home, "tls");
        return new ServerCertificate(
                configuration.certificate().isEmpty()
                        ? directory.resolve("server.pem")
                        : Path.of(configuration.certificate()),
                configuration.key().isEmpty() ? directory.resolve("server.key") : Path.of(configuration.key()));
    }

    private void listenTls(InetSocketAddress address, ServerCertificate certificate) {
        try {
            listen("https", address, certificate.context());
        } catch (IOException e) {
            LOG.error("no HTTPS: {}", e.getMessage());
        }
    }

    private void listen(String scheme, InetSocketAddress address, @Nullable TlsContext tls) {
        try {
            listeners.add(Listener.open(server.http(), loops, address, tls));
            urls.add(scheme + "://" + host(address) + ":" + listeners.getLast().port() + "/");
            LOG.info("listening on {}", urls.getLast());
        } catch (IOException e) {
            LOG.error("{}", e.getMessage());
            errors.add(e.getMessage());
        }
    }

    private static String host(InetSocketAddress address) {
        String host = address.getHostString();
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    /** For the launcher, which prints it. */
    private void announce(BundleContext bundle) {
        Hashtable<String, Object> properties = new Hashtable<>();
        if (!urls.isEmpty()) {
            properties.put("moongate.url", urls.toArray(new String[0]));
        }
        if (!errors.isEmpty()) {
            properties.put("moongate.url.error", String.join("; ", errors));
        }
        bundle.registerService(WebComponent.class, this, properties);
    }

    @Deactivate
    void close() {
        listeners.forEach(Listener::close);
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
