package io.moongate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.testing.Await;
import io.moongate.runtime.testing.TestVm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

class ModuleTest {

    private static final class Box {
        int content;
    }

    /** A module whose version shows in its answers. */
    private record Counter(String version, List<Object> closed, CompletableFuture<String> answer) implements LuaModule {

        Counter(String version) {
            this(version, new ArrayList<>(), new CompletableFuture<>());
        }

        @Override
        public String name() {
            return "ba.counter";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            LuaType<Box> box = LuaType.named("BOX", Box.class)
                    .method("put", (self, args) -> {
                        self.content = args.integer(1, 0, 100);
                        return Result.none();
                    })
                    .method("get", (self, args) -> Result.of(self.content))
                    .metamethod("__add", (self, args) -> Result.of(self.content + args.integer(1)))
                    .closer(closed::add);
            LuaValue own = context.wrapNamed(
                    "own",
                    LuaType.named("OWN", Counter.class).method("version", (self, args) -> Result.of(self.version)),
                    this);
            return List.of(LuaLibrary.named("ba.counter")
                    .function("version", args -> Result.of(version))
                    .function("box", args -> Result.of(context.wrap(box, new Box())))
                    .function("own", args -> Result.of(own))
                    .function("wait", args -> Result.of(context.vm().await(answer)))
                    .function("fail", args -> Result.fail("enoent")));
        }
    }

    @Test
    void functions_and_objects() {
        try (TestVm vm = new TestVm(new Counter("1"))) {
            assertThat(vm.eval("return ba.counter.version(), ba.counter.fail()"))
                    .isEqualTo("1,nil,enoent");
            assertThat(vm.eval("local b = ba.counter.box() b:put(7) return b:get(), b + 1, 2 + b"))
                    .isEqualTo("7,8,9");
        }
    }

    @Test
    void errors_of_modules_tell_where_they_were_called() {
        try (TestVm vm = new TestVm(new Counter("1"))) {
            assertThatThrownBy(() -> vm.run("local b = ba.counter.box()\nb:put{}"))
                    .hasMessage("test:2: bad argument #1 to 'put' (number expected, got table)");
            assertThat(vm.eval("return pcall(ba.counter.box().put, 1)"))
                    .isEqualTo("false,bad argument #1 to 'put' (BOX expected, got number)");
        }
    }

    @Test
    void a_defect_of_a_module_is_an_error_of_the_call_and_nothing_more() {
        LuaModule broken = new LuaModule() {
            @Override
            public String name() {
                return "ba.broken";
            }

            @Override
            public List<LuaLibrary> open(ModuleContext context) {
                return List.of(LuaLibrary.named("ba.broken").function("f", args -> {
                    throw new IllegalStateException("bug");
                }));
            }
        };
        try (TestVm vm = new TestVm(broken)) {
            assertThat(vm.eval("return pcall(function() ba.broken.f() end)"))
                    .isEqualTo(
                            "false,test:1: internal error in 'f', see the log: java.lang.IllegalStateException: bug");
        }
    }

    @Test
    void a_strand_that_nobody_awaits_traces_its_error_with_the_stack() {
        try (TestVm vm = new TestVm(new Counter("1"))) {
            var broken = vm.run("local function inner() error'lost' end\nreturn function() inner() end")
                    .arg1();
            vm.vm().call("job", broken, Result.none());
            Await.until(() -> vm.output().contains("lost"), vm::output);
            assertThat(vm.output()).contains("job: test:1: lost", "stack traceback:", "test:2: in function <test:2>");
        }
    }

    @Test
    void an_object_that_lua_lets_go_of_is_closed_once_and_forgotten() {
        Counter module = new Counter("1", Collections.synchronizedList(new ArrayList<>()), new CompletableFuture<>());
        try (TestVm vm = new TestVm(module)) {
            vm.run("local b = ba.counter.box()");
            Await.until(
                    () -> {
                        System.gc();
                        return module.closed().size() == 1;
                    },
                    module::closed);
            vm.vms().removeModule(module);
            assertThat(module.closed()).hasSize(1);
        }
    }

    @Test
    void a_named_object_works_again_after_an_update() {
        Counter first = new Counter("1");
        try (TestVm vm = new TestVm(first)) {
            assertThat(vm.eval("own = ba.counter.own() return own:version()")).isEqualTo("1");
            vm.vms().removeModule(first);
            assertThatThrownBy(() -> vm.run("own:version()"))
                    .hasMessageContaining("module 'ba.counter' is not available");
            vm.vms().addModule(new Counter("2"));
            assertThat(vm.eval("return own:version(), own == ba.counter.own()")).isEqualTo("2,true");
        }
    }

    /** A framework may show the new version before it takes the old one away. */
    @Test
    void the_end_of_an_old_version_takes_nothing_from_the_new_one() {
        Counter first = new Counter("1");
        try (TestVm vm = new TestVm(first)) {
            vm.run("own = ba.counter.own()");
            vm.vms().addModule(new Counter("2"));
            assertThat(vm.eval("return own:version()")).isEqualTo("2");
            vm.vms().removeModule(first);
            assertThat(vm.eval("return own:version()")).isEqualTo("2");
        }
    }

    @Test
    void bad_arguments_are_named() {
        try (TestVm vm = new TestVm(new Counter("1"))) {
            assertThatThrownBy(() -> vm.run("ba.counter.box():put{}"))
                    .hasMessageContaining("bad argument #1 to 'put' (number expected, got table)");
            assertThatThrownBy(() -> vm.run("ba.counter.box():put(101)")).hasMessageContaining("101 is not in 0..100");
        }
    }

    @Test
    void cached_functions_follow_an_update_and_name_a_stopped_module() {
        Counter first = new Counter("1");
        try (TestVm vm = new TestVm(first)) {
            vm.run("version, box = ba.counter.version, ba.counter.box()");
            vm.vms().removeModule(first);
            assertThat(first.closed()).hasSize(1);
            assertThatThrownBy(() -> vm.run("version()"))
                    .hasMessageContaining(
                            "module 'ba.counter' is not available (bundle io.moongate.runtime is stopped)");
            assertThatThrownBy(() -> vm.run("box:get()")).hasMessageContaining("module 'ba.counter' is not available");
            vm.vms().addModule(new Counter("2"));
            assertThat(vm.eval("return version(), version == ba.counter.version"))
                    .isEqualTo("2,true");
        }
    }

    @Test
    void a_waiting_strand_lets_others_run() {
        Counter module = new Counter("1");
        try (TestVm vm = new TestVm(module)) {
            Strand waiting =
                    vm.vm().call("waits", vm.run("return ba.counter.wait").arg1(), Result.none());
            assertThat(vm.eval("return 'other'")).isEqualTo("other");
            assertThat(waiting.isWaiting()).isTrue();
            module.answer().complete("done");
            assertThat(waiting.result().toCompletableFuture().join().arg1().tojstring())
                    .isEqualTo("done");
        }
    }

    @Test
    void a_killed_strand_ends_where_it_waits() {
        try (TestVm vm = new TestVm(new Counter("1"))) {
            Strand waiting =
                    vm.vm().call("waits", vm.run("return ba.counter.wait").arg1(), Result.none());
            waiting.kill("test");
            assertThatThrownBy(() -> waiting.result().toCompletableFuture().join())
                    .hasMessageContaining("test");
        }
    }

    @Test
    void a_started_strand_runs_in_the_callers_turn_until_it_waits() {
        CompletableFuture<String> answer = new CompletableFuture<>();
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        try (TestVm test = new TestVm()) {
            LuaVm vm = test.vm();
            vm.spawn("outer", () -> {
                        vm.start("inner", () -> {
                            order.add(vm.current().name());
                            order.add(vm.await(answer));
                            return Result.none();
                        });
                        order.add(vm.current().name());
                        answer.complete("inner again");
                        vm.sleep(1);
                        return Result.none();
                    })
                    .result()
                    .toCompletableFuture()
                    .join();
        }
        assertThat(order).containsExactly("inner", "outer", "inner again");
    }
}
