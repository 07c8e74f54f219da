package io.moongate.io.internal.lua;

import io.moongate.runtime.testing.ApiDocs;
import java.util.List;
import org.junit.jupiter.api.Test;

class IoDocsTest {

    @Test
    void every_function_is_documented() {
        ApiDocs.of("io").exercise("return ba.create.memio():open('f', 'w')").check(new IoModule(List.of()));
    }
}
