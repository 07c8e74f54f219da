package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.lua.LuaActivation.Variable;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.ZeroArgFunction;

@Timeout(60)
class LuaDebugTest {

    private final LuaState state = new LuaState(LuaLimits.defaults(), LuaPlatform.denying());
    private final LuaDebug debug = state.debug();

    private Varargs run(String code) {
        return state.call(load(code, state.globals()), LuaValue.NONE);
    }

    private LuaValue load(String code, LuaValue env) {
        return state.load(new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8)), "=test", "t", env);
    }

    private LuaActivation top(LuaValue thread) {
        return debug.stack(thread).getFirst();
    }

    @Test
    void lines_are_told_with_the_variables_of_every_level() {
        List<String> seen = new ArrayList<>();
        debug.attach((thread, line) -> {
            StringBuilder text = new StringBuilder().append(line);
            for (LuaActivation level : debug.stack(thread)) {
                text.append(" | ").append(level.description());
                level.locals()
                        .forEach(v ->
                                text.append(' ').append(v.name()).append('=').append(v.value()));
            }
            seen.add(text.toString());
        });
        run("""
                local function double(n)
                  return n * 2
                end
                local a = 1
                local b = double(a + 1)
                """);
        debug.detach();
        assertThat(seen.stream().map(s -> s.replaceAll("function: 0x\\w+", "fn")))
                .containsExactly(
                        "3 | main chunk double=nil",
                        "4 | main chunk double=fn",
                        "5 | main chunk double=fn a=1",
                        "2 | local 'double' n=2 | main chunk double=fn a=1");
    }

    @Test
    void variables_are_set_while_the_code_waits() {
        debug.attach((thread, line) -> {
            LuaActivation here = top(thread);
            if (line == 3) {
                here.setLocal(0, LuaValue.valueOf(10));
                here.setUpvalue(0, LuaValue.valueOf(5));
                debug.stack(thread).get(1).setLocal(1, LuaValue.valueOf(7));
            }
        });
        Varargs result = run("""
                local up, outer = 1, 0
                local function f(x)
                  return x + up
                end
                return (f(1)), outer, up
                """);
        assertThat(result.toint(1)).isEqualTo(15);
        assertThat(result.toint(2)).isEqualTo(7);
        assertThat(result.toint(3)).isEqualTo(5);
    }

    @Test
    void expressions_are_evaluated_where_the_code_is() {
        List<String> values = new ArrayList<>();
        debug.attach((thread, line) -> {
            if (line == 3) {
                LuaValue expression = load(
                        "a = a + 1; g = 3; return a + up + #name .. select('#', ...)",
                        top(thread).environment());
                values.add(state.call(expression, LuaValue.NONE).tojstring(1));
            }
        });
        Varargs result = run("""
                local up = 100
                local function f(a, name)
                  return a, up
                end
                local x = f(1, 'four')
                return x, g
                """);
        assertThat(values).containsExactly("1060");
        assertThat(result.toint(1)).isEqualTo(2);
        assertThat(result.toint(2)).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while true do\n n = n + 1\n end",
                "repeat\n n = n + 1\n until false",
                "for i = 1, math.huge do\n n = i\n end",
                "for _ in function() return 1 end do\n n = n + 1\n end",
                "for i = 1, 1e9 do for j = 1, 3 do\n n = n + 1\n end end",
                "for i = 0.5, 1e9 do if i then\n n = n + 1\n end end"
            })
    void a_pause_stops_compiled_loops_with_their_variables(String loop) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        state.globals().rawset("hot", new ZeroArgFunction() {
            @Override
            public LuaValue call() {
                started.countDown();
                return NIL;
            }
        });
        List<List<Variable>> seen = new ArrayList<>();
        Thread other = Thread.ofPlatform().start(() -> {
            awaitHeat(started);
            state.interrupt(() -> debug.attach((thread, line) -> {
                seen.add(variables(thread));
                if (seen.size() == 3) {
                    throw new LuaKilled("seen enough");
                }
            }));
        });
        String code = "local n, text = 0, 'text'\nlocal function f(m)\n hot()\n" + loop + " end\n f(5)";
        assertThatThrownBy(() -> run(code)).isInstanceOf(LuaKilled.class);
        other.join();
        assertThat(seen).allSatisfy(locals -> assertThat(locals).contains(new Variable("m", LuaValue.valueOf(5))));
    }

    private List<Variable> variables(LuaValue thread) {
        return debug.stack(thread).stream()
                .flatMap(level -> level.locals().stream())
                .toList();
    }

    /** Time for the loop to be compiled; it works as well when it is not. */
    private static void awaitHeat(CountDownLatch started) {
        try {
            started.await();
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void coroutines_are_watched_and_can_be_looked_into() {
        List<String> seen = new ArrayList<>();
        debug.attach((thread, line) -> {
            if (line == 5) {
                LuaValue suspended = top(thread).locals().getFirst().value();
                debug.stack(suspended).forEach(level -> seen.add(level.description() + level.locals()));
            } else {
                seen.add(String.valueOf(line));
            }
        });
        run("""
                local co = coroutine.create(function(x)
                  coroutine.yield(x)
                end)
                coroutine.resume(co, 3)
                local again = co
                coroutine.resume(again)
                """);
        assertThat(seen)
                .containsExactly(
                        "1",
                        "3",
                        "1",
                        "4",
                        "2",
                        "function 'coroutine.yield'[]",
                        "function <test:1>[Variable[name=x, value=3]]",
                        "6",
                        "3");
    }

    @Test
    void threads_say_how_deep_they_are_and_whether_they_run() {
        List<String> seen = new ArrayList<>();
        LuaDebug.Listener listener = (thread, line) -> {
            LuaValue main = state.globals().get("main");
            LuaValue co = state.globals().get("co");
            if (line > 2 && !co.isnil()) {
                seen.add(line + ": " + debug.depth(thread) + " " + debug.isActive(main) + " " + debug.isActive(co) + " "
                        + debug.isDead(co) + " " + debug.isMain(main) + " " + debug.isMain(co));
            }
        };
        debug.attach(listener);
        assertThat(debug.isAttachedTo(listener)).isTrue();
        run("""
                main = coroutine.running()
                co = coroutine.create(function()
                  local inside
                end)
                coroutine.resume(co)
                local ended
                """);
        debug.detach();
        assertThat(debug.isAttachedTo(listener)).isFalse();
        assertThat(seen)
                .containsExactly(
                        "5: 1 true false false true false",
                        "3: 1 true true false true false",
                        "4: 1 true true false true false",
                        "6: 1 true false true true false");
    }

    @Test
    void calls_and_returns_are_told_to_who_wants_them() {
        List<String> seen = new ArrayList<>();
        debug.attach(new LuaDebug.Listener() {
            @Override
            public void onLine(LuaValue thread, int line) {}

            @Override
            public void onCall(LuaValue thread, boolean isTailCall) {
                seen.add((isTailCall ? "tail call " : "call ") + top(thread).description());
            }

            @Override
            public void onReturn(LuaValue thread) {
                seen.add("return");
            }

            @Override
            public boolean wantsCalls() {
                return true;
            }
        });
        run("local function g() return 1 end local function f() return g() end f() string.rep('x', 2)");
        assertThat(seen)
                .containsExactly(
                        "call main chunk",
                        "call local 'f'",
                        "tail call function <test:1>",
                        "return",
                        "call function 'string.rep'",
                        "return",
                        "return");
    }

    @Test
    void functions_in_Java_have_their_place_on_the_stack() {
        state.globals().rawset("where", new JavaFunction(state) {
            @Override
            protected Varargs run(Varargs arguments) {
                LuaActivation here = top(debug.currentThread());
                if (arguments.narg() > 0) {
                    throw new LuaError(LuaString.valueOf(state.where() + "no arguments"));
                }
                return LuaValue.valueOf(here.description() + " " + here.source() + " " + here.line());
            }
        });
        assertThat(run("return (where())").tojstring(1)).isEqualTo("function 'where' =[C] -1");
        assertThatThrownBy(() -> run("\nwhere(1)")).hasMessageContaining("test:2: no arguments");
        assertThatThrownBy(() -> run("\nwhere(1)"))
                .isInstanceOfSatisfying(
                        TracedError.class,
                        e -> assertThat(e.traceback()).contains("[C]: in function 'where'\n\ttest:2: in main chunk"));
    }
}
