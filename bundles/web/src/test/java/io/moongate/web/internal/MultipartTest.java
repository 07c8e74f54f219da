package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MultipartTest {

    private static final String BODY =
            "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nvalue\r\n--B\r\n"
                    + "Content-Disposition: form-data; name=\"e\"\r\n\r\n\r\n--B\r\n"
                    + "Content-Disposition: form-data; name=\"f\"; filename=\"x.txt\"\r\nContent-Type: text/plain\r\n\r\n"
                    + "line\r\n--not the boundary\r\nend\r\n--B--\r\nepilogue";

    private static final class Recorder implements Multipart.Parts {
        private final StringBuilder told = new StringBuilder();
        private final StringBuilder file = new StringBuilder();

        @Override
        public boolean field(@Nullable String name, byte[] value) {
            told.append(name)
                    .append('=')
                    .append(new String(value, StandardCharsets.ISO_8859_1))
                    .append(';');
            return true;
        }

        @Override
        public boolean beginFile(
                @Nullable String name, String fileName, @Nullable String type, @Nullable String encoding) {
            told.append(name)
                    .append(':')
                    .append(fileName)
                    .append(':')
                    .append(type)
                    .append(';');
            return true;
        }

        @Override
        public boolean fileData(byte[] data) {
            file.append(new String(data, StandardCharsets.ISO_8859_1));
            return true;
        }

        @Override
        public void end() {
            told.append("end");
        }
    }

    private static Recorder read(String body, int seed) throws Exception {
        List<byte[]> pieces = new ArrayList<>();
        Random random = new Random(seed);
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        for (int at = 0; at < bytes.length; ) {
            int end = Math.min(bytes.length, at + 1 + random.nextInt(seed == 0 ? 1 : 40));
            pieces.add(Arrays.copyOfRange(bytes, at, end));
            at = end;
        }
        var parts = new Recorder();
        var source = pieces.iterator();
        new Multipart("B", () -> source.hasNext() ? source.next() : new byte[0]).read(parts);
        return parts;
    }

    @Test
    void parts_are_the_same_however_the_body_is_cut() throws Exception {
        for (int seed = 0; seed < 50; seed++) {
            Recorder parts = read(BODY, seed);
            assertThat(parts.told).hasToString("a=value;e=;f:x.txt:text/plain;end");
            assertThat(parts.file).hasToString("line\r\n--not the boundary\r\nend");
        }
    }

    @Test
    void a_body_that_breaks_off_or_has_endless_headers_is_refused() {
        assertThatThrownBy(() -> read(BODY.substring(0, 120), 3)).hasMessage("body ends within a part");
        assertThatThrownBy(() -> read("--B\r\n" + "X: y\r\n".repeat(5000), 3)).hasMessageContaining("limit of 8192");
        assertThatThrownBy(() -> read("no boundary", 3)).isInstanceOf(Multipart.MalformedException.class);
    }
}
