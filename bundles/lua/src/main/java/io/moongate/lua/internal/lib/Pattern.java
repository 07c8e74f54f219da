package io.moongate.lua.internal.lib;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A compiled pattern (manual 6.4.1): one node an item, in order. Immutable. What is malformed becomes a node that raises
 * the error when a match gets there, as an interpreter of the pattern's text would.
 */
record Pattern(boolean anchored, Node[] nodes, int captures) {

    Pattern(boolean anchored, Node[] nodes) {
        this(anchored, nodes, (int) Arrays.stream(nodes)
                .filter(node -> node.kind() == Kind.OPEN || node.kind() == Kind.POSITION)
                .count());
    }

    /** What a node does; those from {@code ONE} to {@code LAZY} match single bytes. */
    enum Kind {
        ONE,
        OPTIONAL,
        STAR,
        PLUS,
        LAZY,
        OPEN,
        POSITION,
        CLOSE,
        BALANCE,
        FRONTIER,
        BACK_REFERENCE,
        END_OF_SUBJECT,
        MALFORMED,
        MATCHED
    }

    /**
     * One item.
     *
     * @param set which bytes it matches; null where the kind has no set
     * @param first the byte of {@code %b} that opens, or the number of a back reference's capture from 0
     * @param second the byte of {@code %b} that closes
     * @param message what is wrong with it
     */
    record Node(
            Kind kind,
            boolean @Nullable [] set,
            int first,
            int second,
            @Nullable String message) {

        static Node of(Kind kind) {
            return new Node(kind, null, 0, 0, null);
        }

        static Node of(Kind kind, boolean[] set) {
            return new Node(kind, set, 0, 0, null);
        }

        static Node of(Kind kind, int first, int second) {
            return new Node(kind, null, first, second, null);
        }

        static Node malformed(String message) {
            return new Node(Kind.MALFORMED, null, 0, 0, message);
        }
    }
}
