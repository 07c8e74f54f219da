package io.moongate.debug.internal;

import com.google.gson.JsonParseException;
import io.moongate.net.ChannelStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.eclipse.lsp4j.debug.services.IDebugProtocolClient;
import org.eclipse.lsp4j.debug.services.IDebugProtocolServer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.debug.DebugRemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.debug.json.DebugMessageJsonHandler;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of the Debug Adapter Protocol on a connection. Sends from any thread; receives on the connection's event loop. */
final class DapConnection {

    /** Who is told what comes in; on the event loop. */
    interface Receiver {
        /** @param command what is asked for; empty for a message that is no request */
        void onMessage(String command, Runnable handling);

        /** No message comes any more. */
        void onEnd();
    }

    private static final Logger LOG = LoggerFactory.getLogger(DapConnection.class);
    private static final int PIECE = 16 << 10;
    /** Bytes that a debugger may leave unread. */
    private static final long UNREAD_LIMIT = 32 << 20;

    private final ChannelStream stream;
    private final Executor loop;
    private final Receiver receiver;
    private final MessageFrames frames = new MessageFrames();
    private final DebugMessageJsonHandler json;
    private final RemoteEndpoint endpoint;
    private final IDebugProtocolClient client;
    private boolean ended;

    DapConnection(ChannelStream stream, IDebugProtocolServer server, Receiver receiver) {
        this.stream = stream;
        this.loop = stream.channel().eventLoop();
        this.receiver = receiver;
        this.json = new DebugMessageJsonHandler(methods());
        this.endpoint =
                new DebugRemoteEndpoint(this::send, ServiceEndpoints.toEndpoint(server), DapConnection::errorOf);
        json.setMethodProvider(endpoint);
        endpoint.setJsonHandler(json);
        this.client = ServiceEndpoints.toServiceObject(endpoint, IDebugProtocolClient.class);
    }

    private static Map<String, JsonRpcMethod> methods() {
        Map<String, JsonRpcMethod> methods =
                new LinkedHashMap<>(ServiceEndpoints.getSupportedMethods(IDebugProtocolServer.class));
        methods.putAll(ServiceEndpoints.getSupportedMethods(IDebugProtocolClient.class));
        return methods;
    }

    /** The debugger, for events. */
    IDebugProtocolClient client() {
        return client;
    }

    void start() {
        loop.execute(this::receive);
    }

    private void receive() {
        try {
            for (byte[] bytes = stream.poll(PIECE); bytes != null; bytes = stream.poll(PIECE)) {
                frames.add(bytes);
                handleAll();
            }
        } catch (ProtocolException | JsonParseException e) {
            LOG.info("Closed a debugger's connection: {}", e.getMessage());
            close();
        }
        if (stream.isEnded() || !stream.isOpen()) {
            end();
        } else {
            stream.readable().thenRunAsync(this::receive, loop);
        }
    }

    private void end() {
        if (!ended) {
            ended = true;
            stream.close();
            receiver.onEnd();
        }
    }

    private void handleAll() throws ProtocolException {
        for (String text = frames.next(); text != null && stream.isOpen(); text = frames.next()) {
            handle(text);
        }
    }

    private void handle(String text) throws ProtocolException {
        try {
            Message message = json.parseMessage(text);
            if (message == null) {
                throw new ProtocolException("an empty message");
            }
            receiver.onMessage(
                    message instanceof RequestMessage request ? request.getMethod() : "",
                    () -> endpoint.consume(message));
        } catch (MessageIssueException e) {
            LOG.debug("A debugger's message has issues", e);
            throw new ProtocolException("a malformed message");
        }
    }

    private void send(Message message) {
        byte[] body = json.serialize(message).getBytes(StandardCharsets.UTF_8);
        byte[] header = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[header.length + body.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(body, 0, all, header.length, body.length);
        stream.write(all, 0, all.length);
        if (stream.queued() > UNREAD_LIMIT) {
            LOG.info("Closed a debugger's connection: it left more than the limit of {} bytes unread", UNREAD_LIMIT);
            stream.channel().close();
        }
    }

    /** Sends what is queued, then closes; the receiver hears of the end. */
    void close() {
        stream.close();
        loop.execute(this::end);
    }

    private static ResponseError errorOf(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResponseErrorException known) {
                return known.getResponseError();
            }
            if (cause instanceof UnsupportedOperationException) {
                return new ResponseError(ResponseErrorCode.MethodNotFound, "not supported", null);
            }
        }
        LOG.error("A debugger's request failed; this is a defect of Moongate, please report it", error);
        return new ResponseError(ResponseErrorCode.InternalError, "internal error, see the gateway's log", null);
    }
}
