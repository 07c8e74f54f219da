package io.moongate.web.internal;

/** The configuration {@code io.moongate.trace}: where the gateway's trace goes besides the browser. */
public @interface TraceFileConfiguration {

    /** A file, relative to the gateway's home; empty for none. */
    String file() default "";

    /** Bytes after which the file is put aside as {@code file.1}, and another begun. */
    int bytes() default 1_000_000;

    /** Files put aside that are kept. */
    int keep() default 4;

    /** Traces up to this priority, 0 to 10. */
    int priority() default 5;

    /** Whether the trace also goes to the gateway's log. */
    boolean log() default false;
}
