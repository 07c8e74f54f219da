package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.lua.fiber.Fiber;
import io.moongate.lua.fiber.FiberFactory;
import io.moongate.lua.fiber.FiberFactory.Kind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.OneArgFunction;
import org.luaj.vm2.lib.ZeroArgFunction;
import org.luaj.vm2.lib.jse.CoerceJavaToLua;

@Timeout(60)
class LuaStateTest {

    private final LuaState state = new LuaState(LuaLimits.defaults(), LuaPlatform.denying());

    static Stream<FiberFactory> factories() {
        return Stream.of(FiberFactory.continuations(), FiberFactory.threads());
    }

    private static Varargs run(LuaState state, String code) {
        LuaValue chunk = load(state, code);
        return state.call(chunk, LuaValue.NONE);
    }

    private static LuaValue load(LuaState state, String code) {
        byte[] source = code.getBytes(StandardCharsets.UTF_8);
        return state.load(new ByteArrayInputStream(source), "=test", "t", state.globals());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "started() while true do end",
                "started() local function f() return f() end f()",
                "started() while true do pcall(function() while true do end end) end",
                "started() repeat local x = 1 until false",
                "started() ::again:: goto again",
                "started() for i = 1, math.huge do end",
                "local co = coroutine.wrap(function() started() while true do end end) co()"
            })
    void a_kill_ends_code_that_never_ends(String code) throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        state.globals().rawset("started", new ZeroArgFunction() {
            @Override
            public LuaValue call() {
                started.countDown();
                return NIL;
            }
        });
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread thread = new Thread(() -> {
            try {
                run(state, code);
            } catch (LuaKilled e) {
                end.set(e);
            }
        });
        thread.start();
        started.await();
        state.interrupt(() -> {
            throw new LuaKilled("enough");
        });
        thread.join();
        assertThat(end.get()).isInstanceOf(LuaKilled.class).hasMessage("enough");
        assertThat(run(state, "return 1 + 1").toint(1)).isEqualTo(2);
    }

    @Test
    void recursion_without_end_is_an_error_that_can_be_caught() {
        Varargs result = run(state, "local function f() return 1 + f() end return pcall(f)");
        assertThat(result.toboolean(1)).isFalse();
        assertThat(result.tojstring(2)).contains("stack overflow");
    }

    @Test
    void strings_have_a_limit() {
        LuaState small = new LuaState(new LuaLimits(1000, 1000, 1000, 1000), LuaPlatform.denying());
        assertThatThrownBy(() -> run(small, "local s = 'x' while true do s = s .. s end"))
                .isInstanceOf(LuaError.class)
                .hasMessageContaining("string length overflow");
    }

    @Test
    void calls_have_a_limit() {
        LuaState small = new LuaState(new LuaLimits(1000, 100, 1000, 1000), LuaPlatform.denying());
        assertThat(run(small, "local n = 0 local function f() n = n + 1 f() end pcall(f) return n")
                        .toint(1))
                .isBetween(50, 100);
    }

    @Test
    void the_state_goes_on_after_an_error() {
        for (int i = 0; i < 300; i++) {
            assertThatThrownBy(() -> run(
                            state, "local function f(n) if n == 0 then error('x') end f(n - 1) return 1 end f(100)"))
                    .hasMessage("test:1: x");
        }
    }

    @Test
    void errors_caught_in_Java_leave_the_call_stack_in_order() {
        state.globals().rawset("try", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue function) {
                try {
                    return function.call();
                } catch (LuaError e) {
                    return valueOf("caught");
                }
            }
        });
        assertThat(run(
                                state,
                                "local s for i = 1, 3000 do s = try(function() error('x') end) end return s, debug.traceback()")
                        .tojstring(1))
                .isEqualTo("caught");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void strands_of_one_state_interleave_from_deep_inside_coroutines(FiberFactory factory) {
        LuaState shared = new LuaState(LuaLimits.defaults(), LuaPlatform.denying(), factory);
        List<String> log = new ArrayList<>();
        Fiber[] running = new Fiber[1];
        shared.globals().rawset("log", new OneArgFunction() {
            @Override
            public LuaValue call(LuaValue text) {
                log.add(text.tojstring());
                running[0].suspend();
                return NIL;
            }
        });
        LuaValue body = load(shared, """
                local name = ...
                local co = coroutine.wrap(function()
                  for i = 1, 2 do log(name .. i) coroutine.yield(i) end
                end)
                assert(select(2, coroutine.running()) and not coroutine.isyieldable())
                co() co()
                log(name .. 'end')
                """);
        Fiber[] fibers = new Fiber[2];
        LuaContext[] contexts = {shared.newContext(), shared.newContext()};
        for (int i = 0; i < 2; i++) {
            LuaValue name = LuaValue.valueOf(i == 0 ? "a" : "b");
            fibers[i] = factory.create(Kind.STRAND, () -> shared.call(body, name));
        }
        boolean[] done = new boolean[2];
        for (int turn = 0; !done[0] || !done[1]; turn++) {
            int i = turn % 2;
            if (!done[i]) {
                running[0] = fibers[i];
                LuaContext outside = shared.swap(contexts[i]);
                done[i] = fibers[i].resume();
                contexts[i] = shared.swap(outside);
            }
        }
        assertThat(log).containsExactly("a1", "b1", "a2", "b2", "aend", "bend");
    }

    @Test
    void tables_and_numbers_of_LuaJ_are_taken() {
        LuaTable table = new LuaTable();
        table.set("n", LuaValue.valueOf(3));
        table.set(1, LuaValue.valueOf(1.5));
        state.globals().rawset("foreign", table);
        Varargs result = run(state, """
                foreign.x = foreign.n + 1
                local t = {} t[foreign.n] = 'three'
                return foreign.x, foreign[1] * 2, #foreign, t[3], foreign.n == 3, math.type(foreign.n), foreign.n // 2
                """);
        assertThat(result.tolong(1)).isEqualTo(4);
        assertThat(result.todouble(2)).isEqualTo(3.0);
        assertThat(result.tolong(3)).isEqualTo(1);
        assertThat(result.tojstring(4)).isEqualTo("three");
        assertThat(result.toboolean(5)).isTrue();
        assertThat(result.tojstring(6)).isEqualTo("integer");
        assertThat(result.tolong(7)).isEqualTo(1);
        assertThat(table.get("x").toint()).isEqualTo(4);
    }

    @Test
    void Java_objects_are_indexed_by_reflection() {
        state.globals().rawset("list", CoerceJavaToLua.coerce(new ArrayList<>(List.of("a", "b"))));
        assertThat(run(state, "return list:size()").toint(1)).isEqualTo(2);
    }

    @Test
    void states_share_no_type_metatables() {
        run(state, "debug.setmetatable(1, {__index = {twice = function(n) return n * 2 end}})");
        assertThat(run(state, "return (4):twice()").toint(1)).isEqualTo(8);
        LuaState other = new LuaState(LuaLimits.defaults(), LuaPlatform.denying());
        assertThatThrownBy(() -> run(other, "return (4):twice()")).isInstanceOf(LuaError.class);
    }
}
