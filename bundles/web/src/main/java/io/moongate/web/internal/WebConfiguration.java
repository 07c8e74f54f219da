package io.moongate.web.internal;

/** The configuration {@code io.moongate.web}. */
public @interface WebConfiguration {

    /** Address and port for plain HTTP, such as {@code 127.0.0.1:8080}; empty for none. */
    String http() default "127.0.0.1:8080";

    /** Address and port for HTTPS; empty for none. */
    String https() default "";

    /** File of the certificate chain for HTTPS, PEM; empty for a self-signed one that is made at the first start. */
    String certificate() default "";

    /** File of the certificate's private key, PEM. */
    String key() default "";

    /** Whether pages that fail tell everybody why: true or false; empty for true while apps run from where they are. */
    String development() default "";

    /** Connections open at a time. */
    int connections() default 20000;

    /** Seconds from the first byte of a request to the end of its header. */
    int headertime() default 20;

    /** Seconds a connection is kept for the next request. */
    int idletime() default 75;

    /** Seconds without a byte of an unfinished body, or without the client taking a byte of the answer. */
    int bodytime() default 60;

    /** Failed logins in a row after which an address is banned. */
    int loginattempts() default 5;

    /** Seconds of the first ban; each further one is twice as long. */
    int bantime() default 600;
}
