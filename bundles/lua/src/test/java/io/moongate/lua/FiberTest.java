package io.moongate.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.lua.fiber.Fiber;
import io.moongate.lua.fiber.FiberFactory;
import io.moongate.lua.fiber.FiberFactory.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FiberTest {

    static Stream<FiberFactory> factories() {
        return Stream.of(FiberFactory.continuations(), FiberFactory.threads());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void suspends_and_resumes(FiberFactory factory) {
        List<String> log = new ArrayList<>();
        Fiber[] self = new Fiber[1];
        self[0] = factory.create(Kind.COROUTINE, () -> {
            log.add("a");
            self[0].suspend();
            log.add("b");
        });
        assertThat(self[0].resume()).isFalse();
        log.add("between");
        assertThat(self[0].resume()).isTrue();
        assertThat(log).containsExactly("a", "between", "b");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void outer_fiber_suspends_from_within_an_inner_one(FiberFactory factory) {
        List<String> log = new ArrayList<>();
        Fiber[] strand = new Fiber[1];
        strand[0] = factory.create(Kind.STRAND, () -> {
            Fiber coroutine = factory.create(Kind.COROUTINE, () -> {
                log.add("waits");
                strand[0].suspend();
                log.add("goes on");
            });
            assertThat(coroutine.resume()).isTrue();
            log.add("ends");
        });
        assertThat(strand[0].resume()).isFalse();
        log.add("elsewhere");
        assertThat(strand[0].resume()).isTrue();
        assertThat(log).containsExactly("waits", "elsewhere", "goes on", "ends");
    }

    @ParameterizedTest
    @MethodSource("factories")
    void what_the_body_throws_comes_out_of_resume(FiberFactory factory) {
        Fiber fiber = factory.create(Kind.COROUTINE, () -> {
            throw new IllegalArgumentException("out");
        });
        assertThatThrownBy(fiber::resume).hasMessage("out");
        assertThat(fiber.isDone()).isTrue();
    }
}
