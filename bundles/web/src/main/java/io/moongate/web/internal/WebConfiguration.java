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

    /** Whether pages that fail tell everybody why. */
    boolean development() default false;

    /** Connections open at a time. */
    int connections() default 20000;

    /** Failed logins in a row after which an address is banned. */
    int loginattempts() default 5;

    /** Seconds of the first ban; each further one is twice as long. */
    int bantime() default 600;
}
