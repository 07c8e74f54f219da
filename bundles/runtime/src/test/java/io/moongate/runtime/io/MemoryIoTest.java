package io.moongate.runtime.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.io.Io.Mode;
import org.junit.jupiter.api.Test;

class MemoryIoTest extends IoContract {

    private final MemoryIo io = new MemoryIo(1 << 20);

    @Override
    Io io() {
        return io;
    }

    @Test
    void what_is_removed_makes_room() throws IoException {
        MemoryIo small = new MemoryIo(1000);
        small.replace("a", new byte[700]);
        assertThat(codeOf(() -> small.open("b", Mode.WRITE))).isEqualTo("nospace");
        assertThat(codeOf(() -> small.replace("a", new byte[800]))).isEqualTo("nospace");
        assertThat(small.stat("a").size()).isEqualTo(700);
        small.remove("a");
        small.replace("b", new byte[744]);
    }

    @Test
    void a_hole_counts_too() throws IoException {
        MemoryIo small = new MemoryIo(1000);
        try (IoFile file = small.open("a", Mode.WRITE)) {
            file.seek(1L << 40);
            assertThat(codeOf(() -> file.write(new byte[1], 0, 1))).isEqualTo("ioerror");
            file.seek(900);
            assertThat(codeOf(() -> file.write(new byte[1], 0, 1))).isEqualTo("nospace");
        }
    }
}
