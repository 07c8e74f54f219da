package io.moongate.smtp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The scripts in {@code src/test/lua}: each raises unless the modules do what their part of the API says. */
class MailScriptsTest {

    private static final Path SCRIPTS = Path.of(System.getProperty("moongate.root"), "bundles/smtp/src/test/lua");

    @TestFactory
    Stream<DynamicTest> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            return files.sorted().toList().stream()
                    .map(script -> DynamicTest.dynamicTest(script.getFileName().toString(), () -> run(script)));
        }
    }

    private static void run(Path script) throws Exception {
        try (MailVm mail = new MailVm()) {
            mail.vm().run(Files.readString(script));
            assertThat(mail.vm().output()).as("what a test prints is a failure").isEmpty();
        }
    }
}
