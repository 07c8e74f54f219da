package io.moongate.net.tls;

import io.moongate.net.pki.PkiException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;

/** Reads PKCS#12 files (RFC 7292), {@code .p12} and {@code .pfx}. */
public final class Pkcs12 {

    private static final byte[] DATA_OID = {
        0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x07
    };
    private static final int MAX_LENGTH = 256 * 1024;

    private Pkcs12() {}

    /** Whether {@code data} begins as a PKCS#12 file does: a sequence of version 3 and a content info. */
    public static boolean isLike(byte[] data) {
        if (data.length < 32 || data[0] != 0x30) {
            return false;
        }
        byte[] head = Arrays.copyOf(data, 32);
        return indexOf(head, new byte[] {0x02, 0x01, 0x03, 0x30}) > 0 && indexOf(head, DATA_OID) > 0;
    }

    private static int indexOf(byte[] data, byte[] part) {
        for (int i = 0; i + part.length <= data.length; i++) {
            if (Arrays.equals(data, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The first private key and its chain.
     *
     * @param password of the file and of the key in it
     */
    public static TlsKey read(byte[] data, String password) throws PkiException {
        if (data.length > MAX_LENGTH) {
            throw new PkiException(
                    PkiException.CERT_FORMAT, "PKCS#12 of " + data.length + " bytes exceeds " + MAX_LENGTH);
        }
        try {
            return firstKey(data, password.toCharArray());
        } catch (IOException e) {
            throw e.getCause() instanceof UnrecoverableKeyException
                    ? new PkiException(PkiException.KEY_PARSE, "PKCS#12: wrong password", e)
                    : new PkiException(PkiException.CERT_FORMAT, "PKCS#12: malformed", e);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new PkiException(PkiException.KEY_PARSE, "PKCS#12: cannot be opened", e);
        }
    }

    private static TlsKey firstKey(byte[] data, char[] password)
            throws GeneralSecurityException, IOException, PkiException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(data), password);
        for (String alias : Collections.list(store.aliases())) {
            Certificate[] chain = store.getCertificateChain(alias);
            if (chain != null && store.getKey(alias, password) instanceof PrivateKey key) {
                return new TlsKey(
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList(), key);
            }
        }
        throw new PkiException(PkiException.KEY_FORMAT, "PKCS#12 without a private key");
    }
}
