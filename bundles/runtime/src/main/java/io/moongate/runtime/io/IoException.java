package io.moongate.runtime.io;

import java.io.IOException;

/** What an IO could not do: a code that Lua programs compare, and a text for people. */
public final class IoException extends IOException {

    private static final long serialVersionUID = 1;

    /** No such file or directory. */
    public static final String ENOENT = "enoent";
    /** The same, as archives say it. */
    public static final String NOT_FOUND = "notfound";
    /** Something of that name is there already. */
    public static final String EXIST = "exist";
    /** A directory that has to be empty is not. */
    public static final String NOT_EMPTY = "notempty";
    /** Not permitted, read only, a directory where a file is meant, or outside of the root. */
    public static final String NO_ACCESS = "noaccess";
    /** The storage failed, or what it holds is damaged. */
    public static final String IO_ERROR = "ioerror";
    /** No valid name. */
    public static final String INVALID_NAME = "invalidname";
    /** The storage is full. */
    public static final String NO_SPACE = "nospace";
    /** This kind of IO cannot do that. */
    public static final String NO_IMPLEMENTATION = "noimplementation";
    /** Larger than a limit on memory. */
    public static final String MEM = "mem";
    /** No ZIP file, or one that is damaged, hostile or of an unsupported kind. */
    public static final String ZIP_INCOMPATIBLE = "zipincompatible";
    /** An encrypted file, and the password is missing or wrong. */
    public static final String WRONG_PASSWORD = "wrongpassword";

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
