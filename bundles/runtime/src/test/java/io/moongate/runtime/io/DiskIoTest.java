package io.moongate.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.io.Io.Mode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskIoTest extends IoContract {

    @TempDir
    Path temp;

    private Path root;
    private Io io;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(temp.resolve("root"));
        io = new DiskIo(root);
    }

    @Override
    Io io() {
        return io;
    }

    @Test
    void links_inside_the_root_are_followed() throws IOException {
        put("f", "1");
        Files.createDirectory(root.resolve("d"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("f"));
        Files.createSymbolicLink(root.resolve("up"), Path.of("d/.."));
        assertThat(get("link")).isEqualTo("1");
        assertThat(get("up/link")).isEqualTo("1");
        assertThat(io.names("")).contains("link", "up");
        io.remove("link");
        assertThat(get("f")).isEqualTo("1");
    }

    @Test
    void links_out_of_the_root_are_refused_and_not_listed() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(root.resolve("dir"), outside);
        Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(root.resolve("relative"), Path.of("../outside/secret"));
        Files.createSymbolicLink(root.resolve("dangling"), outside.resolve("new"));
        for (String name : new String[] {"dir/secret", "file", "relative", "dangling", "dir/new"}) {
            assertThat(codeOf(() -> io.open(name, Mode.READ))).isEqualTo("noaccess");
            assertThat(codeOf(() -> io.open(name, Mode.WRITE))).isEqualTo("noaccess");
            assertThat(codeOf(() -> io.stat(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> io.realPath(name))).isEqualTo("noaccess");
        }
        for (String name : new String[] {"dir/secret", "dir/new"}) {
            assertThat(codeOf(() -> io.mkdir(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> io.remove(name))).isEqualTo("noaccess");
            assertThat(codeOf(() -> io.rename(name, "x"))).isEqualTo("noaccess");
        }
        assertThat(codeOf(() -> io.files("dir"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.directory("dir"))).isEqualTo("noaccess");
        assertThat(io.names("")).isEmpty();
        assertThat(io.files("")).isEmpty();
        assertThat(outside).isDirectoryContaining(path -> path.endsWith("secret"));
        assertThat(outside.resolve("new")).doesNotExist();
    }

    @Test
    void the_root_itself_may_be_a_link() throws IOException {
        put("f", "1");
        Io linked = new DiskIo(Files.createSymbolicLink(temp.resolve("link"), root));
        assertThat(linked.readText("f", 10)).isEqualTo("1");
        assertThat(linked.names("")).containsExactly("f");
    }

    @Test
    void a_directory_made_an_io_is_a_root_of_its_own() throws IOException {
        io.mkdir("d");
        put("f", "1");
        Files.createSymbolicLink(root.resolve("d/out"), Path.of("../f"));
        assertThat(get("d/out")).isEqualTo("1");
        assertThat(codeOf(() -> io.directory("d").open("out", Mode.READ))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.directory("f"))).isEqualTo("noaccess");
        assertThat(codeOf(() -> io.directory("none"))).isEqualTo("enoent");
    }

    @Test
    void pipes_and_devices_are_not_opened() throws Exception {
        Path pipe = root.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        assertThat(codeOf(() -> io.open("pipe", Mode.READ))).isEqualTo("noaccess");
        assertThat(codeOf(() -> new DiskIo(Path.of("/")).open("dev/zero", Mode.READ)))
                .isEqualTo("noaccess");
    }

    @Test
    void replacing_keeps_permissions_and_leaves_nothing_behind() throws IOException {
        put("f", "old");
        Files.setPosixFilePermissions(root.resolve("f"), PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("f"));
        io.replace("link", new byte[3]);
        assertThat(root.resolve("link")).isSymbolicLink();
        assertThat(root.resolve("f")).hasBinaryContent(new byte[3]);
        assertThat(Files.getPosixFilePermissions(root.resolve("f")))
                .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
        io.mkdir("d");
        assertThat(codeOf(() -> io.replace("d", new byte[3]))).isEqualTo("noaccess");
        assertThat(io.names("")).containsExactlyInAnyOrder("d", "f", "link");
    }

    @Test
    void real_path_need_not_exist() throws IOException {
        assertThat(io.realPath("a/../none/x.txt")).contains(root.resolve("none/x.txt"));
        assertThat(io.realPath("")).contains(root);
        assertThat(io.resourceType()).isEqualTo(new Io.ResourceType("disk", "POSIX"));
    }

    @Test
    void a_root_that_has_gone_has_a_code() throws IOException {
        Files.delete(root);
        assertThat(codeOf(() -> io.stat(""))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.files(""))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.open("f", Mode.WRITE))).isEqualTo("enoent");
        assertThat(codeOf(() -> io.mkdir("d"))).isEqualTo("enoent");
    }

    @Test
    void a_name_too_long_for_the_file_system_is_invalid() {
        assertThat(codeOf(() -> io.open("x".repeat(300), Mode.WRITE))).isEqualTo("invalidname");
    }

    @Test
    void a_full_disk_has_a_code() throws IOException {
        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
            IoFile file = new DiskFile(full);
            assertThat(codeOf(() -> file.write(new byte[10], 0, 10))).isEqualTo("nospace");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device,nospace",
        "Disk quota exceeded,nospace",
        "Read-only file system,noaccess",
        "Operation not permitted,noaccess",
        "Not a directory,enoent",
        "Input/output error,ioerror"
    })
    void errors_of_the_system_have_codes_and_do_not_tell_its_paths(String reason, String code) {
        IoException e = DiskErrors.of(new FileSystemException("/secret/place", null, reason));
        assertThat(e.code()).isEqualTo(code);
        assertThat(e.getMessage()).isEqualTo(reason);
    }
}
