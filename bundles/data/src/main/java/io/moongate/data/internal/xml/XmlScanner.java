package io.moongate.data.internal.xml;

import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Pieces;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/**
 * Splits XML 1.0 in UTF-8 or another superset of ASCII, which may come in pieces, into events, and checks that it is well
 * formed: one root, matching tags, unique attributes. Document types are skipped and no entity is expanded, so that a
 * document can neither read files nor grow.
 */
final class XmlScanner {

    private static final int LONGEST_TOKEN = 1 << 24;
    private static final int LONGEST_NAME = 1024;
    private static final int MOST_ATTRIBUTES = 1024;
    private static final int DEEPEST = 1024;

    private static final byte[] COMMENT = ascii("<!--");
    private static final byte[] CDATA = ascii("<![CDATA[");
    private static final byte[] DOCTYPE = ascii("<!DOCTYPE");
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final Pieces pieces = new Pieces(LONGEST_TOKEN);
    private final Deque<LuaString> open = new ArrayDeque<>();
    private boolean hasRoot;
    private boolean isStarted;

    private byte[] bytes = {};
    private int position;
    private int end;

    /** How many bytes of an unfinished token need no second look. */
    private int seen;

    /** The quote or bracket inside of which that look ended. */
    private int inside;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    void add(LuaString piece) throws XmlFault {
        try {
            pieces.add(piece.m_bytes, piece.m_offset, piece.m_length);
        } catch (Fault fault) {
            throw new XmlFault(fault.getMessage());
        }
    }

    /** Whether the root element is complete. */
    boolean isComplete() {
        return hasRoot && open.isEmpty();
    }

    /** The next event, or null when more text is needed. */
    @Nullable
    XmlEvent next() throws XmlFault {
        bytes = pieces.bytes();
        position = pieces.position();
        end = pieces.end();
        XmlEvent event = skipByteOrderMark() ? read() : null;
        if (event != null) {
            seen = 0;
            inside = 0;
        }
        pieces.moveTo(position);
        return event;
    }

    /** @return false when it is not known yet whether there is one */
    private boolean skipByteOrderMark() {
        if (isStarted) {
            return true;
        }
        int length = Math.min(BYTE_ORDER_MARK.length, end - position);
        boolean isMark = startsWith(BYTE_ORDER_MARK, length);
        isStarted = !isMark || length == BYTE_ORDER_MARK.length;
        if (isStarted && isMark) {
            position += length;
        }
        return isStarted;
    }

    private boolean startsWith(byte[] prefix, int length) {
        return Arrays.equals(bytes, position, position + length, prefix, 0, length);
    }

    private @Nullable XmlEvent read() throws XmlFault {
        if (open.isEmpty()) {
            while (position < end && isSpace(bytes[position])) {
                position++;
            }
        }
        if (position == end) {
            return null;
        }
        if (bytes[position] != '<') {
            return readText();
        }
        if (end - position < 2) {
            return null;
        }
        return switch (bytes[position + 1]) {
            case '/' -> readEnd();
            case '?' -> readInstruction();
            case '!' -> readDeclaration();
            default -> readStart();
        };
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    private LuaString string(int from, int to) {
        return LuaString.valueUsing(Arrays.copyOfRange(bytes, from, to));
    }

    /** Where {@code terminator} begins, at or after {@code from} bytes into the token, or -1. */
    private int find(String terminator, int from) {
        int i = position + Math.max(from, seen);
        for (; i + terminator.length() <= end; i++) {
            int n = 0;
            while (n < terminator.length() && bytes[i + n] == terminator.charAt(n)) {
                n++;
            }
            if (n == terminator.length()) {
                return i;
            }
        }
        seen = Math.max(seen, i - position);
        return -1;
    }

    private @Nullable XmlEvent readText() throws XmlFault {
        if (open.isEmpty()) {
            throw new XmlFault("text outside of the root element");
        }
        int to = find("<", 0);
        if (to < 0) {
            return null;
        }
        LuaString text = XmlText.decode(bytes, position, to);
        position = to;
        return new XmlEvent.Text(text);
    }

    private @Nullable XmlEvent readInstruction() throws XmlFault {
        int to = find("?>", 2);
        if (to < 0) {
            return null;
        }
        int nameEnd = nameEnd(position + 2, to);
        int text = nameEnd;
        while (text < to && isSpace(bytes[text])) {
            text++;
        }
        XmlEvent event = new XmlEvent.Instruction(string(position + 2, nameEnd), string(text, to));
        position = to + 2;
        return event;
    }

    private @Nullable XmlEvent readDeclaration() throws XmlFault {
        if (startsWith(COMMENT, Math.min(COMMENT.length, end - position))) {
            return end - position < COMMENT.length ? null : readComment();
        }
        if (startsWith(CDATA, Math.min(CDATA.length, end - position))) {
            return end - position < CDATA.length ? null : readCData();
        }
        if (startsWith(DOCTYPE, Math.min(DOCTYPE.length, end - position))) {
            return end - position < DOCTYPE.length ? null : readDocumentType();
        }
        throw new XmlFault("unknown declaration");
    }

    private @Nullable XmlEvent readComment() {
        int to = find("-->", COMMENT.length);
        if (to < 0) {
            return null;
        }
        XmlEvent event = new XmlEvent.Comment(string(position + COMMENT.length, to));
        position = to + 3;
        return event;
    }

    private @Nullable XmlEvent readCData() throws XmlFault {
        if (open.isEmpty()) {
            throw new XmlFault("text outside of the root element");
        }
        int to = find("]]>", CDATA.length);
        if (to < 0) {
            return null;
        }
        XmlEvent event = new XmlEvent.CData(string(position + CDATA.length, to));
        position = to + 3;
        return event;
    }

    private @Nullable XmlEvent readDocumentType() throws XmlFault {
        if (hasRoot) {
            throw new XmlFault("document type after the root element");
        }
        int to = findTagEnd();
        if (to < 0) {
            return null;
        }
        position = to + 1;
        return new XmlEvent.DocumentType();
    }

    /** Where the {@code >} is that is neither in quotes nor, as in a document type, in brackets. */
    private int findTagEnd() {
        int i = position + Math.max(1, seen);
        for (; i < end; i++) {
            int c = bytes[i];
            if (inside == 0) {
                if (c == '>') {
                    return i;
                }
                inside = c == '"' || c == '\'' ? c : c == '[' ? ']' : 0;
            } else if (c == inside) {
                inside = 0;
            }
        }
        seen = i - position;
        return -1;
    }

    private @Nullable XmlEvent readEnd() throws XmlFault {
        int to = find(">", 2);
        if (to < 0) {
            return null;
        }
        int nameEnd = nameEnd(position + 2, to);
        LuaString name = string(position + 2, nameEnd);
        for (int i = nameEnd; i < to; i++) {
            if (!isSpace(bytes[i])) {
                throw new XmlFault("malformed end tag");
            }
        }
        if (open.isEmpty() || !open.pop().raweq(name)) {
            throw new XmlFault("end tag </" + name.tojstring() + "> without its start tag");
        }
        position = to + 1;
        return new XmlEvent.End(name);
    }

    private @Nullable XmlEvent readStart() throws XmlFault {
        int to = findTagEnd();
        if (to < 0) {
            return null;
        }
        if (open.isEmpty() && hasRoot) {
            throw new XmlFault("second root element");
        }
        boolean isEmpty = bytes[to - 1] == '/';
        int contentEnd = isEmpty ? to - 1 : to;
        int nameEnd = nameEnd(position + 1, contentEnd);
        LuaString name = string(position + 1, nameEnd);
        XmlEvent event = new XmlEvent.Start(name, readAttributes(nameEnd, contentEnd), isEmpty);
        hasRoot = true;
        if (!isEmpty) {
            if (open.size() == DEEPEST) {
                throw new XmlFault("elements are nested deeper than the limit of " + DEEPEST);
            }
            open.push(name);
        }
        position = to + 1;
        return event;
    }

    private Map<LuaString, LuaString> readAttributes(int from, int to) throws XmlFault {
        Map<LuaString, LuaString> attributes = new LinkedHashMap<>();
        int i = from;
        while (true) {
            int start = skipSpace(i, to);
            if (start == to) {
                return attributes;
            }
            if (start == i) {
                throw new XmlFault("white space expected before an attribute");
            }
            int nameEnd = nameEnd(start, to);
            int equals = skipSpace(nameEnd, to);
            int open = equals < to && bytes[equals] == '=' ? skipSpace(equals + 1, to) : to;
            if (open == to || bytes[open] != '"' && bytes[open] != '\'') {
                throw new XmlFault("attribute without a value in quotes");
            }
            int close = open + 1;
            while (close < to && bytes[close] != bytes[open]) {
                if (bytes[close++] == '<') {
                    throw new XmlFault("'<' in the value of an attribute");
                }
            }
            if (close == to) {
                throw new XmlFault("attribute without a closing quote");
            }
            LuaString name = string(start, nameEnd);
            if (attributes.put(name, XmlText.decode(bytes, open + 1, close)) != null) {
                throw new XmlFault("attribute '" + name.tojstring() + "' is there twice");
            }
            if (attributes.size() > MOST_ATTRIBUTES) {
                throw new XmlFault("more attributes than the limit of " + MOST_ATTRIBUTES);
            }
            i = close + 1;
        }
    }

    private int skipSpace(int from, int to) {
        int i = from;
        while (i < to && isSpace(bytes[i])) {
            i++;
        }
        return i;
    }

    /** Where the name that begins at {@code from} ends. */
    private int nameEnd(int from, int to) throws XmlFault {
        int i = from;
        while (i < to && isNamePart(bytes[i])) {
            i++;
        }
        int length = i - from;
        if (length == 0 || bytes[from] == '-' || bytes[from] == '.' || bytes[from] >= '0' && bytes[from] <= '9') {
            throw new XmlFault("name expected");
        }
        if (length > LONGEST_NAME) {
            throw new XmlFault("name is longer than the limit of " + LONGEST_NAME + " bytes");
        }
        return i;
    }

    private static boolean isNamePart(byte c) {
        return c < 0
                || c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == ':'
                || c == '-'
                || c == '.';
    }
}
