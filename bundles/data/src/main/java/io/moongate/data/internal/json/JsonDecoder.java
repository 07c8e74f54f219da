package io.moongate.data.internal.json;

import io.moongate.data.internal.document.DocumentDecoder;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Limits;
import io.moongate.data.internal.document.OpenContainers;
import io.moongate.data.internal.document.Pieces;
import io.moongate.data.internal.document.ValueStack;
import io.moongate.runtime.DataNull;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Reads JSON (RFC 8259). More lenient than the RFC, as existing data needs it: comments before a document, {@code '}
 * beside {@code "}, literals in any case, numbers with leading zeros or without digits after the point, a comma before
 * <code>}</code>, control characters in strings. A document is a list or an object.
 *
 * <p>A state machine over tokens: a token that the text cuts is left for the next piece, so that one document may come
 * byte by byte.
 */
final class JsonDecoder implements DocumentDecoder {

    /** What may come next. */
    private enum Expected {
        DOCUMENT,
        VALUE_OR_END,
        VALUE,
        NAME_OR_END,
        COLON,
        COMMA_OR_END
    }

    private enum Comment {
        NONE,
        LINE,
        BLOCK
    }

    private static final int LONGEST_NUMBER = 1024;
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final int nameLength;
    private final Pieces pieces;
    private final ValueStack values;
    private final OpenContainers containers;
    private final StringToken string = new StringToken();
    private Expected expected = Expected.DOCUMENT;
    private Comment comment = Comment.NONE;

    private byte[] bytes = {};
    private int position;
    private int end;

    JsonDecoder(Limits limits) {
        nameLength = limits.nameLength();
        pieces = new Pieces(limits.memory());
        values = new ValueStack(limits.memory());
        containers = new OpenContainers(limits.depth(), Fault.STACK);
    }

    @Override
    public void add(byte[] piece, int offset, int length) throws Fault {
        pieces.add(piece, offset, length);
    }

    @Override
    public boolean isBetweenDocuments() {
        return expected == Expected.DOCUMENT && comment != Comment.BLOCK && pieces.position() == pieces.end();
    }

    @Override
    public @Nullable LuaTable next() throws Fault {
        bytes = pieces.bytes();
        position = pieces.position();
        end = pieces.end();
        LuaTable document = read();
        pieces.moveTo(position);
        return document;
    }

    private @Nullable LuaTable read() throws Fault {
        while (skipSpace()) {
            boolean isComplete = switch (expected) {
                case DOCUMENT -> readStart();
                case VALUE_OR_END -> bytes[position] == ']' ? close(false) : readValue();
                case VALUE -> readValue();
                case NAME_OR_END -> bytes[position] == '}' ? close(true) : readName();
                case COLON -> readColon();
                case COMMA_OR_END -> readCommaOrEnd();
            };
            if (!isComplete) {
                return null;
            }
            if (expected == Expected.DOCUMENT && values.top() > 0) {
                return values.takeDocument();
            }
        }
        return null;
    }

    /** @return whether there is a token */
    private boolean skipSpace() throws Fault {
        byte[] text = bytes;
        int i = position;
        while (i < end && text[i] <= ' ' && isSpace(text[i])) {
            i++;
        }
        position = i;
        return i < end;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    // Between documents.

    private boolean readStart() throws Fault {
        if (comment != Comment.NONE) {
            return skipComment();
        }
        switch (bytes[position]) {
            case '[' -> open(false);
            case '{' -> open(true);
            case '/' -> {
                return startComment();
            }
            default -> throw new Fault(Fault.PARSE);
        }
        return true;
    }

    private boolean startComment() throws Fault {
        if (end - position < 2) {
            return false;
        }
        comment = switch (bytes[position + 1]) {
            case '/' -> Comment.LINE;
            case '*' -> Comment.BLOCK;
            default -> throw new Fault(Fault.PARSE);
        };
        position += 2;
        return true;
    }

    private boolean skipComment() {
        return comment == Comment.LINE ? skipLine() : skipBlock();
    }

    private boolean skipLine() {
        while (position < end) {
            if (bytes[position++] == '\n') {
                comment = Comment.NONE;
                return true;
            }
        }
        return false;
    }

    private boolean skipBlock() {
        for (; position < end; position++) {
            if (bytes[position] == '*') {
                if (position + 1 == end) {
                    return false;
                }
                if (bytes[position + 1] == '/') {
                    position += 2;
                    comment = Comment.NONE;
                    return true;
                }
            }
        }
        return false;
    }

    // Containers.

    private void open(boolean isObject) throws Fault {
        containers.push(values.top(), isObject);
        position++;
        expected = isObject ? Expected.NAME_OR_END : Expected.VALUE_OR_END;
    }

    private boolean close(boolean isObject) throws Fault {
        position++;
        if (isObject) {
            values.closeObject(containers.pop());
        } else {
            values.closeArray(containers.pop());
        }
        expected = containers.depth() == 0 ? Expected.DOCUMENT : Expected.COMMA_OR_END;
        return true;
    }

    private boolean readColon() throws Fault {
        if (bytes[position] != ':') {
            throw new Fault(Fault.PARSE);
        }
        position++;
        expected = Expected.VALUE;
        return true;
    }

    private boolean readCommaOrEnd() throws Fault {
        boolean isObject = containers.isObject();
        byte c = bytes[position];
        if (c == ',') {
            position++;
            expected = isObject ? Expected.NAME_OR_END : Expected.VALUE;
            return true;
        }
        if (c == (isObject ? '}' : ']')) {
            return close(isObject);
        }
        throw new Fault(Fault.PARSE);
    }

    // Values. Each returns false, with the position unchanged, when the text ends inside the token.

    private boolean readValue() throws Fault {
        byte c = bytes[position];
        boolean isComplete = switch (c) {
            case '"', '\'' -> readString();
            case '[' -> {
                open(false);
                yield true;
            }
            case '{' -> {
                open(true);
                yield true;
            }
            case 't', 'T' -> readLiteral(TRUE, LuaValue.TRUE);
            case 'f', 'F' -> readLiteral(FALSE, LuaValue.FALSE);
            case 'n', 'N' -> readLiteral(NULL, DataNull.NULL);
            default -> readNumber();
        };
        if (isComplete && c != '[' && c != '{') {
            expected = Expected.COMMA_OR_END;
        }
        return isComplete;
    }

    private boolean readLiteral(byte[] lowerCase, LuaValue value) throws Fault {
        int available = Math.min(lowerCase.length, end - position);
        for (int i = 1; i < available; i++) {
            if ((bytes[position + i] | 0x20) != lowerCase[i]) {
                throw new Fault(Fault.PARSE);
            }
        }
        if (available < lowerCase.length) {
            return false;
        }
        position += available;
        values.pushConstant(value);
        return true;
    }

    private boolean readNumber() throws Fault {
        int tokenEnd = position;
        while (tokenEnd < end && NumberText.isPart(bytes[tokenEnd])) {
            tokenEnd++;
        }
        int length = tokenEnd - position;
        if (length > LONGEST_NUMBER) {
            throw new Fault(Fault.MEM, "number of " + length + " characters exceeds the limit of " + LONGEST_NUMBER);
        }
        if (tokenEnd == end && (length == 0 || NumberText.mayBegin(bytes[position]))) {
            return false;
        }
        NumberText.push(bytes, position, tokenEnd, values);
        position = tokenEnd;
        return true;
    }

    private boolean readString() throws Fault {
        int next = string.read(bytes, position, end);
        if (next < 0) {
            return false;
        }
        values.pushString(string.bytes(), string.offset(), string.length());
        position = next;
        return true;
    }

    private boolean readName() throws Fault {
        byte c = bytes[position];
        if (c != '"' && c != '\'') {
            throw new Fault(Fault.PARSE);
        }
        int next = string.read(bytes, position, end);
        if (next < 0) {
            if (end - position > 6L * nameLength + 2) {
                throw longName();
            }
            return false;
        }
        if (string.length() > nameLength) {
            throw longName();
        }
        values.pushName(string.bytes(), string.offset(), string.length());
        position = next;
        expected = Expected.COLON;
        return true;
    }

    private Fault longName() {
        return new Fault(Fault.MEM, "name exceeds the limit of " + nameLength + " bytes");
    }
}
