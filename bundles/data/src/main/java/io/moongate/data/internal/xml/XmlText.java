package io.moongate.data.internal.xml;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/** Character data: the predefined entities and character references (XML 1.0 sections 4.1 and 4.6). */
final class XmlText {
    private XmlText() {}

    private static final int LONGEST_REFERENCE = 10;

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Replaces references; any other entity is a fault, for what a document defines itself is not expanded. */
    static LuaString decode(byte[] bytes, int from, int to) throws XmlFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(to - from);
        int i = from;
        while (i < to) {
            if (bytes[i] != '&') {
                out.write(bytes[i++]);
                continue;
            }
            int end = i + 1;
            while (end < to && end - i <= LONGEST_REFERENCE && bytes[end] != ';') {
                end++;
            }
            String name = new String(bytes, i + 1, end - i - 1, StandardCharsets.ISO_8859_1);
            if (end == to || bytes[end] != ';') {
                throw new XmlFault("'&' without a reference");
            }
            out.writeBytes(Character.toString(codePoint(name)).getBytes(StandardCharsets.UTF_8));
            i = end + 1;
        }
        return LuaString.valueUsing(out.toByteArray());
    }

    private static int codePoint(String reference) throws XmlFault {
        return switch (reference) {
            case "lt" -> '<';
            case "gt" -> '>';
            case "amp" -> '&';
            case "apos" -> '\'';
            case "quot" -> '"';
            default -> numbered(reference);
        };
    }

    private static int numbered(String reference) throws XmlFault {
        try {
            if (reference.startsWith("#")) {
                boolean isHex = reference.startsWith("#x");
                int c = Integer.parseUnsignedInt(reference.substring(isHex ? 2 : 1), isHex ? 16 : 10);
                if (isCharacter(c)) {
                    return c;
                }
            }
        } catch (NumberFormatException e) {
            throw new XmlFault("bad character reference &" + reference + ";");
        }
        throw new XmlFault("unknown entity &" + reference + ";");
    }

    private static boolean isCharacter(int c) {
        return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c < 0xd800 || c >= 0xe000 && c <= 0x10ffff;
    }
}
