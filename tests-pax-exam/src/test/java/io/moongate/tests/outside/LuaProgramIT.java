package io.moongate.tests.outside;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.tests.outside.Moongate.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code moongate lua} does as the program of the reference manual. */
class LuaProgramIT {

    @TempDir
    Path directory;

    private Outcome lua(String input, String... args) throws IOException, InterruptedException {
        String[] all = new String[args.length + 1];
        all[0] = "lua";
        System.arraycopy(args, 0, all, 1, args.length);
        return new Moongate(directory).run(Map.of(), input, all);
    }

    private String script(String code) throws IOException {
        return Files.writeString(directory.resolve("s.lua"), code).getFileName().toString();
    }

    @Test
    void options_run_in_their_order() throws Exception {
        assertThat(lua("", "-e", "x = 1", "-e", "print(x)", "-v").text())
                .startsWith("Lua 5.4")
                .endsWith("1\n");
        assertThat(lua("", "-l", "s=string", "-e", "print(s == string)").text()).isEqualTo("true\n");
    }

    @Test
    void a_script_gets_its_arguments() throws Exception {
        String name = script("#!/usr/bin/lua\nprint(arg[0], arg[1], arg[-1], ...)");
        assertThat(lua("", "-W", name, "a", "b c").text()).isEqualTo("s.lua\ta\t-W\ta\tb c\n");
    }

    @Test
    void an_error_has_a_traceback_and_exit_code_1() throws Exception {
        Outcome outcome = lua("", script("local function f() error('boom') end\nf()"));
        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.text()).isEmpty();
        assertThat(outcome.err())
                .startsWith("lua: s.lua:1: boom\nstack traceback:\n")
                .contains("s.lua:1: in ", "s.lua:2: in main chunk")
                .doesNotContain("moongate", "Exception");
        assertThat(lua("", "-e", "error{}").err()).startsWith("lua: (error object is a table value)");
        assertThat(lua("", "-e", "error(setmetatable({}, {__tostring = function() return 'TS' end}))")
                        .err())
                .isEqualTo("lua: TS\n");
        assertThat(lua("", "-e", "x =").err()).contains("(command line):1: unexpected symbol near <eof>");
        assertThat(lua("", "none.lua").err()).isEqualTo("lua: cannot open none.lua: No such file or directory\n");
    }

    @Test
    void standard_input_is_a_script() throws Exception {
        assertThat(lua("print(...)", "-", "x").text()).isEqualTo("x\n");
        assertThat(lua("print(1 + 1)").text()).isEqualTo("2\n");
    }

    @Test
    void the_prompt_prints_values_and_asks_for_more() throws Exception {
        Outcome outcome = lua("1 + 1\nfor i = 1, 2 do\nprint(i)\nend\nerror'q'\nx = 3\nx\n", "-i");
        assertThat(outcome.text()).contains("> 2\n> >> >> 1\n2\n> ", "> 3\n");
        assertThat(outcome.err()).contains("lua: stdin:1: q");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void blocking_calls_wait_and_the_script_ends_the_process() throws Exception {
        Outcome outcome = lua("", "-e", "ba.sleep(20) io.write('a') print('b') os.exit(7)");
        assertThat(outcome.text()).isEqualTo("ab\n");
        assertThat(outcome.exitCode()).isEqualTo(7);
    }

    @Test
    void nothing_is_left_behind() throws Exception {
        Path tmp = Files.createDirectories(directory.resolve("tmp"));
        new Moongate(directory)
                .run(Map.of("MOONGATE_JAVA_OPTS", "-Djava.io.tmpdir=" + tmp), "", "lua", "-e", "os.exit(0)");
        assertThat(tmp).isEmptyDirectory();
    }
}
