package io.moongate.httpclient.internal;

import io.moongate.net.LocalAddress;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Has a proxy make a tunnel to a server: HTTP CONNECT (RFC 9110, section 9.3.6) or SOCKS 5 (RFC 1928, RFC 1929). */
final class Proxies {

    private static final String[] REPLIES = {
        "prxgeneral", "prxnotallowed", "prxnetwork", "prxhost", "prxrefused", "prxttl", "prxcommand", "prxaddress"
    };
    private static final int MAX_TEXT = 255;

    private Proxies() {}

    static void tunnel(Input input, ClientOptions.Proxy proxy, String host, int port, int timeoutMillis)
            throws HttpFailure {
        if (proxy.socks()) {
            socks(input, proxy, host, port, timeoutMillis);
        } else {
            connect(input, proxy, host, port, timeoutMillis);
        }
    }

    private static void connect(Input input, ClientOptions.Proxy proxy, String host, int port, int timeoutMillis)
            throws HttpFailure {
        String authority = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        StringBuilder request = new StringBuilder("CONNECT " + authority + " HTTP/1.0\r\nUser-Agent: Moongate\r\n");
        proxy.user()
                .ifPresent(user -> request.append("Proxy-Authorization: ")
                        .append(basic(user, proxy.password()))
                        .append("\r\n"));
        input.write(request.append("\r\n").toString(), timeoutMillis);
        switch (ResponseHead.read(input, timeoutMillis).status()) {
            case 200 -> {}
            case 407 -> throw new HttpFailure("proxyauth");
            default -> throw new HttpFailure("unknown");
        }
    }

    /** The value of an Authorization field (RFC 7617). */
    static String basic(String user, String password) {
        byte[] credentials = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private static void socks(Input input, ClientOptions.Proxy proxy, String host, int port, int timeoutMillis)
            throws HttpFailure {
        send(input, new byte[] {5, 2, 0, 2}, timeoutMillis);
        byte[] method = input.readFully(2, timeoutMillis);
        if (method[0] != 5) {
            throw new HttpFailure("prxnotcompat");
        }
        switch (method[1]) {
            case 0 -> {}
            case 2 -> login(input, proxy, timeoutMillis);
            default -> throw new HttpFailure("prxunknown");
        }
        send(input, request(host, port), timeoutMillis);
        readReply(input, timeoutMillis);
    }

    private static void login(Input input, ClientOptions.Proxy proxy, int timeoutMillis) throws HttpFailure {
        Optional<String> user = proxy.user();
        if (user.isEmpty()) {
            throw new HttpFailure("proxyauth");
        }
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(1);
        text(login, user.get());
        text(login, proxy.password());
        send(input, login.toByteArray(), timeoutMillis);
        if (input.readFully(2, timeoutMillis)[1] != 0) {
            throw new HttpFailure("proxyauth");
        }
    }

    private static void text(ByteArrayOutputStream out, String text) throws HttpFailure {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT) {
            throw new HttpFailure(HttpFailure.INVALID_PARAM);
        }
        out.write(bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] request(String host, int port) throws HttpFailure {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {5, 1, 0});
        InetAddress literal = LocalAddress.literal(host).orElse(null);
        if (literal instanceof Inet4Address v4) {
            address(request, 1, v4);
        } else if (literal instanceof Inet6Address v6) {
            address(request, 4, v6);
        } else {
            request.write(3);
            text(request, host);
        }
        request.write(port >> 8);
        request.write(port);
        return request.toByteArray();
    }

    private static void address(ByteArrayOutputStream request, int type, InetAddress address) {
        request.write(type);
        request.writeBytes(address.getAddress());
    }

    private static void readReply(Input input, int timeoutMillis) throws HttpFailure {
        byte[] reply = input.readFully(4, timeoutMillis);
        int code = reply[1] & 0xFF;
        if (reply[0] != 5) {
            throw new HttpFailure("prxnotcompat");
        }
        if (code != 0) {
            throw new HttpFailure(code <= REPLIES.length ? REPLIES[code - 1] : "prxunknown");
        }
        int addressLength = switch (reply[3]) {
            case 1 -> 4;
            case 4 -> 16;
            case 3 -> input.readFully(1, timeoutMillis)[0] & 0xFF;
            default -> throw new HttpFailure("prxunknown");
        };
        input.readFully(addressLength + 2, timeoutMillis);
    }

    private static void send(Input input, byte[] bytes, int timeoutMillis) throws HttpFailure {
        input.write(bytes, 0, bytes.length, timeoutMillis);
    }
}
