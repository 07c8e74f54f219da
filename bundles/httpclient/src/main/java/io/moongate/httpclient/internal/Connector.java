package io.moongate.httpclient.internal;

import io.moongate.net.ChannelStream;
import io.moongate.net.Dialer;
import io.moongate.net.NetException;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.moongate.runtime.LuaVm;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Makes connections for one client, on a strand that waits. */
final class Connector {

    private final LuaVm vm;
    private final Dialer dialer;
    private final ClientOptions options;
    private final Supplier<TlsContext> defaultShark;

    /** @param defaultShark for https when no context was given */
    Connector(LuaVm vm, Dialer dialer, ClientOptions options, Supplier<TlsContext> defaultShark) {
        this.vm = vm;
        this.dialer = dialer;
        this.options = options;
        this.defaultShark = defaultShark;
    }

    ClientOptions options() {
        return options;
    }

    /** Connects as the url asks for; where only a tunnel is wanted, without TLS. */
    Connection connect(Url url, Optional<TlsContext> shark, int timeoutMillis) throws HttpFailure {
        ChannelStream stream = dial(url, timeoutMillis);
        boolean isDone = false;
        try {
            Input input = new Input(vm, stream);
            if (options.proxy().isPresent()) {
                Proxies.tunnel(input, options.proxy().get(), url.host(), url.port(), timeoutMillis);
            }
            boolean isSecure = url.isSecure() && !options.proxyOnly();
            Optional<TlsPeer> peer =
                    isSecure ? Optional.of(secure(stream, url, shark, timeoutMillis)) : Optional.empty();
            isDone = true;
            return new Connection(stream, input, url.isSecure(), url.host(), url.port(), peer);
        } finally {
            if (!isDone) {
                stream.close();
            }
        }
    }

    private ChannelStream dial(Url url, int timeoutMillis) throws HttpFailure {
        String host = options.proxy().map(ClientOptions.Proxy::host).orElse(url.host());
        int port = options.proxy().map(ClientOptions.Proxy::port).orElse(url.port());
        CompletableFuture<ChannelStream> dialing =
                dialer.connect(new Dialer.Target(host, port, options.ipv6(), options.intf(), timeoutMillis));
        boolean isDelivered = false;
        try {
            ChannelStream stream = vm.await(dialing);
            isDelivered = true;
            return stream;
        } catch (CompletionException e) {
            throw HttpFailure.of(e, NetException.CANNOT_CONNECT);
        } finally {
            if (!isDelivered && !dialing.cancel(false)) {
                dialing.thenAccept(ChannelStream::close);
            }
        }
    }

    private TlsPeer secure(ChannelStream stream, Url url, Optional<TlsContext> shark, int timeoutMillis)
            throws HttpFailure {
        TlsContext context = options.shark().or(() -> shark).orElseGet(defaultShark);
        try {
            return vm.await(dialer.secure(stream, context, url.host(), url.port(), timeoutMillis));
        } catch (CompletionException e) {
            throw HttpFailure.of(e, NetException.SSL_HANDSHAKE);
        }
    }
}
