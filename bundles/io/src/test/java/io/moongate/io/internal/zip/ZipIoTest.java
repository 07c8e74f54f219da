package io.moongate.io.internal.zip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.Io.Mode;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import io.moongate.runtime.io.MemoryIo;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZipIoTest {

    private static final int LIMIT = 1 << 24;

    private final MemoryIo io = new MemoryIo(1 << 26);

    private Io mount(byte[] archive) throws IoException {
        return mount(archive, ZipLimits.DEFAULT);
    }

    private Io mount(byte[] archive, ZipLimits limits) throws IoException {
        io.replace("x.zip", archive);
        return new ZipFormat(limits).mount(io, "x.zip").orElseThrow();
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String... names) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        for (String name : names) {
            entries.put(name, name.endsWith("/") ? new byte[0] : text(name));
        }
        return zip(entries);
    }

    /** One stored entry, written byte by byte, so that all of it can be wrong. */
    private static byte[] raw(byte[] name, byte[] content, int packedSize, int size) {
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0x04034b50).put(new byte[14]).putInt(0);
        bytes.putInt(0).putShort((short) name.length).putShort((short) 0);
        bytes.put(name).put(content);
        int directory = bytes.position();
        bytes.putInt(0x02014b50).put(new byte[12]).putInt((int) crc.getValue());
        bytes.putInt(packedSize).putInt(size).putShort((short) name.length).put(new byte[16]);
        bytes.put(name);
        int length = bytes.position() - directory;
        bytes.putInt(0x06054b50).putInt(0).putShort((short) 1).putShort((short) 1);
        bytes.putInt(length).putInt(directory).putShort((short) 0);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String codeOf(ThrowingCallable call) {
        IoException e = catchThrowableOfType(IoException.class, call);
        return e == null ? "ok" : e.code();
    }

    @Test
    void implied_directories_are_there() throws IOException {
        Io zip = mount(zip("a/b/c.txt", "a/d.txt", "e/", "\u00e9.txt"));
        assertThat(zip.names("")).containsExactlyInAnyOrder("a", "e", "\u00e9.txt");
        assertThat(zip.names("/a/")).containsExactlyInAnyOrder("b", "d.txt");
        assertThat(zip.names("e")).isEmpty();
        assertThat(zip.stat("a/b").isDirectory()).isTrue();
        assertThat(zip.stat("a/b/c.txt")).extracting(IoStat::name, IoStat::size).containsExactly("c.txt", 9L);
        assertThat(zip.readText("a/../a/b/c.txt", 100)).isEqualTo("a/b/c.txt");
        assertThat(zip.readText("\u00e9.txt", 100)).isEqualTo("\u00e9.txt");
        assertThat(zip.directory("a").names("")).containsExactlyInAnyOrder("b", "d.txt");
    }

    @Test
    void failures_have_codes() throws IOException {
        Io zip = mount(zip("a/b.txt"));
        assertThat(codeOf(() -> zip.open("none", Mode.READ))).isEqualTo("notfound");
        assertThat(codeOf(() -> zip.open("a/b.txt/", Mode.READ))).isEqualTo("notfound");
        assertThat(codeOf(() -> zip.open("a", Mode.READ))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.open("a/b.txt", Mode.WRITE))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.open("new", Mode.APPEND))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.stat("none"))).isEqualTo("notfound");
        assertThat(codeOf(() -> zip.files("a/b.txt"))).isEqualTo("notfound");
        assertThat(codeOf(() -> zip.mkdir("d"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.rmdir("a"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.remove("a/b.txt"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.rename("a", "b"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.stat("../x"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> zip.isEncrypted("none"))).isEqualTo("notfound");
        assertThat(zip.isEncrypted("a/b.txt")).isFalse();
        assertThat(zip.realPath("a")).isEmpty();
    }

    @Test
    void reading_at_random_gives_what_was_packed() throws IOException {
        byte[] content = new byte[300_000];
        Random random = new Random(7);
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (random.nextInt(4) * 16);
        }
        Io zip = mount(zip(Map.of("f", content)));
        byte[] piece = new byte[5000];
        try (IoFile file = zip.open("f", Mode.READ)) {
            for (int i = 0; i < 60; i++) {
                int start = random.nextInt(content.length);
                file.seek(start);
                int n = file.read(piece, 0, 1 + random.nextInt(piece.length));
                assertThat(n).isPositive();
                assertThat(Arrays.mismatch(content, start, start + n, piece, 0, n))
                        .isEqualTo(-1);
            }
            file.seek(1L << 40);
            assertThat(file.read(piece, 0, 1)).isEqualTo(-1);
            file.seek(0);
            assertThat(file.readAll(LIMIT)).isEqualTo(content);
        }
    }

    @Test
    void a_compressed_entry_is_a_gzip_stream_as_it_is() throws IOException {
        byte[] content = text("hello ".repeat(1000));
        Io zip = mount(zip(Map.of("f", content)));
        Io.Gzip gzip = zip.openGzip("f").orElseThrow();
        byte[] packed = gzip.file().readAll(LIMIT);
        assertThat(gzip.size()).isEqualTo(packed.length).isLessThan(200);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes())
                .isEqualTo(content);
        gzip.file().seek(10);
        assertThat(gzip.file().readAll(LIMIT)).isEqualTo(Arrays.copyOfRange(packed, 10, packed.length));
        assertThat(mount(raw(text("s"), content, content.length, content.length))
                        .openGzip("s"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "a\\b", "..\\evil", "C:/evil", "a\0b", "/../evil"})
    void names_that_leave_the_archive_are_refused(String name) {
        byte[] archive = raw(text(name), text("x"), 1, 1);
        assertThat(codeOf(() -> mount(archive))).isEqualTo("zipincompatible");
    }

    @Test
    void two_entries_of_one_name_are_refused() throws IOException {
        byte[] archive = zip("aaa", "bbb");
        byte[] twice = new String(archive, StandardCharsets.ISO_8859_1)
                .replace("bbb", "aaa")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(codeOf(() -> mount(twice))).isEqualTo("zipincompatible");
        byte[] fileAndDirectory = new String(zip("aaa", "bbb/c"), StandardCharsets.ISO_8859_1)
                .replace("bbb", "aaa")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThat(codeOf(() -> mount(fileAndDirectory))).isEqualTo("zipincompatible");
    }

    @Test
    void limits_are_named() throws IOException {
        byte[] archive = zip(Map.of("a", new byte[1000], "b", new byte[1000], "c/d/e", new byte[10]));
        ZipLimits limits = new ZipLimits(5, 1000, 1000, 2010);
        assertThat(mount(archive, limits).names("")).hasSize(3);
        assertThat(catchThrowableOfType(IoException.class, () -> mount(archive, new ZipLimits(4, 1000, 1000, 2010))))
                .hasMessageContaining("more entries than the limit of 4");
        assertThat(catchThrowableOfType(IoException.class, () -> mount(archive, new ZipLimits(5, 100, 1000, 2010))))
                .hasMessageContaining("limit is 100");
        assertThat(catchThrowableOfType(IoException.class, () -> mount(archive, new ZipLimits(5, 1000, 999, 2010))))
                .hasMessageContaining("1000 bytes; the limit is 999");
        assertThat(catchThrowableOfType(IoException.class, () -> mount(archive, new ZipLimits(5, 1000, 1000, 2009))))
                .hasMessageContaining("limit of 2009");
    }

    @Test
    void data_that_overlap_are_refused() throws IOException {
        byte[] archive = zip("a", "b", "c");
        ByteBuffer bytes = ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN);
        int last = new String(archive, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        bytes.putInt(last + 42, 0);
        assertThat(codeOf(() -> mount(archive))).isEqualTo("zipincompatible");
        assertThat(codeOf(() -> mount(raw(text("f"), text("x"), 1 << 20, 1)))).isEqualTo("zipincompatible");
    }

    @Test
    void sizes_and_checksums_that_lie_are_damage() throws IOException {
        byte[] archive = raw(text("f"), text("hello"), 5, 4);
        assertThat(codeOf(() -> mount(archive).readAll("f", LIMIT))).isEqualTo("ioerror");
        byte[] longer = raw(text("f"), text("hello"), 5, 1000);
        assertThat(codeOf(() -> mount(longer).readAll("f", LIMIT))).isEqualTo("ioerror");
        byte[] changed = raw(text("f"), text("hello"), 5, 5);
        changed[31] ^= 1;
        assertThat(codeOf(() -> mount(changed).readAll("f", LIMIT))).isEqualTo("ioerror");
    }

    @Test
    void a_bomb_is_read_no_further_than_the_limit() throws IOException {
        Io zip = mount(zip(Map.of("bomb", new byte[50 << 20])));
        assertThat(io.stat("x.zip").size()).isLessThan(100_000);
        assertThat(codeOf(() -> zip.readAll("bomb", 1 << 20))).isEqualTo("mem");
    }

    @Test
    void an_archive_that_changes_or_goes_is_noticed() throws IOException {
        Io zip = mount(zip("a"));
        io.replace("x.zip", zip("a", "b"));
        assertThat(codeOf(() -> zip.open("a", Mode.READ))).isEqualTo("ioerror");
        io.remove("x.zip");
        assertThat(codeOf(() -> zip.open("a", Mode.READ))).isEqualTo("enoent");
    }

    @Test
    void what_is_no_archive_is_another_format() throws IOException {
        io.replace("x", text("not a zip at all"));
        assertThat(new ZipFormat().mount(io, "x")).isEqualTo(Optional.empty());
        io.replace("x", new byte[0]);
        assertThat(new ZipFormat().mount(io, "x")).isEqualTo(Optional.empty());
        assertThat(codeOf(() -> new ZipFormat().mount(io, "none"))).isEqualTo("enoent");
    }

    @Test
    void damaged_archives_fail_with_codes() throws IOException {
        byte[] archive = zip("a", "b/c", "d.lua");
        Random random = new Random(11);
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = damage(archive, random);
            io.replace("x.zip", damaged);
            try {
                Optional<Io> zip = new ZipFormat().mount(io, "x.zip");
                if (zip.isPresent()) {
                    readEverything(zip.get(), "");
                }
            } catch (IoException e) {
                assertThat(e.code()).isIn("zipincompatible", "ioerror", "mem", "wrongpassword");
            }
        }
    }

    private static byte[] damage(byte[] archive, Random random) {
        byte[] damaged =
                random.nextInt(4) == 0 ? Arrays.copyOf(archive, random.nextInt(archive.length)) : archive.clone();
        for (int n = random.nextInt(4); n >= 0 && damaged.length > 0; n--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        return damaged;
    }

    private static void readEverything(Io zip, String directory) throws IoException {
        for (IoStat stat : zip.files(directory)) {
            String path = directory + "/" + stat.name();
            if (stat.isDirectory()) {
                readEverything(zip, path);
            } else {
                zip.readAll(path, 1 << 16);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128", "AES192", "AES256"})
    void entries_encrypted_by_7_zip_are_read(String method, @TempDir Path temp) throws Exception {
        Files.writeString(temp.resolve("secret.txt"), "top secret ".repeat(500));
        Files.writeString(temp.resolve("empty.txt"), "");
        run(temp, "7z", "a", "-bd", "-tzip", "-mem=" + method, "-ppass w0rd", "x.zip", "secret.txt", "empty.txt");
        Io zip = new ZipFormat().mount(new DiskIo(temp), "x.zip").orElseThrow();
        assertThat(zip.isEncrypted("secret.txt")).isTrue();
        assertThat(codeOf(() -> zip.open("secret.txt", Mode.READ))).isEqualTo("wrongpassword");
        assertThat(zip.setPassword(text("wrong"), false)).isTrue();
        assertThat(codeOf(() -> zip.open("secret.txt", Mode.READ))).isIn("wrongpassword", "ioerror");
        zip.setPassword(text("pass w0rd"), true);
        assertThat(zip.readText("secret.txt", LIMIT)).isEqualTo("top secret ".repeat(500));
        try (IoFile file = zip.open("secret.txt", Mode.READ)) {
            file.seek(1100);
            byte[] piece = new byte[10];
            assertThat(file.read(piece, 0, 10)).isEqualTo(10);
            assertThat(piece).isEqualTo(text("top secret"));
        }
        assertThat(zip.openGzip("secret.txt")).isEmpty();
    }

    @Test
    void an_encrypted_entry_that_was_changed_gives_nothing(@TempDir Path temp) throws Exception {
        Files.writeString(temp.resolve("s"), "stored secret");
        run(temp, "7z", "a", "-bd", "-tzip", "-mx=0", "-mem=AES256", "-ppw", "x.zip", "s");
        byte[] archive = Files.readAllBytes(temp.resolve("x.zip"));
        int salt = 30 + 1 + 11;
        archive[salt + 16 + 2 + 3] ^= 1;
        Io zip = mount(archive);
        zip.setPassword(text("pw"), false);
        assertThat(codeOf(() -> zip.open("s", Mode.READ))).isEqualTo("ioerror");
    }

    @Test
    void a_password_may_be_required_of_all() throws IOException {
        Io zip = mount(zip("plain"));
        zip.setPassword(text("pw"), true);
        assertThat(codeOf(() -> zip.open("plain", Mode.READ))).isEqualTo("noaccess");
        zip.setPassword(text("pw"), false);
        assertThat(zip.readText("plain", 10)).isEqualTo("plain");
    }

    @Test
    void archives_of_python_are_read(@TempDir Path temp) throws Exception {
        run(temp, "python3", "-c", """
                import zipfile
                with zipfile.ZipFile('x.zip', 'w', zipfile.ZIP_DEFLATED) as z:
                    z.comment = b'a comment PK\\5\\6'
                    z.writestr(zipfile.ZipInfo('a/b.txt', (2024, 2, 29, 12, 30, 2)), 'x' * 5000, zipfile.ZIP_DEFLATED)
                """);
        Io zip = new ZipFormat().mount(new DiskIo(temp), "x.zip").orElseThrow();
        assertThat(zip.stat("a/b.txt")).isEqualTo(IoStat.file("b.txt", 5000, 1_709_209_802));
        assertThat(zip.readText("a/b.txt", LIMIT)).isEqualTo("x".repeat(5000));
    }

    private static void run(Path directory, String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).describedAs(output).isZero();
    }
}
