package io.moongate.lua;

import static org.assertj.core.api.Assertions.fail;

import io.moongate.lua.fiber.FiberFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaError;

/** Whatever is given to the parser, the answer is a function or a Lua error. */
class ParserFuzzTest {

    private static final long SEED = 20_261_124;
    private static final long STACK_BYTES = 512L << 20;
    private static final String[] TOKENS = {
        "and",
        "break",
        "do",
        "else",
        "elseif",
        "end",
        "false",
        "for",
        "function",
        "goto",
        "if",
        "in",
        "local",
        "nil",
        "not",
        "or",
        "repeat",
        "return",
        "then",
        "true",
        "until",
        "while",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "^",
        "#",
        "&",
        "~",
        "|",
        "<<",
        ">>",
        "==",
        "~=",
        "<=",
        ">=",
        "<",
        ">",
        "=",
        "(",
        ")",
        "{",
        "}",
        "[",
        "]",
        "::",
        ";",
        ":",
        ",",
        ".",
        "..",
        "...",
        "x",
        "y",
        "1",
        "2.5",
        "0x1p4",
        "'s'",
        "[[l]]",
        "<const>",
        "<close>",
        "--c\n",
        "\n",
        "::l::",
        "goto l"
    };

    private final Random random = new Random(SEED);
    private final LuaState state = new LuaState(LuaLimits.defaults(), LuaPlatform.denying(), FiberFactory.best());
    private final List<byte[]> programs = new ArrayList<>();

    @Test
    void answers_with_a_function_or_an_error() throws Exception {
        fuzz(Duration.ofSeconds(2));
    }

    @Tag("nightly")
    @Test
    void answers_with_a_function_or_an_error_for_a_minute() throws Exception {
        fuzz(Duration.ofMinutes(1));
    }

    private void fuzz(Duration time) throws Exception {
        for (String folder : List.of("src/test/resources/conformance", "src/bench/lua")) {
            addPrograms(Path.of(folder));
        }
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        Thread thread = new Thread(null, () -> failure.set(run(time)), "fuzz", STACK_BYTES);
        thread.start();
        thread.join(time.plusSeconds(60).toMillis());
        if (thread.isAlive()) {
            fail("the parser does not end");
        }
        if (failure.get() != null) {
            fail(failure.get());
        }
    }

    private void addPrograms(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                programs.add(Files.readAllBytes(file));
            }
        }
    }

    /** The first input that is answered in another way, or null. */
    private @Nullable String run(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            byte[] source = source();
            try {
                state.load(new ByteArrayInputStream(source), "=fuzz", "bt", state.globals());
            } catch (LuaError expected) {
                // An error with position: the other right answer.
            } catch (RuntimeException | Error e) {
                return e + " for:\n" + new String(source, StandardCharsets.ISO_8859_1);
            }
        }
        return null;
    }

    private byte[] source() {
        return switch (random.nextInt(4)) {
            case 0 -> bytes();
            case 1 -> tokens();
            case 2 -> nested();
            default -> mutated();
        };
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] tokens() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(60); i >= 0; i--) {
            text.append(TOKENS[random.nextInt(TOKENS.length)]).append(' ');
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Deeper than any stack wants to follow. */
    private byte[] nested() {
        String[] openers = {
            "(",
            "{",
            "do ",
            "f(",
            "[",
            "function() ",
            "if x then ",
            "-",
            "not ",
            "a[",
            "x=function() ",
            "..",
            "while 1 do "
        };
        String opener = openers[random.nextInt(openers.length)];
        return ("return " + opener.repeat(random.nextInt(random.nextInt(20) == 0 ? 200_000 : 300)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] mutated() {
        byte[] program = programs.get(random.nextInt(programs.size())).clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(program.length);
            switch (random.nextInt(3)) {
                case 0 -> program[at] = (byte) random.nextInt(256);
                case 1 -> program[at] = (byte) "()[]{}'\"=-~<>.:;,\n x1".charAt(random.nextInt(21));
                default -> {
                    int length = Math.min(random.nextInt(40), program.length - at);
                    int from = random.nextInt(program.length - length);
                    System.arraycopy(program.clone(), from, program, at, length);
                }
            }
        }
        return program;
    }
}
