package io.moongate.web.internal;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Turns a Lua Server Page into Lua source that keeps the page's line numbers. Text becomes calls of {@code _emit}; {@code
 * <?lsp code ?>} is taken over; {@code <?lsp= expression ?>} is emitted as text. A line end directly behind a tag and at
 * the start of the page is dropped.
 */
final class LspParser {

    private static final byte[] OPEN = ascii("<?lsp");
    private static final byte[] CLOSE = ascii("?>");
    private static final byte[] HEAD = ascii("local _ENV,pathname,io,page,app=... ");

    /** A page that cannot be turned into Lua. */
    static final class SyntaxException extends Exception {
        SyntaxException(String message) {
            super(message);
        }
    }

    private final byte[] page;
    private final ByteArrayOutputStream out;
    private int at;
    /** Lines the source is ahead of the page. */
    private int ahead;

    private LspParser(byte[] page) {
        this.page = page;
        this.out = new ByteArrayOutputStream(page.length * 2 + 64);
    }

    /** @param bodyOnly leaves out the line that takes the page's arguments */
    static byte[] parse(byte[] page, boolean bodyOnly) throws SyntaxException {
        return new LspParser(page).parse(bodyOnly);
    }

    private byte[] parse(boolean bodyOnly) throws SyntaxException {
        if (!bodyOnly) {
            out.writeBytes(HEAD);
        }
        dropLineEnd();
        while (at < page.length) {
            int tag = nextTag();
            emit(at, tag < 0 ? page.length : tag);
            if (tag < 0) {
                break;
            }
            code(tag);
        }
        return out.toByteArray();
    }

    /** The next opening tag; it needs one character of white space or {@code =} or any other behind the name. */
    private int nextTag() {
        for (int i = at; i + OPEN.length < page.length; i++) {
            if (startsWith(OPEN, i)) {
                return i;
            }
        }
        return -1;
    }

    private void code(int tag) throws SyntaxException {
        int start = tag + OPEN.length;
        int end = find(CLOSE, start + 1);
        if (end < 0) {
            throw new SyntaxException("start tag without end tag at line# " + lineOf(tag));
        }
        boolean expression = page[start] == '=';
        if (expression) {
            out.writeBytes(ascii(" _emit(tostring("));
            out.write(page, start + 1, end - start - 1);
            closeComment(start + 1, end);
            out.writeBytes(ascii(")) "));
        } else {
            out.write(' ');
            out.write(page, start, end - start);
            closeComment(start, end);
            out.write(' ');
        }
        at = end + CLOSE.length;
        dropLineEnd();
    }

    /** Code that may end in a comment is ended by a line end, so that the comment does not swallow what follows. */
    private void closeComment(int start, int end) {
        for (int i = end - 1; i > start && page[i] != '\n'; i--) {
            if (page[i] == '-' && page[i - 1] == '-') {
                out.write('\n');
                ahead++;
                return;
            }
        }
    }

    /** Skips a line end, but keeps it in the source for its number. */
    private void dropLineEnd() {
        int next = at < page.length && page[at] == '\r' ? at + 1 : at;
        if (next < page.length && page[next] == '\n') {
            at = next + 1;
            newLine();
        }
    }

    private void newLine() {
        if (ahead > 0) {
            ahead--;
        } else {
            out.write('\n');
        }
    }

    private void emit(int start, int end) {
        if (start < end) {
            out.writeBytes(ascii("_emit\""));
            for (int i = start; i < end; i++) {
                emit(i, page[i]);
            }
            out.writeBytes(ascii("\" "));
        }
    }

    private void emit(int i, byte b) {
        switch (b) {
            case '"' -> out.writeBytes(ascii("\\\""));
            case '\\' -> out.writeBytes(ascii("\\\\"));
            case 0 -> out.writeBytes(ascii("\\000"));
            case '\n' -> emitNewLine();
            case '\r' -> emitReturn(i);
            default -> out.write(b);
        }
    }

    private void emitNewLine() {
        if (ahead > 0) {
            ahead--;
            out.writeBytes(ascii("\\n"));
        } else {
            out.writeBytes(ascii("\\\n"));
        }
    }

    private void emitReturn(int i) {
        if (i + 1 >= page.length || page[i + 1] != '\n') {
            out.writeBytes(ascii("\\r"));
        }
    }

    private int find(byte[] what, int from) {
        for (int i = from; i + what.length <= page.length; i++) {
            if (startsWith(what, i)) {
                return i;
            }
        }
        return -1;
    }

    private boolean startsWith(byte[] what, int offset) {
        for (int i = 0; i < what.length; i++) {
            if (page[offset + i] != what[i]) {
                return false;
            }
        }
        return true;
    }

    private int lineOf(int offset) {
        int line = 1;
        for (int i = 0; i < offset; i++) {
            if (page[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
