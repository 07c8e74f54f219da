package io.moongate.smtp.internal;

import io.moongate.runtime.testing.ApiDocs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SmtpDocsTest {

    @Test
    void every_function_is_documented() {
        ApiDocs docs = ApiDocs.of("smtp")
                .exercise("require 'socket.mail'")
                .required("socket")
                .required("mime");
        Map.of(
                        "ltn12.source", "{__index = require'ltn12'.source}",
                        "ltn12.sink", "{__index = require'ltn12'.sink}",
                        "ltn12.filter", "{__index = require'ltn12'.filter}",
                        "ltn12.pump", "{__index = require'ltn12'.pump}",
                        "socket.smtp", "{__index = require'socket.smtp'}",
                        "TCP", "getmetatable(require'socket'.tcp())",
                        "Mail", "(require'socket.mail' and getmetatable(socket.mail{server = 'x'}))")
                .forEach((name, metatable) -> docs.object(name, "setmetatable({}, " + metatable + ")"));
        docs.check(new SmtpModule());
    }
}
