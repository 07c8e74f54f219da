package io.moongate.net.pki;

/** What is wrong with a key, request or certificate: a code that Lua programs compare, and a text for people. */
public final class PkiException extends Exception {

    private static final long serialVersionUID = 1;

    public static final String CERT_FORMAT = "pem_cert_unrecognized_format";
    public static final String KEY_FORMAT = "pem_key_unrecognized_format";
    public static final String PASSPHRASE_REQUIRED = "pem_key_passphrase_required";
    /** The key did not come out of its protection: a wrong password or damaged data. */
    public static final String KEY_PARSE = "pem_key_parse_error";

    public static final String ENCRYPTION_TYPE = "pem_key_unsupported_encryption_type";
    /** The operation or parameter is not possible with this key or certificate. */
    public static final String INVALID = "invalid";

    private final String code;

    public PkiException(String code, String message) {
        super(message);
        this.code = code;
    }

    public PkiException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** The code that Lua sees after nil. */
    public String code() {
        return code;
    }
}
