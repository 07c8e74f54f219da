package io.moongate.runtime.io;

import java.io.IOException;

/** What an IO could not do: a code that Lua programs compare, and a text for people. */
public final class IoException extends IOException {

    public static final String ENOENT = "enoent";
    public static final String NOT_FOUND = "notfound";
    public static final String EXIST = "exist";
    public static final String NOT_EMPTY = "notempty";
    public static final String NO_ACCESS = "noaccess";
    public static final String IO_ERROR = "ioerror";
    public static final String INVALID_NAME = "invalidname";
    public static final String NO_SPACE = "nospace";
    public static final String NO_IMPLEMENTATION = "noimplementation";
    public static final String MEM = "mem";

    private final String code;

    public IoException(String code, String message) {
        super(message);
        this.code = code;
    }

    public IoException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code that Lua sees after nil. */
    public String code() {
        return code;
    }
}
