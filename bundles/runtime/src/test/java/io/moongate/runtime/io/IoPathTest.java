package io.moongate.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IoPathTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''              | ''
            /               | ''
            .               | ''
            ./              | ''
            f.txt           | f.txt
            /f.txt          | f.txt
            //f.txt         | f.txt
            ./f.txt         | f.txt
            d/./f.txt       | d/f.txt
            d//f.txt        | d/f.txt
            d/              | d
            a/../b          | b
            a/b/../../c     | c
            a/..            | ''
            .hidden         | .hidden
            d/.hidden       | d/.hidden
            ..name          | ..name
            name..          | name..
            ...             | ...
            12:30.log       | 12:30.log
            d/c:x           | d/c:x
            %2e%2e/x        | %2e%2e/x
            """)
    void names_have_one_normal_form(String name, String normal) throws IoException {
        assertThat(IoPath.normalize(name)).isEqualTo(normal);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ..                  | noaccess
            ../                 | noaccess
            /..                 | noaccess
            ../x                | noaccess
            a/../../x           | noaccess
            a/../..             | noaccess
            ./../x              | noaccess
            //../x              | noaccess
            ..\\x               | invalidname
            a\\b                | invalidname
            \\\\host\\share     | invalidname
            C:                  | invalidname
            C:/x                | invalidname
            /c:/x               | invalidname
            C:\\x               | invalidname
            """)
    void what_leaves_the_root_or_is_a_path_elsewhere_is_refused(String name, String code) {
        assertThatExceptionOfType(IoException.class)
                .isThrownBy(() -> IoPath.normalize(name))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void nul_and_endless_names_are_refused() {
        assertThatExceptionOfType(IoException.class)
                .isThrownBy(() -> IoPath.normalize("a\0.txt"))
                .withMessageContaining("NUL");
        assertThatExceptionOfType(IoException.class)
                .isThrownBy(() -> IoPath.normalize("x".repeat(4097)))
                .withMessageContaining("4097")
                .withMessageContaining("4096");
    }
}
