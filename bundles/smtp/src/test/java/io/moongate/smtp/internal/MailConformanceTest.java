package io.moongate.smtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behaviour recorded from the reference: what each script prints. */
class MailConformanceTest {

    private static final Path CASES =
            Path.of(System.getProperty("moongate.root"), "tests-pax-exam/src/test/resources/conformance/net/mail");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-plain-text",
                "02-multipart",
                "04-auth-tls",
                "05-errors",
                "07-mime",
                "08-ltn12",
                "10-luasocket-util"
            })
    void recorded(String name, @TempDir Path directory) throws Exception {
        try (MailVm mail = new MailVm()) {
            mail.vm().run("CASE_TMP = '" + directory + "/'");
            mail.vm().run(text(name + ".lua"));
            assertThat(mail.vm().output()).isEqualTo(text(name + ".expected"));
        }
    }

    /** Bytes that are no UTF-8 look alike, printed and recorded. */
    private static String text(String file) throws IOException {
        return new String(Files.readAllBytes(CASES.resolve(file)), StandardCharsets.UTF_8);
    }
}
