package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.ProxyClient;
import io.moongate.web.internal.http.ProxyClient.Backend;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reverse proxy: what is below it is asked of another server. */
final class Redirector extends Directory {

    private final @Nullable Backend backend;
    private final String base;

    /**
     * @param backend null for a gateway, whose path begins with the server to ask
     * @param base the path at the other server, ends with a slash
     */
    Redirector(VmWeb web, String name, int priority, @Nullable Backend backend, String base) {
        super(web, name, priority);
        this.backend = backend;
        this.base = base;
    }

    @Override
    protected boolean content(Command command, String path) {
        if (backend != null) {
            return forward(command, backend, base + Urls.encode(path));
        }
        int slash = path.indexOf('/');
        Optional<Backend> named = Backend.parse(slash < 0 ? path : path.substring(0, slash));
        return named.isPresent()
                && forward(command, named.get(), slash < 0 ? "/" : "/" + Urls.encode(path.substring(slash + 1)));
    }

    private boolean forward(Command command, Backend to, String path) {
        Exchange exchange = command.exchange();
        String query = exchange.target().query();
        String target = query.isEmpty() ? path : path + "?" + query;
        if (exchange.header("Transfer-Encoding") != null) {
            command.sendError(415, "");
            return true;
        }
        ProxyClient client = new ProxyClient(web().server().loops(), exchange, to, target);
        if (ProxyClient.isUpgrade(exchange)) {
            return upgrade(command, client);
        }
        try {
            command.await(client.run());
        } catch (RuntimeException e) {
            unavailable(command);
        }
        return true;
    }

    /** A WebSocket passes through: both connections leave HTTP and are joined. */
    private static boolean upgrade(Command command, ProxyClient client) {
        if (!command.isDetached()) {
            command.detach().leave();
            client.tunnel();
        }
        return true;
    }

    private static void unavailable(Command command) {
        if (command.response().isCommitted()) {
            command.detach().breakOff();
            return;
        }
        command.response().resetBuffer();
        command.response().resetHeaders();
        command.response().setStatus(404);
        command.response().headers().set("Content-Type", "text/plain");
        command.write("The server behind this address does not answer.\n");
    }
}
