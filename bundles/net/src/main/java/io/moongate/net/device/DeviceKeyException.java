package io.moongate.net.device;

/** What a device key could not do. */
public final class DeviceKeyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** The device is gone or does not answer. */
    public static final String UNAVAILABLE = "tpmunavailable";
    /** The device is busy with others and stayed so. */
    public static final String BUSY = "tpmbusy";
    /** Too many wrong authorisations: the chip refuses for a time. */
    public static final String LOCKOUT = "tpmlockout";
    /** Too many operations wait. */
    public static final String OVERLOAD = "tpmoverload";
    /** The chip does not know the kind of key or the length of the digest. */
    public static final String UNSUPPORTED = "tpmunsupported";
    /** Something between the chip and us changes what they say to each other. */
    public static final String TAMPERED = "tpmtampered";
    /** The device is not in the state that a secret was sealed for. */
    public static final String POLICY = "tpmpolicy";
    /** Any other refusal; the message has the chip's code. */
    public static final String FAILED = "tpmfailed";

    private final String code;

    public DeviceKeyException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public DeviceKeyException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** What Lua sees after nil. */
    public String code() {
        return code;
    }
}
