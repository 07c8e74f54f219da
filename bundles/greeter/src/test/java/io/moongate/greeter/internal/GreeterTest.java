package io.moongate.greeter.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.testing.TestVm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GreeterTest {

    private final TestVm vm = new TestVm(new GreeterModule());

    @AfterEach
    void close() {
        vm.close();
    }

    @Test
    void a_function() {
        assertThat(vm.eval("return ba.greeter.greet'you'")).isEqualTo("Hello, you!");
        assertThatThrownBy(() -> vm.eval("ba.greeter.greet()"))
                .hasMessageContaining("bad argument #1 to 'greet' (string expected, got no value)");
    }

    @Test
    void a_type() {
        assertThat(vm.eval("local g = ba.greeter.create'Ahoy' return g:say'you', g:count(), tostring(g)"))
                .isEqualTo("Ahoy, you!,1,greeting: Ahoy");
        assertThat(vm.eval("local g = ba.greeter.create'Hi' for i = 1, 1000 do g:say'x' end return g:say'y'"))
                .isEqualTo("nil,worn,said 1000 times already");
    }

    @Test
    void something_that_waits() {
        assertThat(vm.eval("return ba.greeter.later('you', 5)")).isEqualTo("Hello at last, you!");
    }

    @Test
    void a_part_in_lua() {
        assertThat(vm.eval("return table.concat(require'greetings'.all{'a', 'b'}, ' ')"))
                .isEqualTo("Hello, a! Hello, b!");
    }
}
