package io.moongate.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moongate.runtime.io.Io.Mode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every IO that can be written does alike. */
abstract class IoContract {

    abstract Io io();

    static String codeOf(ThrowingCallable call) {
        IoException e = catchThrowableOfType(IoException.class, call);
        return e == null ? "ok" : e.code();
    }

    void put(String name, String text) throws IoException {
        try (IoFile file = io().open(name, Mode.WRITE)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            file.write(bytes, 0, bytes.length);
        }
    }

    String get(String name) throws IoException {
        return io().readText(name, 1 << 20);
    }

    @Test
    void files_are_written_read_and_truncated() throws IoException {
        put("a b \u00e9.txt", "hello");
        assertThat(get("./a b \u00e9.txt")).isEqualTo("hello");
        put("a b \u00e9.txt", "x");
        assertThat(get("a b \u00e9.txt")).isEqualTo("x");
        assertThat(io().stat("a b \u00e9.txt").size()).isEqualTo(1);
    }

    @Test
    void appending_goes_to_the_end_wherever_one_seeks() throws IoException {
        put("f", "abc");
        try (IoFile file = io().open("f", Mode.APPEND)) {
            file.seek(0);
            file.write("de".getBytes(StandardCharsets.UTF_8), 0, 2);
        }
        assertThat(get("f")).isEqualTo("abcde");
    }

    @Test
    void seeking_beyond_the_end_leaves_zeros() throws IoException {
        try (IoFile file = io().open("f", Mode.WRITE)) {
            file.seek(3);
            file.write(new byte[] {'x'}, 0, 1);
        }
        assertThat(get("f")).isEqualTo("\0\0\0x");
    }

    @Test
    void reading_at_random_gives_what_was_written() throws IoException {
        byte[] bytes = new byte[200_000];
        Random random = new Random(4);
        random.nextBytes(bytes);
        try (IoFile file = io().open("f", Mode.WRITE)) {
            file.write(bytes, 0, bytes.length);
        }
        try (IoFile file = io().open("f", Mode.READ)) {
            byte[] piece = new byte[1000];
            for (int i = 0; i < 200; i++) {
                int start = random.nextInt(bytes.length);
                file.seek(start);
                int n = file.read(piece, 0, piece.length);
                assertThat(n).isPositive();
                assertThat(Arrays.mismatch(bytes, start, start + n, piece, 0, n))
                        .isEqualTo(-1);
            }
        }
    }

    @Test
    void a_file_larger_than_the_limit_is_not_read_whole() throws IoException {
        put("f", "12345");
        assertThat(io().readAll("f", 5)).hasSize(5);
        assertThat(codeOf(() -> io().readAll("f", 4))).isEqualTo("mem");
    }

    @Test
    void failures_have_codes() throws IoException {
        Io io = io();
        io.mkdir("d");
        put("d/f", "1");
        put("f", "1");
        assertThat(codeOf(() -> io.open("none", Mode.READ))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.open("none/f", Mode.WRITE))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.open("f/x", Mode.WRITE))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.open("d", Mode.READ))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.open("d", Mode.WRITE))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.open("", Mode.READ))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.stat("none"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.stat("d/none"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.files("none"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.files("f"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.mkdir("d"))).isEqualTo("exist");
        assertThat(codeOf(() -> io.mkdir("f"))).isEqualTo("exist");
        assertThat(codeOf(() -> io.mkdir("none/d"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.rmdir("none"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.rmdir("f"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.rmdir("d"))).isEqualTo("notempty");
        assertThat(codeOf(() -> io.remove("none"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.remove("d"))).isEqualTo("notempty");
        assertThat(codeOf(() -> io.remove("/"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.rename("none", "g"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.rename("f", "none/f"))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.rename("f", "d"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.rename("d", "d/e"))).isEqualTo("ioerror");
        assertThat(codeOf(() -> io.isEncrypted("f"))).isEqualTo("noimplementation");
    }

    @Test
    void a_reader_does_not_write_nor_a_writer_read() throws IoException {
        put("f", "1");
        try (IoFile reader = io().open("f", Mode.READ);
                IoFile writer = io().open("g", Mode.WRITE)) {
            assertThat(codeOf(() -> reader.write(new byte[1], 0, 1))).isEqualTo("ioerror");
            assertThat(codeOf(() -> writer.read(new byte[1], 0, 1))).isEqualTo("ioerror");
            assertThat(codeOf(() -> reader.seek(-1))).isEqualTo("ioerror");
        }
    }

    @Test
    void no_name_leaves_the_root() throws IoException {
        Io io = io();
        io.mkdir("d");
        put("secret", "s");
        Io sub = io.directory("d");
        for (String name : new String[] {"../secret", "/../secret", "x/../../secret", ".."}) {
            assertThat(codeOf(() -> sub.open(name, Mode.READ))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.open(name, Mode.WRITE))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.stat(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.files(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.mkdir(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.rmdir(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.remove(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.rename(name, "x"))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.realPath(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.directory(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> sub.replace(name, new byte[0]))).isEqualTo("noaccess");
        }
        assertThat(codeOf(() -> io.rename("secret", "d/../../secret"))).isEqualTo("noaccess");
        assertThat(get("d/../secret")).isEqualTo("s");
        assertThat(codeOf(() -> sub.remove(""))).isEqualTo("noaccess");
    }

    @Test
    void directories_are_made_listed_moved_and_removed() throws IoException {
        Io io = io();
        io.mkdir("d");
        io.mkdir("d/e");
        put("d/f", "123");
        assertThat(io.names("d")).containsExactlyInAnyOrder("e", "f");
        assertThat(io.names("/d/")).hasSize(2);
        assertThat(io.files("d"))
                .filteredOn(IoStat::isDirectory)
                .extracting(IoStat::name)
                .containsExactly("e");
        io.rename("d", "moved");
        assertThat(io.names("")).containsExactly("moved");
        assertThat(get("moved/f")).isEqualTo("123");
        put("other", "x");
        io.rename("other", "moved/f");
        assertThat(get("moved/f")).isEqualTo("x");
        io.remove("moved/f");
        io.remove("moved/e");
        io.rmdir("moved");
        assertThat(io.names("/")).isEmpty();
    }

    @Test
    void a_file_is_replaced_whole() throws IoException {
        put("conf", "old");
        try (IoFile reader = io().open("conf", Mode.READ)) {
            io().replace("conf", "new content".getBytes(StandardCharsets.UTF_8));
            assertThat(new String(reader.readAll(100), StandardCharsets.UTF_8)).isEqualTo("old");
        }
        assertThat(get("conf")).isEqualTo("new content");
        assertThat(io().names("")).containsExactly("conf");
        assertThat(codeOf(() -> io().replace("none/conf", new byte[1]))).isEqualTo("enoent");
    }

    @Test
    void a_file_removed_while_open_can_be_read_on() throws IoException {
        put("f", "12345");
        try (IoFile reader = io().open("f", Mode.READ)) {
            io().remove("f");
            assertThat(reader.readAll(10)).hasSize(5);
        }
        assertThat(codeOf(() -> io().open("f", Mode.READ))).isEqualTo("enoent");
    }
}
