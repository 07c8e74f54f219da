package io.moongate.web.internal;

import io.moongate.runtime.Args;
import org.luaj.vm2.LuaString;

/** Checks what Lua code wants in a header: nothing may end the field early. */
final class HeaderFields {
    private HeaderFields() {}

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    static String name(Args args, LuaString name) {
        String text = Values.latin1(name);
        if (text.isEmpty() || !text.chars().allMatch(HeaderFields::isTokenCharacter)) {
            throw args.bad(1, "invalid header name");
        }
        return text;
    }

    private static boolean isTokenCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || TOKEN_MARKS.indexOf(c) >= 0);
    }

    static String value(Args args, LuaString value) {
        String text = Values.latin1(value).strip();
        if (text.chars().anyMatch(c -> (c < 32 && c != '\t') || c == 127)) {
            throw args.bad(2, "control character in header value");
        }
        return text;
    }
}
