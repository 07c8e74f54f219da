package io.moongate.httpclient.internal;

import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The option table of {@code http:request}.
 *
 * @param size of the body in bytes; 0: none, or in chunks
 */
record Request(
        LuaString url,
        String method,
        List<ResponseHead.Field> fields,
        List<String> query,
        Optional<String> authorization,
        long size,
        boolean trusted,
        Optional<TlsContext> shark) {

    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD");
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "DELETE");

    static Request of(Args args) {
        LuaTable table = args.table(1);
        LuaValue url = table.get("url");
        if (!(url instanceof LuaString)) {
            throw args.bad(1, "option 'url' is required");
        }
        LuaValue method = table.get("method");
        LuaValue size = table.get("size").tonumber();
        return new Request(
                url.checkstring(),
                method.isstring() ? method.tojstring().toUpperCase(Locale.ROOT) : "GET",
                fields(args, table.get("header")),
                query(args, table.get("query")),
                ClientOptions.text(table, "user")
                        .map(user -> Proxies.basic(
                                user, ClientOptions.text(table, "password").orElse(""))),
                size.isnil() ? 0 : Math.max(0, size.tolong()),
                table.get("trusted").toboolean(),
                ClientOptions.shark(args, table));
    }

    boolean isSupported() {
        return WITHOUT_BODY.contains(method) || hasBody();
    }

    boolean hasBody() {
        return WITH_BODY.contains(method);
    }

    private static List<ResponseHead.Field> fields(Args args, LuaValue header) {
        List<ResponseHead.Field> fields = new ArrayList<>();
        if (header instanceof LuaTable table) {
            forEach(table, (name, value) -> {
                LuaValue last = value instanceof LuaTable list ? list.get(list.length()) : value;
                if (!last.isstring()) {
                    throw args.bad(1, "header '" + name.tojstring() + "' is no string");
                }
                fields.add(field(args, latin1(name), latin1(last)));
            });
        }
        return fields;
    }

    /** Strings as they are: one character a byte. */
    private static String latin1(LuaValue value) {
        LuaString s = value.strvalue();
        return new String(s.m_bytes, s.m_offset, s.m_length, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static ResponseHead.Field field(Args args, String name, String value) {
        if (name.isEmpty() || !name.matches("[^\\s:]+") || value.matches("(?s).*[\\r\\n\\x00].*")) {
            throw args.bad(
                    1, "header '" + name.strip() + "' has a line end or another character that it must not have");
        }
        return new ResponseHead.Field(name, value);
    }

    private static List<String> query(Args args, LuaValue query) {
        List<String> pairs = new ArrayList<>();
        if (query instanceof LuaTable table) {
            forEach(table, (key, value) -> {
                if (value instanceof LuaTable list) {
                    for (int i = 1; i <= list.length(); i++) {
                        pairs.add(pair(args, key, list.get(i)));
                    }
                } else {
                    pairs.add(pair(args, key, value));
                }
            });
        }
        return pairs;
    }

    private static String pair(Args args, LuaValue key, LuaValue value) {
        String name = latin1(key);
        if (!value.isstring() || name.matches("(?s).*[\\s\\x00].*")) {
            throw args.bad(1, "query '" + name.strip() + "' is neither string nor number, or its name has blanks");
        }
        return name + "=" + Url.encode(value.strvalue());
    }

    private interface Visitor {
        void visit(LuaValue key, LuaValue value);
    }

    private static void forEach(LuaTable table, Visitor visitor) {
        for (Varargs next = table.next(LuaValue.NIL); !next.arg1().isnil(); next = table.next(next.arg1())) {
            visitor.visit(next.arg1(), next.arg(2));
        }
    }

    /** The request line and the fields. */
    String head(Url target, boolean persistent, Optional<String> webSocketKey) {
        StringBuilder head = new StringBuilder(method).append(' ').append(Url.encode(target.path()));
        if (!query.isEmpty()) {
            head.append('?').append(String.join("&", query));
        }
        head.append(persistent ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
        if (!hasField("Host")) {
            add(head, "Host", target.hostField());
        }
        fields.forEach(field -> add(head, field.name(), field.value()));
        authorization.ifPresent(value -> add(head, "Authorization", value));
        if (hasBody()) {
            add(head, size > 0 ? "Content-Length" : "Transfer-Encoding", size > 0 ? String.valueOf(size) : "chunked");
        }
        webSocketKey.ifPresent(key -> addHandshake(head, key));
        return head.append("\r\n").toString();
    }

    private boolean hasField(String name) {
        return fields.stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
    }

    private static void addHandshake(StringBuilder head, String key) {
        add(head, "Connection", "Upgrade");
        add(head, "Upgrade", "websocket");
        add(head, "Sec-WebSocket-Version", "13");
        add(head, "Sec-WebSocket-Key", key);
    }

    private static void add(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
