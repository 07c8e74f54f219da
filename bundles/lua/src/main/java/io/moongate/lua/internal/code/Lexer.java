package io.moongate.lua.internal.code;

import io.moongate.lua.internal.AbstractNumber;
import io.moongate.lua.internal.GlobalState;
import io.moongate.lua.internal.NumberParser;
import io.moongate.lua.internal.ScriptError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Splits a chunk into tokens (manual 3.1). */
final class Lexer {

    private static final int END = -1;
    private static final Token[] TOKENS = Token.values();

    private final GlobalState state;
    private final byte[] source;
    private final String chunk;
    private final Map<LuaString, Object> names;

    private int at;
    private int line = 1;
    private int tokenStart;

    /** The current token, and the value of a name, string or number. */
    Token token = Token.EOF;

    LuaValue value = LuaValue.NIL;

    /** Line of the token before the current one. */
    int previousLine = 1;

    private @Nullable Token ahead;
    private LuaValue aheadValue = LuaValue.NIL;
    private int aheadLine;
    private int tokenLine = 1;

    private byte[] buffer = new byte[64];
    private int length;

    Lexer(GlobalState state, byte[] source, int start, String chunk) {
        this.state = state;
        this.source = source;
        this.at = start;
        this.chunk = chunk;
        this.names = new HashMap<>(128);
        for (Token keyword : TOKENS) {
            if (keyword.isKeyword()) {
                names.put(LuaString.valueOf(keyword.text), keyword);
            }
        }
    }

    /** Where the current token is, when the next one has not been looked at. */
    int tokenStart() {
        return tokenStart;
    }

    int tokenEnd() {
        return at;
    }

    void startAt(int firstLine) {
        line = firstLine;
        tokenLine = firstLine;
    }

    /** Line of the current token. */
    int line() {
        return tokenLine;
    }

    void next() {
        previousLine = tokenLine;
        if (ahead != null) {
            token = ahead;
            value = aheadValue;
            tokenLine = aheadLine;
            ahead = null;
        } else {
            token = scan();
            tokenLine = line;
        }
    }

    /** The token after the current one. */
    Token peek() {
        if (ahead == null) {
            LuaValue current = value;
            ahead = scan();
            aheadValue = value;
            aheadLine = line;
            value = current;
        }
        return ahead;
    }

    /** A syntax error at the current token. */
    ScriptError error(String message) {
        return errorNear(message, describe());
    }

    /** A semantic error, which names no token. */
    ScriptError plainError(String message) {
        return new ScriptError(chunk + ":" + tokenLine + ": " + message);
    }

    private ScriptError errorNear(String message, String near) {
        return new ScriptError(LuaString.valueOf(latin1(chunk + ":" + line + ": " + message + " near " + near)));
    }

    /** Text of the source is handled as Latin-1 so that its bytes come out of messages as they went in. */
    private static byte[] latin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private String describe() {
        return switch (token) {
            case NAME, STRING, NUMBER -> quote(tokenStart, at);
            case OTHER -> describeOther();
            case EOF -> Token.EOF.text;
            default -> "'" + token.text + "'";
        };
    }

    private String describeOther() {
        int c = source[at - 1] & 0xff;
        return c >= ' ' && c < 0x7f ? "'" + (char) c + "'" : "'<\\" + c + ">'";
    }

    private String quote(int from, int to) {
        return "'" + new String(source, from, to - from, StandardCharsets.ISO_8859_1) + "'";
    }

    private int current() {
        return at < source.length ? source[at] & 0xff : END;
    }

    private int peekByte(int offset) {
        return at + offset < source.length ? source[at + offset] & 0xff : END;
    }

    private Token scan() {
        for (; ; ) {
            tokenStart = at;
            int c = current();
            switch (c) {
                case END -> {
                    return Token.EOF;
                }
                case '\n', '\r' -> newline();
                case ' ', '\t', '\f', 0x0b -> at++;
                case '-' -> {
                    at++;
                    if (current() != '-') {
                        return Token.MINUS;
                    }
                    at++;
                    comment();
                }
                default -> {
                    return symbol(c);
                }
            }
        }
    }

    private Token symbol(int c) {
        return switch (c) {
            case '[' -> leftBracket();
            case '=' -> either('=', Token.EQUAL, Token.ASSIGN);
            case '<' -> either('=', Token.LESS_EQUAL, '<', Token.SHIFT_LEFT, Token.LESS);
            case '>' -> either('=', Token.GREATER_EQUAL, '>', Token.SHIFT_RIGHT, Token.GREATER);
            case '/' -> either('/', Token.DOUBLE_SLASH, Token.SLASH);
            case '~' -> either('=', Token.NOT_EQUAL, Token.TILDE);
            case ':' -> either(':', Token.DOUBLE_COLON, Token.COLON);
            case '"', '\'' -> string(c);
            case '.' -> dot();
            default -> isDigit(c) ? number() : isNameStart(c) ? name() : single(c);
        };
    }

    private Token either(int second, Token both, Token alone) {
        at++;
        if (current() != second) {
            return alone;
        }
        at++;
        return both;
    }

    private Token either(int second, Token first, int third, Token other, Token alone) {
        at++;
        int c = current();
        if (c != second && c != third) {
            return alone;
        }
        at++;
        return c == second ? first : other;
    }

    private Token single(int c) {
        at++;
        return switch (c) {
            case '+' -> Token.PLUS;
            case '*' -> Token.STAR;
            case '%' -> Token.PERCENT;
            case '^' -> Token.CARET;
            case '#' -> Token.HASH;
            case '&' -> Token.AMPERSAND;
            case '|' -> Token.PIPE;
            case '(' -> Token.LEFT_PAREN;
            case ')' -> Token.RIGHT_PAREN;
            case '{' -> Token.LEFT_BRACE;
            case '}' -> Token.RIGHT_BRACE;
            case ']' -> Token.RIGHT_BRACKET;
            case ';' -> Token.SEMICOLON;
            case ',' -> Token.COMMA;
            default -> Token.OTHER;
        };
    }

    private Token dot() {
        if (isDigit(peekByte(1))) {
            return number();
        }
        at++;
        if (current() != '.') {
            return Token.DOT;
        }
        at++;
        if (current() != '.') {
            return Token.CONCAT;
        }
        at++;
        return Token.ELLIPSIS;
    }

    private void newline() {
        int first = source[at++];
        int second = current();
        if ((second == '\n' || second == '\r') && second != first) {
            at++;
        }
        line++;
    }

    private void comment() {
        if (current() == '[') {
            int level = openingLevel();
            if (level >= 0) {
                longText(level, "comment");
                return;
            }
        }
        while (current() != END && current() != '\n' && current() != '\r') {
            at++;
        }
    }

    private Token leftBracket() {
        int level = openingLevel();
        if (level >= 0) {
            longText(level, "string");
            value = constant(LuaString.valueOf(buffer, 0, length));
            return Token.STRING;
        }
        if (level == -2) {
            throw errorNear("invalid long string delimiter", quote(tokenStart, at));
        }
        at++;
        return Token.LEFT_BRACKET;
    }

    /** Skips {@code [==[} and returns its level; otherwise skips nothing but a malformed start: -1 no, -2 malformed. */
    private int openingLevel() {
        int level = 0;
        while (peekByte(level + 1) == '=') {
            level++;
        }
        if (peekByte(level + 1) == '[') {
            at += level + 2;
            return level;
        }
        if (level == 0) {
            return -1;
        }
        if (source[tokenStart] == '[') {
            at += level + 1;
        }
        return -2;
    }

    private void longText(int level, String what) {
        int start = line;
        length = 0;
        if (current() == '\n' || current() == '\r') {
            newline();
        }
        for (; ; ) {
            switch (current()) {
                case END ->
                    throw errorNear("unfinished long " + what + " (starting at line " + start + ")", Token.EOF.text);
                case ']' -> {
                    if (closes(level)) {
                        at += level + 2;
                        return;
                    }
                    append(source[at++]);
                }
                case '\n', '\r' -> {
                    newline();
                    append('\n');
                }
                default -> append(source[at++]);
            }
        }
    }

    private boolean closes(int level) {
        for (int i = 1; i <= level; i++) {
            if (peekByte(i) != '=') {
                return false;
            }
        }
        return peekByte(level + 1) == ']';
    }

    private void append(int b) {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * length);
        }
        buffer[length++] = (byte) b;
    }

    private Token string(int delimiter) {
        length = 0;
        at++;
        for (int c = current(); c != delimiter; c = current()) {
            switch (c) {
                case END -> throw errorNear("unfinished string", Token.EOF.text);
                case '\n', '\r' -> throw errorNear("unfinished string", quote(tokenStart, at));
                case '\\' -> escape();
                default -> {
                    append(c);
                    at++;
                }
            }
        }
        at++;
        value = constant(LuaString.valueOf(buffer, 0, length));
        return Token.STRING;
    }

    private void escape() {
        at++;
        int c = current();
        switch (c) {
            case 'a' -> simpleEscape(7);
            case 'b' -> simpleEscape('\b');
            case 'f' -> simpleEscape('\f');
            case 'n' -> simpleEscape('\n');
            case 'r' -> simpleEscape('\r');
            case 't' -> simpleEscape('\t');
            case 'v' -> simpleEscape(11);
            case '\\', '"', '\'' -> simpleEscape(c);
            case '\n', '\r' -> {
                newline();
                append('\n');
            }
            case 'x' -> hexEscape();
            case 'u' -> unicodeEscape();
            case 'z' -> skipWhitespace();
            case END -> {
                // The string ends unfinished; its scanner says so.
            }
            default -> decimalEscape(c);
        }
    }

    private void simpleEscape(int b) {
        append(b);
        at++;
    }

    private void hexEscape() {
        at++;
        int high = hexDigit();
        append(high << 4 | hexDigit());
    }

    private int hexDigit() {
        int digit = Character.digit(current(), 16);
        if (digit < 0) {
            throw escapeError("hexadecimal digit expected");
        }
        at++;
        return digit;
    }

    private void unicodeEscape() {
        at++;
        if (current() != '{') {
            throw escapeError("missing '{'");
        }
        at++;
        long code = hexDigit();
        while (Character.digit(current(), 16) >= 0) {
            code = code << 4 | Character.digit(current(), 16);
            if (code > 0x7FFFFFFFL) {
                throw escapeError("UTF-8 value too large");
            }
            at++;
        }
        if (current() != '}') {
            throw escapeError("missing '}'");
        }
        at++;
        appendUtf8((int) code);
    }

    /** The original UTF-8 of up to six bytes. */
    private void appendUtf8(int code) {
        if (code < 0x80) {
            append(code);
            return;
        }
        int bytes = code < 0x800 ? 2 : code < 0x10000 ? 3 : code < 0x200000 ? 4 : code < 0x4000000 ? 5 : 6;
        append(0xff << 8 - bytes & 0xff | code >>> 6 * (bytes - 1));
        for (int i = bytes - 2; i >= 0; i--) {
            append(0x80 | code >>> 6 * i & 0x3f);
        }
    }

    private void skipWhitespace() {
        at++;
        for (int c = current(); ; c = current()) {
            if (c == '\n' || c == '\r') {
                newline();
            } else if (c == ' ' || c >= '\t' && c <= '\r') {
                at++;
            } else {
                return;
            }
        }
    }

    private void decimalEscape(int first) {
        if (!isDigit(first)) {
            throw escapeError("invalid escape sequence");
        }
        int code = 0;
        for (int i = 0; i < 3 && isDigit(current()); i++) {
            code = code * 10 + current() - '0';
            at++;
        }
        if (code > 255) {
            throw escapeError("decimal escape too large");
        }
        append(code);
    }

    private ScriptError escapeError(String message) {
        int end = current() == END ? at : at + 1;
        return errorNear(message, quote(tokenStart, end));
    }

    private Token number() {
        int start = at;
        at += current() == '.' ? 1 : 0;
        boolean hex = current() == '0' && (peekByte(1) | 0x20) == 'x';
        int exponent = hex ? 'p' : 'e';
        at += hex ? 2 : 0;
        for (int c = current(); Character.digit(c, 16) >= 0 || c == '.' || (c | 0x20) == exponent; c = current()) {
            at++;
            if ((c | 0x20) == exponent && (current() == '+' || current() == '-')) {
                at++;
            }
        }
        // A letter that touches the numeral is an error.
        at += isNamePart(current()) ? 1 : 0;
        AbstractNumber number = NumberParser.parse(source, start, at - start);
        if (number == null) {
            throw errorNear("malformed number", quote(start, at));
        }
        value = number;
        return Token.NUMBER;
    }

    private Token name() {
        int start = at;
        while (isNamePart(current())) {
            at++;
        }
        LuaString text = LuaString.valueOf(source, start, at - start);
        Object known = names.get(text);
        if (known instanceof Token keyword) {
            return keyword;
        }
        value = known == null ? constant(text) : (LuaString) known;
        return Token.NAME;
    }

    private LuaString constant(LuaString text) {
        Object known = names.get(text);
        if (known instanceof LuaString string) {
            return string;
        }
        LuaString interned = state.intern(text);
        if (known == null) {
            names.put(interned, interned);
        }
        return interned;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(int c) {
        return (c | 0x20) >= 'a' && (c | 0x20) <= 'z' || c == '_';
    }

    private static boolean isNamePart(int c) {
        return isNameStart(c) || isDigit(c);
    }
}
