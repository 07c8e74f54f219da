package io.moongate.debug.internal;

import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.testing.ApiDocs;
import org.junit.jupiter.api.Test;

class DebugDocsTest {

    @Test
    void every_function_is_documented() {
        NettyLoops loops = new NettyLoops();
        try {
            ApiDocs.of("debug").required("ldbgmon").check(new DebugModule(loops));
        } finally {
            loops.close();
        }
    }
}
