package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.lib.Pattern.Kind;
import io.moongate.lua.internal.lib.Pattern.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaString;

/** Compiles the text of a pattern. */
final class PatternCompiler {

    private static final char ESCAPE = '%';
    private static final boolean[] ANY = any();

    private final LuaString text;
    private final List<Node> nodes = new ArrayList<>();
    private int at;

    private PatternCompiler(LuaString text) {
        this.text = text;
    }

    /** @param anchors whether {@code ^} at the start is an anchor */
    static Pattern compile(LuaString text, boolean anchors) {
        PatternCompiler compiler = new PatternCompiler(text);
        boolean anchored = anchors && compiler.peek(0) == '^';
        compiler.at = anchored ? 1 : 0;
        compiler.compile();
        return new Pattern(anchored, compiler.nodes.toArray(new Node[0]));
    }

    private static boolean[] any() {
        boolean[] set = new boolean[256];
        Arrays.fill(set, true);
        return set;
    }

    /** The byte {@code ahead} of the position, 0 behind the end as in a C string. */
    private int peek(int ahead) {
        int i = at + ahead;
        return i < text.m_length ? text.m_bytes[text.m_offset + i] & 0xFF : 0;
    }

    private boolean atEnd() {
        return at >= text.m_length;
    }

    private void compile() {
        Kind last = Kind.MATCHED;
        while (!atEnd() && last != Kind.MALFORMED) {
            Node node = item();
            nodes.add(node);
            last = node.kind();
        }
        nodes.add(Node.of(Kind.MATCHED));
    }

    private Node item() {
        switch (peek(0)) {
            case '(':
                return open();
            case ')':
                at++;
                return Node.of(Kind.CLOSE);
            case '$':
                return at + 1 == text.m_length ? end() : single();
            case ESCAPE:
                return escaped();
            default:
                return single();
        }
    }

    private Node open() {
        boolean position = peek(1) == ')';
        at += position ? 2 : 1;
        return Node.of(position ? Kind.POSITION : Kind.OPEN);
    }

    private Node end() {
        at++;
        return Node.of(Kind.END_OF_SUBJECT);
    }

    private Node escaped() {
        int next = peek(1);
        if (next == 'b') {
            return balance();
        }
        if (next == 'f') {
            return frontier();
        }
        if (CharacterClass.isDigit(next)) {
            at += 2;
            return Node.of(Kind.BACK_REFERENCE, next - '1', 0);
        }
        return single();
    }

    private Node balance() {
        if (at + 3 >= text.m_length) {
            return Node.malformed("malformed pattern (missing arguments to '%b')");
        }
        Node node = Node.of(Kind.BALANCE, peek(2), peek(3));
        at += 4;
        return node;
    }

    private Node frontier() {
        at += 2;
        if (peek(0) != '[') {
            return Node.malformed("missing '[' after '%f' in pattern");
        }
        boolean[] set = bracketed();
        return set == null ? missingBracket() : Node.of(Kind.FRONTIER, set);
    }

    private static Node missingBracket() {
        return Node.malformed("malformed pattern (missing ']')");
    }

    private Node single() {
        if (peek(0) == ESCAPE && at + 1 == text.m_length) {
            return Node.malformed("malformed pattern (ends with '%')");
        }
        boolean[] set = singleSet();
        return set == null ? missingBracket() : Node.of(quantifier(), set);
    }

    private boolean @Nullable [] singleSet() {
        int c = peek(0);
        if (c == '[') {
            return bracketed();
        }
        at += c == ESCAPE ? 2 : 1;
        return switch (c) {
            case '.' -> ANY;
            case ESCAPE -> classSet(peek(-1));
            default -> singleton(c);
        };
    }

    private Kind quantifier() {
        Kind kind = atEnd()
                ? Kind.ONE
                : switch (peek(0)) {
                    case '?' -> Kind.OPTIONAL;
                    case '*' -> Kind.STAR;
                    case '+' -> Kind.PLUS;
                    case '-' -> Kind.LAZY;
                    default -> Kind.ONE;
                };
        at += kind == Kind.ONE ? 0 : 1;
        return kind;
    }

    private static boolean[] singleton(int c) {
        boolean[] set = new boolean[256];
        set[c] = true;
        return set;
    }

    private static boolean[] classSet(int letter) {
        boolean[] set = new boolean[256];
        addClass(set, letter);
        return set;
    }

    private static void addClass(boolean[] set, int letter) {
        for (int b = 0; b < set.length; b++) {
            set[b] |= CharacterClass.contains(letter, b);
        }
    }

    /** A set in brackets, with the position moved behind it; null when the closing one is missing. */
    private boolean @Nullable [] bracketed() {
        at++;
        boolean complement = peek(0) == '^';
        at += complement ? 1 : 0;
        int close = closingBracket();
        if (close < 0) {
            return null;
        }
        boolean[] set = new boolean[256];
        while (at < close) {
            addElement(set, close);
        }
        at = close + 1;
        return complement ? complementOf(set) : set;
    }

    private static boolean[] complementOf(boolean[] set) {
        for (int b = 0; b < set.length; b++) {
            set[b] = !set[b];
        }
        return set;
    }

    /** Where the set ends; a bracket in first place is an element. */
    private int closingBracket() {
        int i = at;
        do {
            if (i >= text.m_length) {
                return -1;
            }
            i += byteAt(i) == ESCAPE && i + 1 < text.m_length ? 2 : 1;
        } while (i >= text.m_length || byteAt(i) != ']');
        return i;
    }

    private int byteAt(int i) {
        return text.m_bytes[text.m_offset + i] & 0xFF;
    }

    private void addElement(boolean[] set, int close) {
        int c = peek(0);
        if (c == ESCAPE && at + 1 < close) {
            addClass(set, peek(1));
            at += 2;
        } else if (peek(1) == '-' && at + 2 < close) {
            for (int b = c; b <= peek(2); b++) {
                set[b] = true;
            }
            at += 3;
        } else {
            set[c] = true;
            at++;
        }
    }
}
