package io.moongate.tls.internal;

import io.moongate.runtime.testing.ApiDocs;
import org.junit.jupiter.api.Test;

class TlsDocsTest {

    @Test
    void functions_are_documented() {
        ApiDocs.of("tls")
                .exercise("return ba.create.certstore(), ba.create.sharkssl()")
                .check(new TlsModule());
    }
}
