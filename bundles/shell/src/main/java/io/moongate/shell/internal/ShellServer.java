package io.moongate.shell.internal;

import io.moongate.shell.protocol.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the owner of the gateway's home attach to its shell. */
@Component(
        service = {},
        immediate = true)
public final class ShellServer {

    private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);
    private static final int MOST_CLIENTS = 16;

    private final CommandProcessor processor;
    private final Path home;
    private final Endpoint endpoint;
    private final ServerSocketChannel server;
    private final Set<ShellSession> sessions = ConcurrentHashMap.newKeySet();

    /** Called by the framework. */
    @Activate
    public ShellServer(BundleContext context, @Reference CommandProcessor processor) throws IOException {
        this.processor = processor;
        this.home = Path.of(context.getProperty("moongate.home"));
        this.endpoint = Endpoint.create(home);
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listen();
    }

    private void listen() throws IOException {
        try {
            Files.deleteIfExists(endpoint.socket());
            server.bind(UnixDomainSocketAddress.of(endpoint.socket()));
            Files.setPosixFilePermissions(endpoint.socket(), Endpoint.ownerOnly());
            endpoint.publish(home);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        Thread.ofPlatform().name("shell-accept").daemon().start(this::acceptAll);
    }

    private void acceptAll() {
        try {
            while (true) {
                accept(server.accept());
            }
        } catch (ClosedChannelException e) {
            LOG.debug("shell closed");
        } catch (IOException e) {
            LOG.error("the shell accepts no more clients: {}", e.getMessage());
        }
    }

    private void accept(SocketChannel client) throws IOException {
        if (sessions.size() >= MOST_CLIENTS) {
            LOG.warn("a shell client was refused: there are {} already", MOST_CLIENTS);
            client.close();
            return;
        }
        ShellSession session = new ShellSession(client, endpoint, processor);
        sessions.add(session);
        Thread.ofPlatform().name("shell").daemon().start(() -> {
            try {
                session.run();
            } finally {
                sessions.remove(session);
            }
        });
    }

    @Deactivate
    void stop() throws IOException {
        server.close();
        sessions.forEach(ShellSession::close);
        endpoint.withdraw(home);
    }
}
