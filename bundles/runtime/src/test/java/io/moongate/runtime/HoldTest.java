package io.moongate.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.testing.Await;
import io.moongate.runtime.testing.TestVm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.luaj.vm2.Varargs;

/** Strands that stand still while one holds the VM. */
@Timeout(60)
class HoldTest {

    private final TestVm test = new TestVm();
    private final LuaVm vm = test.vm();
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        test.close();
    }

    private Varargs tell(String what) {
        happened.add(what);
        return Result.none();
    }

    private static Varargs resultOf(Strand strand) throws Exception {
        return strand.result().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void others_go_on_after_it_in_the_order_in_which_they_became_ready() throws Exception {
        CompletableFuture<@Nullable Void> awaited = new CompletableFuture<>();
        Strand waiting = vm.spawn("waiting", () -> {
            vm.await(awaited);
            return tell("waited");
        });
        Strand holder = vm.spawn("holder", () -> {
            LuaVm.Hold hold = vm.hold();
            Strand later = vm.spawn("later", () -> tell("later"));
            awaited.complete(null);
            vm.await(vm.start("started", () -> {
                        vm.sleep(1);
                        return tell("started");
                    })
                    .result());
            vm.sleep(20);
            tell("held");
            hold.close();
            hold.close();
            vm.await(later.result());
            return Result.none();
        });
        resultOf(holder);
        resultOf(waiting);
        assertThat(happened)
                .startsWith("started", "held")
                .containsExactlyInAnyOrder("started", "held", "waited", "later");
    }

    @Test
    void there_is_one_hold_at_a_time() throws Exception {
        Strand holder = vm.spawn("holder", () -> {
            LuaVm.Hold hold = vm.hold();
            assertThatThrownBy(vm::hold)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("held already");
            hold.close();
            vm.hold().close();
            return Result.none();
        });
        resultOf(holder);
    }

    @Test
    void a_VM_that_is_held_closes() {
        vm.spawn("waiting", () -> {
            vm.sleep(1_000_000);
            return Result.none();
        });
        vm.spawn("holder", () -> {
            LuaVm.Hold hold = vm.hold();
            try {
                tell("held");
                vm.sleep(1_000_000);
                return Result.none();
            } finally {
                hold.close();
            }
        });
        Await.until(() -> happened.contains("held"), () -> happened);
        vm.close();
        assertThat(vm.strands()).isEmpty();
    }
}
