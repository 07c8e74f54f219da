package io.moongate.net.device;

import io.moongate.net.tls.TlsKey;

/**
 * Who this device is: a key that stays in it and a certificate. An OSGi service, there as soon as the identity is; at the
 * first start it is made and self-signed.
 */
public interface DeviceIdentity {

    /** Stable for the life of the device's key: {@code "moongate-"} and 16 hexadecimal digits of the public key's hash. */
    String id();

    /** The certificate and a handle of the key, for TLS. */
    TlsKey key();

    /** The certificate in PEM. */
    String certificate();

    /** A certificate signing request for a fleet's authority, in PEM. Waits for the device on the calling thread. */
    String request();
}
