package io.moongate.httpclient.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.Result;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;

/** {@code httpc.parsequery(string)}. */
final class Query {
    private Query() {}

    /** A table; the last value of a repeated key wins. Keys stay as they are. */
    static Varargs parse(Args args) {
        String query = new String(args.bytes(1), StandardCharsets.ISO_8859_1);
        LuaTable table = new LuaTable();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!key.isEmpty()) {
                table.rawset(
                        LuaString.valueUsing(key.getBytes(StandardCharsets.ISO_8859_1)),
                        Result.string(decode(equals < 0 ? "" : pair.substring(equals + 1))));
            }
        }
        return table;
    }

    private static byte[] decode(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toByteArray();
    }
}
