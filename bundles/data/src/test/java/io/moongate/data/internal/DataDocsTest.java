package io.moongate.data.internal;

import io.moongate.runtime.testing.ApiDocs;
import org.junit.jupiter.api.Test;

class DataDocsTest {

    @Test
    void every_function_is_documented() {
        ApiDocs.of("data")
                .exercise("return ba.datetime(), ba.json.parser(), ba.bytearray.create(1), require'xparser'.create{}")
                .required("EventEmitter")
                .required("rwfile")
                .required("xmlrpc")
                .object("Service", "require'xmlrpc'.new('x', {})")
                .check(DataModules.all());
    }
}
