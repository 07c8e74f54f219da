package io.moongate.crypto.internal;

import io.moongate.runtime.testing.ApiDocs;
import org.junit.jupiter.api.Test;

class CryptoDocsTest {

    @Test
    void functions_are_documented() {
        ApiDocs.of("crypto")
                .exercise("return ba.crypto.symmetric('GCM', ('k'):rep(16), ('n'):rep(12)),"
                        + " ba.crypto.symmetric('CBC', ('k'):rep(16), ('n'):rep(16), 'encrypt')")
                .required("jwt")
                .check(new CryptoModule());
    }
}
