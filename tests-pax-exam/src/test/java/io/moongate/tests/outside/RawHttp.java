package io.moongate.tests.outside;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Sends bytes as they are, as no client library would. */
final class RawHttp {

    private static final int LIMIT_MILLIS = 20_000;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    private final URI base;

    RawHttp(URI base) {
        this.base = base;
    }

    Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    /** @param from the client's own address */
    Socket connect(String from) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort(), InetAddress.getByName(from), 0);
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    /** What comes until the server closes. */
    String send(String request) throws IOException {
        return send("127.0.0.1", request);
    }

    String send(String from, String request) throws IOException {
        try (Socket socket = connect(from)) {
            write(socket, request);
            return readAll(socket);
        }
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String readAll(Socket socket) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] block = new byte[65536];
        try {
            int n;
            while ((n = socket.getInputStream().read(block)) > 0) {
                all.append(new String(block, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException e) {
            // The server closed while more was on its way to it.
        }
        return all.toString();
    }

    String get(String target, String... fields) throws IOException {
        return send("GET " + target + " HTTP/1.1\r\n" + head(fields) + "\r\n");
    }

    String post(String target, String form, String... fields) throws IOException {
        return postFrom("127.0.0.1", target, form, fields);
    }

    String postFrom(String from, String target, String form, String... fields) throws IOException {
        return send(
                from,
                "POST " + target + " HTTP/1.1\r\n" + head(fields)
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
    }

    private String head(String... fields) {
        String extra = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return "Host: " + base.getAuthority() + "\r\nConnection: close\r\n" + extra;
    }

    /** The status of the first answer. */
    static int status(String answer) {
        var found = STATUS_LINE.matcher(answer);
        if (!found.lookingAt()) {
            throw new AssertionError("no answer: " + answer);
        }
        return Integer.parseInt(found.group(1));
    }

    /** How many answers came. */
    static long answers(String all) {
        return STATUS_LINE.matcher(all).results().count();
    }

    /** The value of the first field of that name, or the empty string. */
    static String field(String answer, String name) {
        var found = Pattern.compile("(?im)^" + name + ": (.*?)\r\n").matcher(answer);
        return found.find() ? found.group(1) : "";
    }
}
