package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.Reasons;
import io.moongate.web.internal.http.Response;
import java.nio.charset.StandardCharsets;

/** Answers that the server itself gives. Small enough for the response's buffer, so nobody waits. */
final class Answers {
    private Answers() {}

    static void redirect(Response response, int status, String location) {
        response.resetBuffer();
        response.setStatus(status);
        response.headers().set("Location", location);
        response.setContentLength(0);
    }

    static void methodNotAllowed(Response response, String allowed) {
        response.resetBuffer();
        response.setStatus(405);
        response.headers().set("Allow", allowed);
        response.setContentLength(0);
    }

    /** A page that says what is wrong; what was written before is dropped. @param text HTML */
    static void error(Response response, int code, String text) {
        if (!response.isCommitted()) {
            response.resetBuffer();
            response.setStatus(code);
            response.clearKeepAlive();
            response.headers().set("Content-Type", Command.PAGE_TYPE);
            page(response, code, text);
        }
    }

    private static void page(Response response, int code, String text) {
        write(response, "<html><body><h1>" + code + " " + Reasons.reason(code) + "</h1>" + text + "</body></html>");
    }

    static void text(Response response, String text) {
        write(response, text);
    }

    private static void write(Response response, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        response.write(bytes, 0, bytes.length).whenComplete((done, gone) -> {});
    }

    /** When nobody knew the path: perhaps it lacks the slash of a directory. */
    static void notFound(Exchange exchange) {
        Response response = exchange.response();
        String path = exchange.target().path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (!last.isEmpty() && last.indexOf('.') < 0) {
            String query = exchange.target().query();
            String local = Urls.encode(path) + "/" + (query.isEmpty() ? "" : "?" + query);
            redirect(response, 302, Urls.absolute(exchange, local));
        } else {
            response.resetHeaders();
            response.resetBuffer();
            response.setStatus(404);
            response.headers().set("Content-Type", Command.PAGE_TYPE);
            page(response, 404, "");
        }
    }

    /** While the apps are being started. */
    static void starting(Response response) {
        response.headers().set("Retry-After", "1");
        error(response, 503, "The gateway is starting.");
    }
}
