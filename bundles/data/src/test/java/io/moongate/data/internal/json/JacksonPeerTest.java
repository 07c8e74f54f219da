package io.moongate.data.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.moongate.data.internal.document.ByteSink;
import io.moongate.data.internal.document.Fault;
import io.moongate.data.internal.document.Limits;
import io.moongate.lua.Numbers;
import io.moongate.lua.Tables;
import io.moongate.runtime.Result;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Jackson reads what we write, and we read what it writes. */
class JacksonPeerTest {

    private static final int COUNT = 20_000;

    private final JsonFactory jackson = new JsonFactory();
    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void strings_and_integers_for_jackson() throws Exception {
        List<String> strings = new ArrayList<>();
        List<LuaValue> values = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            strings.add(string());
            values.add(Result.string(strings.getLast()));
        }
        try (JsonParser parser = jackson.createParser(encode(Tables.list(values.toArray(LuaValue[]::new))))) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_ARRAY);
            for (String expected : strings) {
                assertThat(parser.nextTextValue()).isEqualTo(expected);
            }
            assertThat(parser.nextToken()).isEqualTo(JsonToken.END_ARRAY);
        }
    }

    @Test
    void strings_and_numbers_from_jackson() throws Exception {
        StringWriter text = new StringWriter();
        List<String> strings = new ArrayList<>();
        List<Double> floats = new ArrayList<>();
        try (JsonGenerator generator = jackson.createGenerator(text)) {
            generator.writeStartArray();
            for (int i = 0; i < COUNT; i++) {
                strings.add(string());
                floats.add(Double.longBitsToDouble(random.nextLong() & 0xbfefffffffffffffL));
                generator.writeString(strings.getLast());
                generator.writeNumber(floats.getLast());
            }
            generator.writeEndArray();
        }
        LuaTable decoded = decode(text.toString());
        for (int i = 0; i < COUNT; i++) {
            assertThat(decoded.rawget(2 * i + 1).raweq(Result.string(strings.get(i))))
                    .isTrue();
            assertThat(decoded.rawget(2 * i + 2).todouble()).isEqualTo(floats.get(i));
        }
    }

    @Test
    void every_form_of_number_is_the_nearest_float() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            String number = random.nextInt(1 << 20) + "." + Long.toUnsignedString(random.nextLong()) + "e"
                    + random.nextInt(-330, 310);
            LuaValue decoded = decode("[" + number + "]").rawget(1);
            assertThat(Numbers.isInteger(decoded)).isFalse();
            assertThat(decoded.todouble()).as(number).isEqualTo(Double.parseDouble(number));
        }
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int c = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
            text.appendCodePoint(c >= 0xd800 && c < 0xe000 ? 'x' : c);
        }
        return text.toString();
    }

    private static String encode(LuaTable table) throws Fault {
        ByteSink sink = new ByteSink(64);
        new JsonEncoder(sink).write(table);
        return sink.toLuaString().tojstring();
    }

    private static LuaTable decode(String text) throws Fault, IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        JsonDecoder decoder = new JsonDecoder(Limits.of(15, 255));
        decoder.add(bytes, 0, bytes.length);
        LuaTable document = decoder.next();
        if (document == null) {
            throw new IOException("cut off");
        }
        return document;
    }
}
