package io.moongate.socket.internal;

import io.moongate.lua.Numbers;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.moongate.runtime.testing.Ports;
import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recorded cases: what a program prints must be what it printed on the original. */
final class Conformance {

    private static final Path CASES =
            Path.of(System.getProperty("moongate.root"), "tests-pax-exam/src/test/resources/conformance/net");

    /** What is printed, apart from what is traced. */
    private static final String PRINT = """
            printed = {}
            function print(...)
              local line = table.pack(...)
              for i = 1, line.n do line[i] = tostring(line[i]) end
              printed[#printed + 1] = table.concat(line, "\t") .. "\\n"
            end
            """;

    private Conformance() {}

    static String expected(String name) throws IOException {
        return Files.readString(CASES.resolve(name + ".expected"));
    }

    /** Runs a case in a VM and returns what it printed. */
    static String output(TestVm vm, String name, Path directory) throws IOException {
        vm.run(PRINT + "CASE_TMP, CASE_PORT = '" + directory + "/', " + Ports.free());
        vm.run(Files.readString(CASES.resolve(name + ".lua")));
        return vm.eval("return table.concat(printed)");
    }

    /** {@code ba.clock}, which the data bundle has in the product. */
    static final class ClockModule implements LuaModule {
        @Override
        public String name() {
            return "ba";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            return List.of(LuaLibrary.named("ba")
                    .function("clock", args -> Result.of(Numbers.integer(System.nanoTime() / 1_000_000))));
        }
    }
}
