package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LspParserTest {

    private static String parse(String page) throws LspParser.SyntaxException {
        byte[] source = LspParser.parse(page.getBytes(StandardCharsets.UTF_8), true);
        return new String(source, StandardCharsets.UTF_8);
    }

    private static long lines(String text) {
        return text.chars().filter(c -> c == '\n').count();
    }

    @ParameterizedTest
    @CsvSource({"'a\n<?lsp x() ?>\nb\nc'", "'\n\n<?lsp\nx()\n?>y\n'", "'1<?lsp= v -- why ?>2\n3\n4'"})
    void line_numbers_are_kept(String page) throws Exception {
        assertThat(lines(parse(page))).isEqualTo(lines(page));
    }

    @Test
    void a_comment_at_the_end_of_code_does_not_swallow_text() throws Exception {
        assertThat(parse("<?lsp x() -- done ?>text")).isEqualTo("  x() -- done \n _emit\"text\" ");
    }

    @Test
    void a_tag_that_is_not_closed_is_named_with_its_line() {
        assertThatThrownBy(() -> parse("a\nb<?lsp x")).hasMessage("start tag without end tag at line# 2");
    }

    @Test
    void any_bytes_parse_or_are_refused() {
        Random random = new Random(42);
        String[] parts = {"<?lsp", "?>", "=", "--", "\r\n", "\n", "\"", "\\", "x", "\0", "]]", "é", " "};
        for (int i = 0; i < 2000; i++) {
            StringBuilder page = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                page.append(parts[random.nextInt(parts.length)]);
            }
            try {
                parse(page.toString());
            } catch (LspParser.SyntaxException e) {
                assertThat(e).hasMessageStartingWith("start tag without end tag");
            }
        }
    }
}
