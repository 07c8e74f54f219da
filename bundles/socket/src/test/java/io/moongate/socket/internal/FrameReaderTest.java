package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.socket.internal.FrameReader.Event;
import io.moongate.socket.internal.FrameReader.Violation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, section 5: the examples of 5.7, and what must be refused. */
class FrameReaderTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    private static List<Event> read(boolean masked, byte[] bytes, int step) throws Violation {
        FrameReader reader = new FrameReader(masked);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < bytes.length; i += step) {
            reader.add(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + step)));
            for (Event event = reader.next(); event != null; event = reader.next()) {
                events.add(event);
            }
        }
        return events;
    }

    private static String text(Event event) {
        return event instanceof Event.Data(byte[] data, boolean text, long soFar, long total) && text && total == 0
                ? new String(data, StandardCharsets.UTF_8)
                : event.toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void the_examples_of_the_rfc(int step) throws Violation {
        assertThat(read(false, hex("81 05 48 65 6c 6c 6f"), step))
                .map(FrameReaderTest::text)
                .containsExactly("Hello");
        assertThat(read(true, hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"), step))
                .map(FrameReaderTest::text)
                .containsExactly("Hello");
        assertThat(read(false, hex("01 03 48 65 6c 80 02 6c 6f"), step))
                .map(FrameReaderTest::text)
                .containsExactly("Hello");
        assertThat(read(false, hex("89 05 48 65 6c 6c 6f"), step))
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Ping.class,
                        ping -> assertThat(ping.data()).asString().isEqualTo("Hello"));
        assertThat(read(true, hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"), step))
                .singleElement()
                .isInstanceOf(Event.Pong.class);
    }

    @Test
    void control_frames_come_between_fragments() throws Violation {
        List<Event> events = read(false, hex("01 01 61 89 01 70 00 01 62 80 01 63"), 5);
        assertThat(events).hasSize(2);
        assertThat(events.getFirst()).isInstanceOf(Event.Ping.class);
        assertThat(text(events.getLast())).isEqualTo("abc");
    }

    @Test
    void empty_messages_are_messages() throws Violation {
        assertThat(read(false, hex("81 00"), 1)).map(FrameReaderTest::text).containsExactly("");
        assertThat(read(false, hex("01 00 00 00 80 00"), 1))
                .map(FrameReaderTest::text)
                .containsExactly("");
    }

    /** Autobahn's cases 3 to 7 in short: what breaks the protocol, and the close code for it. */
    @ParameterizedTest
    @CsvSource({
        "c1 00, 1002", // RSV1 without an extension
        "a1 00, 1002",
        "91 00, 1002",
        "83 00, 1002", // reserved opcodes
        "87 00, 1002",
        "8b 00, 1002",
        "8f 00, 1002",
        "09 00, 1002", // control frames in fragments
        "08 00, 1002",
        "89 7e 00 7e, 1002", // control frames over 125 bytes
        "80 00, 1002", // continuation of nothing
        "00 00, 1002",
        "01 01 61 81 01 62, 1002", // a new message inside another
        "81 85 00 00 00 00 48 65 6c 6c 6f, 1002", // masked by a server
        "82 7f ff ff ff ff ff ff ff ff, 1002", // length over 2^63-1
        "88 01 03, 1002", // close payloads
        "88 02 03 e7, 1002", // 999
        "88 02 03 ec, 1002", // 1004
        "88 02 03 ed, 1002", // 1005
        "88 02 03 ee, 1002", // 1006
        "88 02 03 f7, 1002", // 1015
        "88 02 0b b7, 1002", // 2999
        "88 02 13 88, 1002", // 5000
        "88 03 03 e8 ff, 1007", // reason that is no UTF-8
        "81 02 c3 28, 1007",
        "81 01 c3, 1007", // cut in the middle
        "81 03 ed a0 80, 1007", // surrogate
        "81 02 c0 af, 1007", // overlong
        "81 03 e0 80 80, 1007",
        "81 04 f0 80 80 80, 1007",
        "81 04 f4 90 80 80, 1007", // beyond U+10FFFF
        "81 01 80, 1007",
        "01 02 ce ba 80 01 e1, 1007",
        "02 7f 00 00 00 00 00 10 00 01, 1009" // fragments over the limit
    })
    void violations_have_a_code(String frames, int code) {
        for (int step : new int[] {1, 1000}) {
            assertThatThrownBy(() -> read(false, hex(frames), step))
                    .isInstanceOfSatisfying(
                            Violation.class, v -> assertThat(v.code()).isEqualTo(code));
        }
    }

    @Test
    void a_server_refuses_what_is_not_masked() {
        assertThatThrownBy(() -> read(true, hex("81 05 48 65 6c 6c 6f"), 100)).isInstanceOf(Violation.class);
    }

    @ParameterizedTest
    @CsvSource({
        "88 00, -1",
        "88 02 03 e8, 1000",
        "88 06 03 e9 64 6f 6e 65, 1001",
        "88 02 0b b8, 3000",
        "88 02 13 87, 4999"
    })
    void close_codes(String frame, int code) throws Violation {
        assertThat(read(false, hex(frame), 2)).containsExactly(new Event.Close(code));
    }

    @Test
    void fragments_have_a_limit_over_all() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] frame = ByteBuffer.allocate(4 + 60000).put(hex("02 7e ea 60")).array();
        bytes.writeBytes(frame);
        frame[0] = 0;
        for (int i = 0; i < 20; i++) {
            bytes.writeBytes(frame);
        }
        assertThatThrownBy(() -> read(false, bytes.toByteArray(), 5000))
                .hasMessageContaining(String.valueOf(FrameReader.MAX_MESSAGE));
    }

    @Test
    void large_frames_come_in_parts_that_add_up() throws Violation {
        byte[] payload = new byte[200_000];
        new Random(7).nextBytes(payload);
        byte[] frame = ByteBuffer.allocate(10 + payload.length)
                .put(hex("82 7f"))
                .putLong(payload.length)
                .put(payload)
                .array();
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (Event event : read(false, frame, 1234)) {
            Event.Data part = (Event.Data) event;
            joined.writeBytes(part.data());
            assertThat(part.soFar()).isEqualTo(joined.size());
            assertThat(part.total()).isEqualTo(payload.length);
        }
        assertThat(joined.toByteArray()).isEqualTo(payload);
    }

    /** Whatever comes, however it is cut: events, or one violation; and the cutting makes no difference. */
    @Test
    void random_bytes_are_read_alike_in_any_pieces() {
        Random random = new Random(20261124);
        for (int i = 0; i < 5000; i++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            boolean masked = random.nextBoolean();
            assertThat(outcome(masked, bytes, 1)).isEqualTo(outcome(masked, bytes, 1 + random.nextInt(60)));
        }
    }

    private static String outcome(boolean masked, byte[] bytes, int step) {
        try {
            return read(masked, bytes, step).stream()
                    .map(FrameReaderTest::shape)
                    .toList()
                    .toString();
        } catch (Violation e) {
            return "violation";
        }
    }

    private static String shape(Event event) {
        return switch (event) {
            case Event.Data data -> "data " + Arrays.toString(data.data());
            case Event.Ping ping -> "ping " + Arrays.toString(ping.data());
            case Event.Pong pong -> "pong";
            case Event.Close close -> "close " + close.code();
        };
    }

    @Test
    void unmasking_undoes_masking() {
        byte[] data = new byte[1000];
        new Random(1).nextBytes(data);
        byte[] copy = data.clone();
        FrameReader.applyMask(copy, 3, 990, 0x12345678);
        assertThat(copy[3]).isEqualTo((byte) (data[3] ^ 0x12));
        assertThat(copy[4]).isEqualTo((byte) (data[4] ^ 0x34));
        FrameReader.applyMask(copy, 3, 990, 0x12345678);
        assertThat(copy).isEqualTo(data);
    }
}
