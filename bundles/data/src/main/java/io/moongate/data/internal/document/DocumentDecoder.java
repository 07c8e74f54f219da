package io.moongate.data.internal.document;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;

/** Turns bytes, which may come in pieces, into documents. Not usable any more after a fault. */
public interface DocumentDecoder {

    /** Adds a piece, which the caller must not change afterwards. */
    void add(byte[] piece, int offset, int length) throws Fault;

    /** The next complete document, or null when more data is needed. */
    @Nullable
    LuaTable next() throws Fault;

    /** Whether {@link #next} stopped between two documents and not inside of one. */
    boolean isBetweenDocuments();
}
