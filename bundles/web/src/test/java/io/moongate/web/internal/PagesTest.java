package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagesTest {

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private WebFixture web;
    private int port;

    @BeforeEach
    void start() throws Exception {
        web = WebFixture.of(directory);
        port = web.listen();
    }

    @AfterEach
    void stop() {
        web.close();
        client.close();
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_page_runs_with_its_environment() throws Exception {
        web.file(".preload", "greeting = 'hello'")
                .file("index.lsp", "<?lsp= app.greeting ?> <?lsp print(request:method(), pathname) ?>")
                .start();
        assertThat(get("/").body()).isEqualTo("hello GET\tindex.lsp\n");
    }

    @Test
    void a_changed_page_is_compiled_again() throws Exception {
        web.file("p.lsp", "one").start();
        assertThat(get("/p.lsp").body()).isEqualTo("one");
        web.file("p.lsp", "two");
        Files.setLastModifiedTime(directory.resolve("p.lsp"), FileTime.from(Instant.ofEpochSecond(1)));
        assertThat(get("/p.lsp").body()).isEqualTo("two");
    }

    @Test
    void errors_name_file_and_line_in_development() throws Exception {
        web.file("bad.lsp", "text\n<?lsp\nerror'boom' ?>")
                .file("syntax.lsp", "<?lsp x= ?>")
                .start();
        assertThat(get("/bad.lsp").statusCode()).isEqualTo(500);
        assertThat(get("/bad.lsp").body()).contains("bad.lsp:3", "boom").doesNotContain("java");
        assertThat(get("/syntax.lsp").body()).contains("syntax.lsp:1");
    }

    @Test
    void errors_are_a_number_for_everybody_else() throws Exception {
        try (WebFixture closed = new WebFixture(directory, WebSettings.standard(false))) {
            closed.file("bad.lsp", "<?lsp error'secret' ?>").start();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + closed.listen() + "/bad.lsp"));
            String body = client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(body).matches("Error number [0-9a-f]{8}\n");
        }
    }

    @Test
    void an_answer_is_ended_when_the_vm_closes() throws Exception {
        web.file("p.lsp", "page").start();
        web.vm().vm().close();
        assertThat(get("/p.lsp").statusCode()).isIn(404, 503);
    }

    @Test
    void large_pages_stream_and_large_files_are_whole() throws Exception {
        web.file("big.lsp", "<?lsp for i=1,3000 do response:write(('0123456789'):rep(100)) end ?>")
                .file("big.txt", "x".repeat(3_000_000))
                .start();
        assertThat(get("/big.lsp").body()).hasSize(3_000_000);
        assertThat(get("/big.txt").body()).hasSize(3_000_000);
    }

    @Test
    void text_files_are_compressed_for_those_who_take_it() throws Exception {
        web.file("a.css", "body{}\n".repeat(1000)).start();
        var packed = get("/a.css", "Accept-Encoding", "br, gzip;q=0.5");
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(get("/a.css").body()).hasSize(7000);
        assertThat(get("/a.css", "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }
}
