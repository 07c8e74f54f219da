package io.moongate.web.internal.http;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A request and its answer. */
public final class Exchange {

    private final HttpConnection connection;
    private final HttpRequest head;
    private final Target target;
    private final RequestBody body;
    private final Response response;
    private byte @Nullable [] form;
    private @Nullable Object attachment;

    Exchange(HttpConnection connection, HttpRequest head, Target target, RequestBody body, Response response) {
        this.connection = connection;
        this.head = head;
        this.target = target;
        this.body = body;
        this.response = response;
    }

    public String method() {
        return head.method().name();
    }

    public HttpRequest head() {
        return head;
    }

    public Target target() {
        return target;
    }

    public RequestBody body() {
        return body;
    }

    public Response response() {
        return response;
    }

    public HttpConnection connection() {
        return connection;
    }

    /** The first field of that name, in Latin-1. */
    public @Nullable String header(String name) {
        return head.headers().get(name);
    }

    /** The body of a form, read before the exchange was handed on; null when it is no form. */
    public byte @Nullable [] form() {
        return form;
    }

    void setForm(byte[] bytes) {
        form = bytes;
    }

    /** Something the server's other side keeps with the exchange, made when first asked for. */
    public synchronized <T> T attachment(Class<T> type, Supplier<T> make) {
        if (attachment == null) {
            attachment = make.get();
        }
        return type.cast(attachment);
    }

    public boolean isSecure() {
        return connection.isSecure();
    }

    public boolean isHttp10() {
        return head.protocolVersion().equals(HttpVersion.HTTP_1_0);
    }

    public InetSocketAddress peer() {
        return connection.peer();
    }

    public InetSocketAddress local() {
        return connection.local();
    }

    /** The Host field, or the address the client connected to when there is none. */
    public String host() {
        String host = header("Host");
        if (host != null && !host.isEmpty()) {
            return host;
        }
        InetSocketAddress local = local();
        return local.getAddress().getHostAddress() + ":" + local.getPort();
    }

    /** Whether the request says or may say something after its head. */
    public boolean hasBody() {
        return head.headers().contains("Content-Length") || head.headers().contains("Transfer-Encoding");
    }

    public boolean isForm() {
        return method().equals("POST") && "application/x-www-form-urlencoded".equals(mediaType());
    }

    /** The media type of the body without parameters, in lower case; null when there is none. */
    public @Nullable String mediaType() {
        String type = header("Content-Type");
        return type == null ? null : type.split(";", 2)[0].strip().toLowerCase(java.util.Locale.ROOT);
    }
}
