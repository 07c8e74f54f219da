package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.Trace;
import io.moongate.runtime.TraceEntry;
import io.moongate.runtime.TraceLog;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trace logger's settings put into the trace. */
class HttpTraceTest {

    @TempDir
    Path directory;

    private final List<String> traced = new CopyOnWriteArrayList<>();

    private final TraceLog log = new TraceLog() {
        @Override
        public Trace of(String vm) {
            return (priority, text) -> traced.add(new String(text, StandardCharsets.UTF_8));
        }

        @Override
        public List<TraceEntry> recent() {
            return List.of();
        }

        @Override
        public Subscription subscribe(Consumer<TraceEntry> listener) {
            return () -> {};
        }
    };

    @Test
    void requests_and_answers_are_traced_as_asked_and_secrets_never() throws Exception {
        WebSettings settings = WebSettings.standard(true);
        try (WebFixture web = new WebFixture(directory, settings, Optional.of(log));
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            web.file(".preload", "logger = ba.create.tracelogger()")
                    .file("p.lsp", "<?lsp request:session(true) response:write'the body' ?>")
                    .file(
                            "on.lsp",
                            "<?lsp app.logger:configure{request=true, requestheaders=true,"
                                    + " responseheaders=true, responsebody=true, http11state=true} ?>")
                    .file(
                            "off.lsp",
                            "<?lsp app.logger:configure{request=false, requestheaders=false,"
                                    + " responseheaders=false, responsebody=false, http11state=false} ?>")
                    .start();
            int port = web.listen();
            get(client, port, "/p.lsp");
            assertThat(traced).isEmpty();
            get(client, port, "/on.lsp");
            get(client, port, "/p.lsp");
            String all = String.join("", traced);
            assertThat(all)
                    .contains(
                            "GET /p.lsp\n", "Cookie: ...", "GET /p.lsp -> 200\n", "Content-Type: text/html", "the body")
                    .contains("request begins", "answered, connection kept", "Set-Cookie: ...")
                    .doesNotContain("secret-value");
            get(client, port, "/off.lsp");
            int before = traced.size();
            get(client, port, "/p.lsp");
            assertThat(traced).hasSize(before);
        }
    }

    private static void get(HttpClient client, int port, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Cookie", "a=secret-value");
        assertThat(client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
