package io.moongate.web.internal.http;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The heads that a proxy sends on: without what concerns one connection only (RFC 9110, 7.6.1). */
final class ProxyHead {
    private ProxyHead() {}

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "proxy-connection");

    /** The request as the other server gets it. */
    static HttpRequest request(Exchange exchange, Backend backend, String target, ProxyRules rules) {
        HttpRequest request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(exchange.method()), target);
        HttpHeaders headers = request.headers();
        Set<String> dropped = hopByHop(exchange.head().headers());
        dropped.add("expect");
        exchange.head().headers().forEach(field -> {
            if (!dropped.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                headers.add(field.getKey(), field.getValue());
            }
        });
        if (exchange.header("Transfer-Encoding") != null) {
            headers.set("Transfer-Encoding", "chunked");
        }
        address(exchange, backend, target, headers);
        apply(rules, headers);
        return request;
    }

    private static void address(Exchange exchange, Backend backend, String target, HttpHeaders headers) {
        headers.set("Host", backend.host());
        if (headers.contains("Referer")) {
            headers.set("Referer", "http://" + backend.host() + target);
        }
        headers.set("X-Forwarded-For", exchange.peer().getAddress().getHostAddress());
        headers.set("X-Forwarded-Host", exchange.host());
        headers.set("X-Forwarded-Proto", exchange.isSecure() ? "https" : "http");
    }

    private static void apply(ProxyRules rules, HttpHeaders headers) {
        rules.request()
                .forEach((name, value) -> value.ifPresentOrElse(v -> headers.set(name, v), () -> headers.remove(name)));
    }

    /** The request that opens a WebSocket, which passes as it is but for the rules. */
    static String upgrade(Exchange exchange, Backend backend, String target, ProxyRules rules) {
        HttpRequest request =
                new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(exchange.method()), target);
        request.headers().add(exchange.head().headers());
        address(exchange, backend, target, request.headers());
        apply(rules, request.headers());
        StringBuilder text = new StringBuilder(exchange.method() + " " + target + " HTTP/1.1\r\n");
        for (Map.Entry<String, String> field : request.headers()) {
            text.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    /** Takes over the other server's head. */
    static void answer(HttpResponse head, Response response, ProxyRules rules) {
        Set<String> dropped = hopByHop(head.headers());
        dropped.add("date");
        dropped.add("content-length");
        response.setStatus(head.status().code());
        head.headers().forEach(field -> {
            if (!dropped.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                response.headers().add(field.getKey(), rules.responseField(field.getKey(), field.getValue()));
            }
        });
        String length = head.headers().get("Content-Length");
        if (length != null) {
            response.setContentLength(Long.parseLong(length));
        }
        rules.response()
                .forEach((name, value) -> value.ifPresentOrElse(
                        v -> response.headers().set(name, v),
                        () -> response.headers().remove(name)));
    }

    private static Set<String> hopByHop(HttpHeaders headers) {
        Set<String> dropped = new HashSet<>(HOP_BY_HOP);
        headers.getAll("Connection").forEach(names -> {
            for (String name : names.split(",")) {
                dropped.add(name.strip().toLowerCase(Locale.ROOT));
            }
        });
        return dropped;
    }
}
