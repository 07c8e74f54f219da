package io.moongate.data.internal.document;

import org.luaj.vm2.LuaTable;

/** A format of documents, with the functions that Lua sees: see {@link DocumentLibrary}. */
public interface DocumentFormat {

    /** The name of the library, such as {@code "ba.json"}. */
    String library();

    /** How many containers a decoder allows open at a time, for the size of stack that Lua asked for. */
    int depth(long stackSize);

    /** The size of stack when Lua does not say. */
    int defaultStackSize();

    DocumentDecoder decoder(Limits limits);

    /** An encoder that appends to {@code sink}. */
    Encoder encoder(ByteSink sink);

    /** Writes documents. */
    interface Encoder {

        void write(LuaTable document) throws Fault;
    }
}
