package io.moongate.io.internal.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.io.internal.zip.ZipFormat;
import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.testing.TestVm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.Varargs;

/** The recorded behaviour of IO objects. */
class IoConformanceTest {

    private static final Path CASES =
            Path.of(System.getProperty("moongate.root"), "tests-pax-exam/src/test/resources/conformance/data");

    @TempDir
    Path temp;

    /** What the cases use of the data module. */
    private static final class DataStandIn implements LuaModule {
        @Override
        public String name() {
            return "data";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            return List.of(
                    LuaLibrary.named("ba.json").constant("null", new LuaUserdata(new Object())),
                    LuaLibrary.named("ba").function("deflate", DataStandIn::deflate));
        }

        private static Varargs deflate(Args args) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out =
                    new DeflaterOutputStream(packed, new Deflater(Deflater.DEFAULT_COMPRESSION, true))) {
                out.write(args.bytes(1));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Result.of(packed.toByteArray());
        }
    }

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> files = Files.walk(CASES)) {
            return files
                    .filter(file ->
                            file.getParent().endsWith("io") || file.getParent().endsWith("luaio"))
                    .filter(file -> file.toString().endsWith(".lua"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_case_prints_what_was_recorded(Path script) throws IOException {
        String expected = Files.readString(
                script.resolveSibling(script.getFileName().toString().replace(".lua", ".expected")));
        try (TestVm vm = new TestVm(new DataStandIn(), new IoModule(List.of(new ZipFormat())))) {
            vm.run("CASE_TMP = '" + temp + "/'");
            vm.run(Files.readString(script));
            assertThat(vm.output()).isEqualTo(expected);
        }
    }
}
