package io.moongate.debug.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.Strand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A debugger on the wire at programs that run in a VM. */
@Timeout(60)
class DebuggerTest {

    private static final String ENTRY = "{'stopOnEntry':true,'workspaceFolder':'/home/me/app'}";
    private static final String FREE = "{'workspaceFolder':'/home/me/app'}";

    private DebugVm vm;

    @BeforeEach
    void start() throws IOException {
        vm = new DebugVm();
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    @Test
    void breakpoints_stop_loops_where_they_are() throws Exception {
        Strand program = vm.debug("""

                local sum = 0
                for i = 1, 3 do
                  sum = sum + i
                end
                return sum
                """);
        try (DapClient client = vm.attach(FREE, 4)) {
            List<String> seen = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                seen.add(client.stop() + " " + DapClient.text(client.variables(client.reference("Locals", 0))));
                client.ask("continue", "{'threadId':1}");
            }
            assertThat(seen)
                    .containsExactly(
                            "breakpoint prog.lua:4 sum=0 i=1",
                            "breakpoint prog.lua:4 sum=1 i=2",
                            "breakpoint prog.lua:4 sum=3 i=3");
            assertThat(DebugVm.result(program).toint(1)).isEqualTo(6);
        }
    }

    @Test
    void conditions_counts_and_log_points() throws Exception {
        Strand program = vm.debug("""

                for i = 1, 9 do
                  local square = i * i
                end
                """);
        try (DapClient client = vm.connect().initialize(FREE)) {
            DebugVm.setBreakpoints(
                    client,
                    "{'line':3,'condition':'i == 2'},{'line':3,'hitCondition':'== 4'},{'line':3,'condition':'i > 7',"
                            + "'logMessage':'i is {i}, {nosuch.field}'},{'line':3,'condition':'i ='}");
            client.ask("configurationDone");
            assertThat(client.event("breakpoint").toString()).contains("expected near");
            client.stop();
            assertThat(client.evaluate("i")).isEqualTo("2");
            client.ask("continue", "{'threadId':1}");
            client.stop();
            assertThat(client.evaluate("i")).isEqualTo("4");
            client.ask("continue", "{'threadId':1}");
            String output = "";
            while (!output.contains("i is 8")) {
                output = client.event("output").get("output").getAsString();
            }
            assertThat(output).startsWith("i is 8, ").contains("attempt to index a nil value (global 'nosuch')");
            DebugVm.result(program);
        }
    }

    @Test
    void steps_go_into_over_and_out_of_functions() throws Exception {
        Strand program = vm.debug("""

                local function inner(n)
                  return n + 1
                end
                local function outer(n)
                  local m = inner(n)
                  return m
                end
                local a = outer(1)
                local b = outer(2)
                return a, b
                """);
        try (DapClient client = vm.attach(ENTRY, 9)) {
            assertThat(client.stop()).isEqualTo("step prog.lua:4");
            assertThat(client.go("continue")).isEqualTo("breakpoint prog.lua:9");
            assertThat(client.go("stepIn")).isEqualTo("step prog.lua:6");
            assertThat(client.go("stepIn")).isEqualTo("step prog.lua:3");
            assertThat(client.frames(1)).isEqualTo("prog.lua:3 prog.lua:6 prog.lua:9");
            assertThat(client.go("stepOut")).isEqualTo("step prog.lua:7");
            assertThat(client.go("next")).isEqualTo("step prog.lua:10");
            assertThat(client.go("next")).isEqualTo("step prog.lua:11");
            client.ask("continue", "{'threadId':1}");
            assertThat(DebugVm.result(program).toint(2)).isEqualTo(3);
        }
    }

    @Test
    void steps_follow_coroutines() throws Exception {
        vm.debug("""

                local co = coroutine.create(function(x)
                  local y = coroutine.yield(x)
                  return y
                end)
                coroutine.resume(co, 1)
                coroutine.resume(co, 2)
                local status = coroutine.status(co)
                return status
                """);
        try (DapClient client = vm.attach(FREE, 6)) {
            assertThat(client.stop()).isEqualTo("breakpoint prog.lua:6");
            assertThat(client.go("stepIn")).isEqualTo("step prog.lua:3");
            assertThat(client.ask("threads").toString()).contains("coroutine");
            assertThat(client.frames(1)).isEqualTo("prog.lua:6");
            assertThat(client.go("stepOut")).isEqualTo("step prog.lua:7");
            assertThat(client.go("next")).isEqualTo("step prog.lua:8");
        }
    }

    @Test
    void a_step_over_in_a_coroutine_waits_for_it() throws Exception {
        vm.debug("""

                local co = coroutine.wrap(function()
                  local first = 1
                  coroutine.yield(first)
                  return 2
                end)
                co()
                co()
                local done = true
                """);
        try (DapClient client = vm.attach(FREE, 3)) {
            assertThat(client.stop()).isEqualTo("breakpoint prog.lua:3");
            assertThat(client.go("next")).isEqualTo("step prog.lua:4");
            assertThat(client.go("next")).isEqualTo("step prog.lua:5");
            assertThat(client.go("next")).isEqualTo("step prog.lua:9");
        }
    }

    @Test
    void an_endless_loop_is_paused() throws Exception {
        Strand program = vm.debug("\nlocal n = 0\nwhile not stop do n = n + 1 end\nreturn 'ended'");
        try (DapClient client = vm.attach(FREE)) {
            client.ask("pause", "{'threadId':1}");
            assertThat(client.stop()).isIn("pause prog.lua:2", "pause prog.lua:3");
            client.evaluate("stop = true");
            assertThat(client.refused("stackTrace", "{'threadId':99}")).isEqualTo("there is no thread 99");
            client.ask("continue", "{'threadId':1}");
            assertThat(DebugVm.result(program).tojstring(1)).isEqualTo("ended");
        }
    }

    @Test
    void a_stopped_VM_is_stopped_and_goes_on_when_the_debugger_vanishes() throws Exception {
        vm.vm().run("ticks = 0 spawn(function() while not stop do sleep(1) ticks = ticks + 1 end end)");
        Strand program = vm.debug("\nlocal here = 1\nstop = true\nreturn ticks");
        try (DapClient client = vm.attach(FREE, 3)) {
            client.stop();
            String before = client.evaluate("ticks");
            assertThat(client.evaluate("sleep(50)")).isEmpty();
            assertThat(client.evaluate("ticks")).isEqualTo(before);
        }
        DebugVm.result(program);
        assertThat(vm.vm().eval("return 'runs on'")).isEqualTo("runs on");
    }

    @Test
    void connect_blocks_the_VM_until_a_debugger_is_there() throws Exception {
        vm.debug("");
        var other = vm.vm().vm().spawn("other", () -> org.luaj.vm2.LuaValue.TRUE);
        DapClient client = vm.connect();
        assertThat(other.result().toCompletableFuture()).isNotDone();
        try (client) {
            client.initialize(FREE);
            assertThat(other.result().toCompletableFuture()).isNotDone();
            client.ask("configurationDone");
            assertThat(DebugVm.result(other).toboolean(1)).isTrue();
        }
    }

    @Test
    void variables_show_everything_and_are_changed() throws Exception {
        Strand program = vm.debug("""

                local up = {1, 2}
                local function f(t, s, ...)
                  local inner = up
                  return t.n, s, up
                end
                local cyclic = setmetatable({n = 1, ['a key'] = 2}, {__index = error})
                cyclic.self = cyclic
                return f(cyclic, 'line\\n"two"\\0', 3, nil)
                """);
        try (DapClient client = vm.attach(FREE, 5)) {
            client.stop();
            JsonArray locals = client.variables(client.reference("Locals", 0));
            assertThat(DapClient.text(locals))
                    .matches("t=table: \\S+ s=\"line\\\\n\\\\\"two\\\\\"\\\\000\" inner=table: \\S+");
            int table =
                    locals.get(0).getAsJsonObject().get("variablesReference").getAsInt();
            for (int i = 0; i < 5; i++) {
                JsonArray content = client.variables(table);
                assertThat(DapClient.text(content))
                        .contains("n=1", "[\"a key\"]=2", "self=table: ", "#metatable=table: ");
                table = StreamOf.named(content, "self")
                        .get("variablesReference")
                        .getAsInt();
            }
            assertThat(DapClient.text(client.variables(client.reference("Varargs", 0))))
                    .isEqualTo("#1=3 #2=nil");
            assertThat(DapClient.text(client.variables(client.reference("Upvalues", 0))))
                    .startsWith("up=table: ");
            int scope = client.reference("Locals", 0);
            client.ask("setVariable", "{'variablesReference':" + table + ",'name':'n','value':'#s'}");
            assertThat(client.evaluate("t.n")).isEqualTo("11");
            client.ask("setVariable", "{'variablesReference':" + scope + ",'name':'s','value':'1 + 1'}");
            assertThat(client.refused("setVariable", "{'variablesReference':" + scope + ",'name':'no','value':'1'}"))
                    .isEqualTo("there is no variable 'no' that could be set");
            client.ask("setVariable", "{'variablesReference':" + scope + ",'name':'t','value':'{n = 7}'}");
            client.ask(
                    "setVariable",
                    "{'variablesReference':" + client.reference("Upvalues", 0) + ",'name':'up','value':'8'}");
            client.ask("continue", "{'threadId':1}");
            assertThat(DebugVm.result(program).tojstring()).isEqualTo("(7,2,8)");
        }
    }

    @Test
    void large_tables_are_listed_in_parts() throws Exception {
        vm.debug("\nlocal t = {}\nfor i = 1, 5000 do t[i] = i end\nlocal done");
        try (DapClient client = vm.attach(FREE, 4)) {
            client.stop();
            int table = client.variables(client.reference("Locals", 0))
                    .get(0)
                    .getAsJsonObject()
                    .get("variablesReference")
                    .getAsInt();
            assertThat(DapClient.text(client.variables(table))).endsWith("#more=\"only 1000 elements are shown\"");
            JsonArray part = client.ask("variables", "{'variablesReference':" + table + ",'start':4998,'count':10}")
                    .getAsJsonArray("variables");
            assertThat(DapClient.text(part)).isEqualTo("[4999]=4999 [5000]=5000");
        }
    }

    @Test
    void expressions_fail_with_their_message_and_never_hang() throws Exception {
        vm.debug("\nlocal x = 1\nlocal y = 2");
        try (DapClient client = vm.attach(FREE, 3)) {
            client.stop();
            assertThat(client.refused("evaluate", "{'expression':'x(','frameId':0}"))
                    .isEqualTo("[string \"?\"]:1: unexpected symbol near <eof>");
            assertThat(client.refused("evaluate", "{'expression':'x.y.z','frameId':0}"))
                    .contains("attempt to index a number value");
            assertThat(client.refused("evaluate", "{'expression':'x','frameId':7}"))
                    .isEqualTo("there is no frame 7");
            int endless = client.post(
                    "evaluate", "{'expression':'(function() while true do pcall(error) end end)()','frameId':0}");
            client.post("pause", "{'threadId':1}");
            assertThat(client.answer(endless).get("message").getAsString()).isEqualTo("the expression was interrupted");
            int waiting = client.post("evaluate", "{'expression':'sleep(1000000)','frameId':0}");
            client.post("pause", "{'threadId':1}");
            assertThat(client.answer(waiting).get("message").getAsString()).isEqualTo("the expression was interrupted");
            assertThat(client.evaluate("x, [[text]]")).isEqualTo("1, \"text\"");
        }
    }

    @Test
    void a_vanished_debugger_leaves_no_expression_behind() throws Exception {
        Strand program = vm.debug("\nlocal x = 1\nreturn x");
        try (DapClient client = vm.attach(FREE, 3)) {
            client.stop();
            client.post("evaluate", "{'expression':'(function() while true do end end)()','frameId':0}");
        }
        assertThat(DebugVm.result(program).toint(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "Content-Length: x\r\n\r\n",
                "Content-Length: -1\r\n\r\n",
                "Content-Length: 99999999999\r\n\r\n",
                "Content-Length: 2000000\r\n\r\n",
                "Content-Length: 4\r\n\r\n{{{{",
                "Content-Length: 4\r\n\r\nnull",
                "Content-Length: 2\r\n\r\n{}",
                "Content-Length: 2\r\n\r\n[]",
                "Content-Length: 15\r\n\r\n{'type':'hello'}"
            })
    void garbage_closes_the_connection_and_the_next_debugger_is_let_in(String garbage) throws Exception {
        Strand program = vm.debug("\nreturn 5");
        try (DapClient stranger = vm.connect()) {
            stranger.send(garbage.getBytes(StandardCharsets.UTF_8));
            assertThat(stranger.isClosed()).isTrue();
        }
        try (DapClient client = vm.attach(FREE)) {
            assertThat(DebugVm.result(program).toint(1)).isEqualTo(5);
        }
    }

    @Test
    void endless_headers_and_nesting_close_the_connection() throws Exception {
        vm.debug("");
        try (DapClient stranger = vm.connect()) {
            stranger.send("x".repeat(MessageFrames.HEADER_LIMIT + 10).getBytes(StandardCharsets.UTF_8));
            assertThat(stranger.isClosed()).isTrue();
        }
        try (DapClient stranger = vm.connect()) {
            String deep = "{\"type\":\"request\",\"seq\":1,\"command\":\"attach\",\"arguments\":{\"a\":"
                    + "[".repeat(100_000);
            stranger.send(("Content-Length: " + deep.length() + "\r\n\r\n" + deep).getBytes(StandardCharsets.UTF_8));
            assertThat(stranger.isClosed()).isTrue();
        }
    }

    @Test
    void too_many_breakpoints_are_refused() throws Exception {
        vm.debug("");
        try (DapClient client = vm.connect().initialize(FREE)) {
            String many = "{'line':1},".repeat(Breakpoints.LIMIT) + "{'line':1}";
            assertThat(client.refused("setBreakpoints", "{'source':{'path':'/a.lua'},'breakpoints':[" + many + "]}"))
                    .isEqualTo("10001 breakpoints are more than the limit of 10000");
        }
    }

    @Test
    void disconnecting_lets_the_program_go_on_and_the_next_debugger_in() throws Exception {
        vm.debug("\nwhile not stop do\nsleep(1) end", ", reconnect=true");
        try (DapClient client = vm.attach(FREE, 3)) {
            client.stop();
            client.ask("disconnect");
            assertThat(client.isClosed()).isTrue();
        }
        try (DapClient client = vm.attach(FREE, 2)) {
            client.stop();
            client.evaluate("stop = true");
        }
    }

    @Test
    void clients_that_announce_nothing_are_answered_as_they_expect() throws Exception {
        Strand program = vm.debug("\nlocal text = 'text'\nlocal function f(a)\nreturn a\nend\nreturn f(text)");
        try (DapClient client = vm.connect()) {
            client.ask("initialize", "{'clientID':'old','adapterID':'lua'}");
            client.ask("attach", ENTRY);
            client.event("initialized");
            DebugVm.setBreakpoints(client, 4);
            client.post("configurationDone");
            assertThat(client.stop()).isEqualTo("step prog.lua:2");
            assertThat(client.scopes(0)).isEqualTo("Globals Closures Varargs");
            assertThat(client.go("continue")).isEqualTo("breakpoint prog.lua:4");
            assertThat(client.scopes(0)).isEqualTo("Globals Parameters");
            assertThat(client.evaluate("a")).isEqualTo("text");
            assertThat(client.evaluate("a(")).isEqualTo("[string \"?\"]:1: unexpected symbol near <eof>");
            client.post("disconnect");
            assertThat(client.next()).isEmpty();
        }
        assertThat(DebugVm.result(program).tojstring(1)).isEqualTo("text");
    }

    @Test
    void terminating_ends_what_runs() throws Exception {
        Strand program = vm.debug("\nwhile true do end");
        try (DapClient client = vm.attach(FREE)) {
            client.ask("terminate");
            assertThat(client.isClosed()).isTrue();
        }
        assertThatThrownBy(() -> DebugVm.result(program)).hasMessageContaining("terminated by the debugger");
    }

    @Test
    void Lua_code_suspends_and_ends_debugging() throws Exception {
        Strand program = vm.debug("""

                print(dbg.pause())
                local unseen = 1
                print(dbg.resume())
                local seen = 2
                print(dbg.close())
                return dbg.close(), dbg.pause(), dbg.resume()
                """);
        try (DapClient client = vm.attach(FREE, 3, 5)) {
            assertThat(client.stop()).isEqualTo("breakpoint prog.lua:5");
            client.ask("continue", "{'threadId':1}");
            client.event("terminated");
            assertThat(client.isClosed()).isTrue();
        }
        assertThat(DebugVm.result(program).tojstring()).isEqualTo("(false,false,false)");
        assertThat(vm.vm().output()).isEqualTo("true\ntrue\ntrue\n");
    }

    @Test
    void a_client_connects_to_the_debugger() throws Exception {
        try (ServerSocket ide = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            vm.vm().run("dbg = require'dbgmon'");
            Strand program = vm.start("local ok = dbg.connect{port=" + ide.getLocalPort() + "} return ok");
            try (DapClient client = new DapClient(ide.accept())) {
                client.initialize(FREE).ask("configurationDone");
                assertThat(DebugVm.result(program).toboolean(1)).isTrue();
            }
        }
    }

    @Test
    void without_the_grant_no_debugger_is_let_in() throws Exception {
        try (DebugVm other = new DebugVm(Grants.of(Grant.NETWORK))) {
            assertThat(other.vm().eval("return pcall(require'ldbgmon'.connect)"))
                    .contains("not granted: add 'debug' to the grants in the app's .manifest");
        }
    }

    @Test
    void closing_the_VM_ends_the_session() throws Exception {
        vm.debug("\nlocal x = 1");
        try (DapClient client = vm.attach(FREE, 2)) {
            client.stop();
            vm.vm().close();
            client.event("terminated");
            assertThat(client.isClosed()).isTrue();
        }
    }
}
