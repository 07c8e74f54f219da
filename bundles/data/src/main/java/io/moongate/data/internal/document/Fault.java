package io.moongate.data.internal.document;

import io.moongate.runtime.Result;
import org.luaj.vm2.Varargs;

/** Why a document could not be read or written: a code that Lua programs compare. */
public final class Fault extends Exception {

    /** The text ends inside a document. */
    public static final String NEED_MORE_DATA = "needmoredata";

    public static final String PARSE = "parse";
    /** More containers are open than allowed. */
    public static final String STACK = "stack";

    /** Something exceeds its limit. */
    public static final String MEM = "mem";

    private final String code;

    public Fault(String code) {
        this(code, code);
    }

    /** @param message for people: the limit and what exceeded it */
    public Fault(String code, String message) {
        // Faults are expected with foreign data and not worth a stack trace.
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** What a function returns to Lua: {@code nil, code} and the message, where it says more. */
    public Varargs toResult() {
        return getMessage().equals(code) ? Result.fail(code) : Result.fail(code, getMessage());
    }
}
