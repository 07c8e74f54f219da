package io.moongate.web.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/a/b?x=1&y, /a/b",
        "/a/./b/../c/, /a/c/",
        "//a///b, /a/b",
        "/a%20b%2Fc, /a b/c",
        "/100%, /100%",
        "/%zz, /%zz",
        "/a/..%2f/b, /b",
        "http://host:80/x?y, /x",
        "http://host, /",
        "*, /",
        "/a\\..\\b, /b",
        "/%C3%BC, /ü",
        "/a#frag, /a"
    })
    void paths_are_decoded_once_and_normalized(String target, String path) {
        assertThat(Target.parse(target).orElseThrow().path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../x",
                "/%2e%2e/x",
                "/a/../../x",
                "/a/..%2f..%2fx",
                "/a/%2e%2e/%2e%2e/x",
                "/..%5cx",
                "/a%00b",
                "relative",
                ""
            })
    void nothing_leaves_the_root(String target) {
        assertThat(Target.parse(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/%252e%252e/x, /%2e%2e/x", "/..%c0%af..%c0%afetc, /..��..��etc"})
    void double_and_overlong_encodings_stay_names(String target, String path) {
        assertThat(Target.parse(target).orElseThrow().path()).isEqualTo(path);
    }
}
