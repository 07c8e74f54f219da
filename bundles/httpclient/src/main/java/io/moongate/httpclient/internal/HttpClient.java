package io.moongate.httpclient.internal;

import io.moongate.net.NetException;
import io.moongate.net.TakenConnection;
import io.moongate.net.Takeover;
import io.moongate.net.WebSocketUpgrade;
import io.moongate.net.tls.TlsPeer;
import io.moongate.net.tls.Trust;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An HTTP client with one connection: a request, then its response, then the next. Used on strands of one VM. */
final class HttpClient implements Takeover {

    private static final int DEFAULT_TIMEOUT = 20_000;
    /** The most of a body that is read into one string, in bytes. */
    private static final int MAX_STRING = 256 << 20;

    private static final int PIECE = 64 << 10;
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** How far an exchange is. */
    private enum State {
        IDLE,
        /** The head, and perhaps some of the body, is sent. */
        SENT,
        /** The response's head is read. */
        RECEIVED,
        /** All of the response is read. */
        DONE
    }

    private final Connector connector;
    private final SecureRandom random;
    private int timeoutMillis = DEFAULT_TIMEOUT;
    private @Nullable Connection connection;
    /** Of the last connection, also when it was closed for lack of trust. */
    private Optional<TlsPeer> lastPeer = Optional.empty();

    private String lastHost = "";
    private State state = State.IDLE;
    private @Nullable HttpFailure failure;
    private @Nullable Request request;
    private boolean isChunked;
    private long bodyLeft;
    private Optional<String> webSocketKey = Optional.empty();
    private @Nullable ResponseHead response;
    private @Nullable Body body;
    private boolean isTunnel;

    HttpClient(Connector connector, SecureRandom random) {
        this.connector = connector;
        this.random = random;
    }

    void setTimeout(int millis) {
        timeoutMillis = millis;
    }

    Optional<Connection> connection() {
        return Optional.ofNullable(connection).filter(c -> c.stream().isOpen());
    }

    Optional<TlsPeer> peer() {
        return lastPeer;
    }

    String host() {
        return lastHost;
    }

    Optional<ResponseHead> response() {
        return Optional.ofNullable(response);
    }

    /** Sends a request's head. */
    void request(Request next) throws HttpFailure {
        boolean isBusy = state == State.SENT || state == State.RECEIVED;
        reset(next);
        try {
            if (isBusy) {
                close();
                throw new HttpFailure(HttpFailure.INCORRECT_USE);
            }
            send(next, Url.parse(next.url()));
        } catch (HttpFailure e) {
            throw fail(e);
        }
    }

    private void reset(Request next) {
        request = next;
        response = null;
        body = null;
        failure = null;
        webSocketKey = Optional.empty();
    }

    private HttpFailure fail(HttpFailure cause) {
        failure = cause;
        boolean keeps = cause.code().equals(HttpFailure.PROXY_READY);
        state = State.IDLE;
        if (!keeps) {
            closeConnection();
        }
        return cause;
    }

    private void send(Request next, Url url) throws HttpFailure {
        if (!next.isSupported()) {
            throw new HttpFailure(HttpFailure.INVALID_PARAM);
        }
        Connection to = connect(next, url);
        if (connector.options().proxyOnly() && connector.options().proxy().isPresent()) {
            isTunnel = true;
            throw new HttpFailure(HttpFailure.PROXY_READY);
        }
        requireTrust(next, to);
        webSocketKey = url.isWebSocket() ? Optional.of(newKey()) : Optional.empty();
        isChunked = next.hasBody() && next.size() == 0;
        bodyLeft = next.hasBody() ? next.size() : 0;
        to.input().write(next.head(url, connector.options().persistent(), webSocketKey), timeoutMillis);
        state = State.SENT;
    }

    private Connection connect(Request next, Url url) throws HttpFailure {
        Connection present = connection;
        // Bytes that nobody asked for belong to no response: such a connection is not used again.
        boolean isClean = present != null && !present.input().hasData();
        if (present != null
                && isClean
                && present.serves(url)
                && present.stream().isOpen()) {
            return present;
        }
        closeConnection();
        lastPeer = Optional.empty();
        Connection made = connector.connect(url, next.shark(), timeoutMillis);
        connection = made;
        lastPeer = made.tls();
        lastHost = url.host();
        return made;
    }

    private static void requireTrust(Request next, Connection to) throws HttpFailure {
        Trust trust = to.tls().map(peer -> peer.trust(to.host())).orElse(Trust.NONE);
        if (next.trusted() && !trust.isTrusted()) {
            throw new HttpFailure(HttpFailure.NOT_TRUSTED);
        }
    }

    private String newKey() {
        byte[] key = new byte[16];
        random.nextBytes(key);
        return Base64.getEncoder().encodeToString(key);
    }

    /**
     * Sends some of the request's body.
     *
     * @return the status when the server answered already: it wants no more
     */
    Optional<Integer> write(byte[] data, int offset, int length) throws HttpFailure {
        if (failure != null) {
            throw failure;
        }
        if (length == 0) {
            return Optional.empty();
        }
        if (state != State.SENT || !isChunked && length > bodyLeft) {
            throw fail(new HttpFailure(HttpFailure.TOO_MUCH_DATA));
        }
        try {
            Connection to = current();
            return to.input().hasData() && receiveEarly() || sendUntilAnswered(to, data, offset, length)
                    ? response().map(ResponseHead::status)
                    : Optional.empty();
        } catch (HttpFailure e) {
            throw fail(e);
        }
    }

    /** @return whether the server answered instead of taking all of it */
    private boolean sendUntilAnswered(Connection to, byte[] data, int offset, int length) throws HttpFailure {
        try {
            return sendBody(to, data, offset, length);
        } catch (HttpFailure e) {
            // A server that refuses may close its side at once: what it said counts more than how we heard of it.
            if (to.input().hasData() && receiveEarly()) {
                return true;
            }
            throw e;
        }
    }

    /** @return whether the server answered while it took no more */
    private boolean sendBody(Connection to, byte[] data, int offset, int length) throws HttpFailure {
        if (isChunked) {
            to.input().write(Integer.toHexString(length) + "\r\n", timeoutMillis);
        }
        bodyLeft = isChunked ? 0 : bodyLeft - length;
        if (to.input().offer(data, offset, length, timeoutMillis) && receiveEarly()) {
            return true;
        }
        if (isChunked) {
            to.input().write("\r\n", timeoutMillis);
        }
        return false;
    }

    /** @return whether it was more than "100 Continue" */
    private boolean receiveEarly() throws HttpFailure {
        ResponseHead head = ResponseHead.read(current().input(), timeoutMillis);
        if (head.isInterim()) {
            return false;
        }
        received(head);
        return true;
    }

    private Connection current() throws HttpFailure {
        if (connection == null) {
            throw new HttpFailure(NetException.READ_FAILED);
        }
        return connection;
    }

    /** Ends the request, if it has not ended, and waits for the response's head. */
    ResponseHead status() throws HttpFailure {
        if (failure != null) {
            throw failure;
        }
        if (state == State.SENT) {
            try {
                receive();
            } catch (HttpFailure e) {
                throw fail(e);
            }
        }
        if (response == null) {
            throw new HttpFailure(NetException.READ_FAILED);
        }
        return response;
    }

    private void receive() throws HttpFailure {
        if (isChunked) {
            endChunks();
        }
        ResponseHead head = ResponseHead.read(current().input(), timeoutMillis);
        while (head.isInterim()) {
            head = ResponseHead.read(current().input(), timeoutMillis);
        }
        received(head);
    }

    /** A server that answered early may have closed its side already: its answer counts. */
    private void endChunks() throws HttpFailure {
        isChunked = false;
        if (current().stream().isOpen()) {
            current().stream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, 5);
        }
    }

    private void received(ResponseHead head) throws HttpFailure {
        Body content = Body.of(head, request == null ? "GET" : request.method());
        response = head;
        body = content;
        state = State.RECEIVED;
        if (content instanceof Body.Sized sized && sized.isEmpty()) {
            endResponse();
        }
    }

    private void endResponse() {
        state = State.DONE;
        boolean isUpgraded = response != null && response.status() == 101;
        boolean keeps = response != null
                && response.isPersistent()
                && connector.options().persistent()
                && !(body instanceof Body.UntilClose)
                && bodyLeft == 0
                && !isChunked;
        if (!isUpgraded && !keeps) {
            closeConnection();
        }
    }

    /** @return bytes of the body, {@code limit} of them unless it ends before; null at its end */
    byte @Nullable [] read(int limit) throws HttpFailure {
        status();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < limit) {
            byte[] piece = piece(limit - all.size());
            if (piece == null) {
                break;
            }
            all.writeBytes(piece);
        }
        return all.size() == 0 ? null : all.toByteArray();
    }

    byte @Nullable [] readAll() throws HttpFailure {
        byte[] all = read(MAX_STRING);
        if (state == State.RECEIVED && piece(1) != null) {
            throw fail(new HttpFailure("malloc"));
        }
        return all;
    }

    void discard() throws HttpFailure {
        status();
        while (piece(PIECE) != null) {
            continue;
        }
    }

    private byte @Nullable [] piece(int limit) throws HttpFailure {
        if (state != State.RECEIVED || body == null) {
            return null;
        }
        try {
            byte[] piece = body.read(current().input(), limit, timeoutMillis);
            if (piece == null || body instanceof Body.Sized sized && sized.isEmpty()) {
                endResponse();
            }
            return piece;
        } catch (HttpFailure e) {
            throw fail(e);
        }
    }

    void close() {
        state = State.IDLE;
        closeConnection();
    }

    /** From any thread. */
    void closeConnection() {
        Connection open = connection;
        connection = null;
        isTunnel = false;
        if (open != null) {
            open.close();
        }
    }

    /** The connection becomes a socket of Lua: after a response's head, or as a tunnel through a proxy. */
    @Override
    public CompletionStage<TakenConnection> takeConnection() {
        try {
            if (!isTunnel) {
                status();
            }
            Connection taken = connection;
            if (taken == null || !taken.stream().isOpen()) {
                throw new HttpFailure(NetException.INVALID_SOCKET_CON);
            }
            Optional<WebSocketUpgrade> upgrade = upgrade();
            connection = null;
            state = State.IDLE;
            isTunnel = false;
            return CompletableFuture.supplyAsync(
                    () -> handOver(taken, upgrade), taken.stream().channel().eventLoop());
        } catch (HttpFailure e) {
            closeConnection();
            return CompletableFuture.failedFuture(new NetException(NetException.INVALID_SOCKET_CON, e.code()));
        }
    }

    private static TakenConnection handOver(Connection taken, Optional<WebSocketUpgrade> upgrade) {
        byte[] read = taken.input().rest();
        byte[] waiting = taken.stream().detach();
        byte[] received = new byte[read.length + waiting.length];
        System.arraycopy(read, 0, received, 0, read.length);
        System.arraycopy(waiting, 0, received, read.length, waiting.length);
        return new TakenConnection(taken.stream().channel(), received, taken.host(), taken.tls(), upgrade);
    }

    /** @throws HttpFailure when the server's accept key is wrong (RFC 6455, section 4.1) */
    private Optional<WebSocketUpgrade> upgrade() throws HttpFailure {
        if (webSocketKey.isEmpty() || response == null || response.status() != 101) {
            return Optional.empty();
        }
        String accept = response.field("Sec-WebSocket-Accept").orElse("");
        String upgrade = response.field("Upgrade").orElse("").toLowerCase(Locale.ROOT);
        if (!accept.equals(acceptOf(webSocketKey.get())) || !upgrade.equals("websocket")) {
            throw new HttpFailure(NetException.INVALID_SOCKET_CON);
        }
        return Optional.of(new WebSocketUpgrade.Accepted());
    }

    private static String acceptOf(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }
}
