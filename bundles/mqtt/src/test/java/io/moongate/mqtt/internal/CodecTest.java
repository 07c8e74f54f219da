package io.moongate.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecTest {

    private TestVm vm;

    @BeforeEach
    void start() {
        vm = new TestVm(new MqttModule());
        vm.run("""
                codec = require"mqtt.codec"
                function hex(s) return (s:gsub(".", function(c) return ("%02x"):format(c:byte()) end)) end
                function bytes(h) return (h:gsub("..", function(x) return string.char(tonumber(x, 16)) end)) end
                function decode(version, h, limit)
                  local d = codec.decoder(version, limit)
                  d:feed(bytes(h))
                  return d:next()
                end""");
    }

    @AfterEach
    void stop() {
        vm.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            5 | publish     | {topic = 'a/b', payload = 'x', qos = 0}                       | 3007 0003612f62 00 78
            5 | publish     | {topic = 'a', payload = '', qos = 1, id = 7, retain = true}   | 3306 000161 0007 00
            5 | publish     | {topic = 'a', payload = '', qos = 2, id = 7, dup = true}      | 3c06 000161 0007 00
            5 | publish     | {topic = 'a', qos = 0, prop = {topicalias = 3}}               | 3007 000161 03 230003
            5 | publish     | {topic = 'a', qos = 0, prop = {own = 'v'}}                    | 300d 000161 09 26 0003 6f776e 0001 76
            5 | puback      | {id = 258}                                                    | 4004 0102 0000
            5 | pubrec      | {id = 1, reason = 146}                                        | 5004 0001 9200
            5 | pubrel      | {id = 1}                                                      | 6204 0001 0000
            5 | pubcomp     | {id = 1}                                                      | 7004 0001 0000
            5 | subscribe   | {topic = '#', id = 1, qos = 1, nolocal = true}                | 8207 0001 00 000123 05
            5 | subscribe   | {topic = 'a', id = 1, prop = {subscriptionidentifier = 300}}  | 820a 0001 03 0bac02 000161 00
            5 | unsubscribe | {topic = 'a', id = 1}                                         | a206 0001 00 000161
            5 | disconnect  | {reason = 4, prop = {sessionexpiryinterval = 0}}              | e007 04 05 1100000000
            5 | pingreq     | {}                                                            | c000
            4 | publish     | {topic = 'a/b', payload = 'x', qos = 0}                       | 3006 0003612f62 78
            4 | puback      | {id = 258}                                                    | 4002 0102
            4 | pubrel      | {id = 1}                                                      | 6202 0001
            4 | subscribe   | {topic = '#', id = 1, qos = 2}                                | 8206 0001 000123 02
            4 | unsubscribe | {topic = 'a', id = 1}                                         | a205 0001 000161
            4 | disconnect  | {}                                                            | e000
            """)
    void packets_are_what_the_specification_says(int version, String type, String fields, String expected) {
        assertThat(vm.eval("return hex(codec.encode(%d, '%s', %s))".formatted(version, type, fields)))
                .isEqualTo(expected.replace(" ", ""));
    }

    @Test
    void properties_are_read() {
        assertThat(vm.eval("""
                local p = decode(5, "2023000020" .. "2100ff" .. "22ffff" .. "2700010000" .. "2500" .. "1f00026f6b" ..
                  "26000161000131" .. "26000161000132")
                local q = p.prop
                return p.type, p.reason, q.receivemaximum, q.topicaliasmaximum, q.maximumpacketsize, q.retainavailable,
                  q.reasonstring, q.a[1], q.a[2]""")).isEqualTo("connack,0,255,65535,65536,0,ok,1,2");
        assertThat(vm.eval("""
                local p = decode(5, "300b" .. "000161" .. "04" .. "0b01" .. "0b02" .. "787978")
                return p.topic, p.payload, p.prop.subscriptionidentifier[2]""")).isEqualTo("a,xyx,2");
    }

    @Test
    void fields_that_cannot_be_written_are_misuse() {
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'publish', {topic = ('x'):rep(65536), qos = 0})"))
                .hasMessageContaining("65536 bytes exceed the limit of 65535");
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'publish', {topic = 'x', qos = 3})"))
                .hasMessageContaining("qos: an integer from 0 to 2 expected");
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'publish', {topic = 'x', prop = {topicalias = 65536}})"))
                .hasMessageContaining("topicalias: an integer from 0 to 65535 expected");
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'publish', {qos = 0})"))
                .hasMessageContaining("topic: string expected, got nil");
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'connack', {})")).hasMessageContaining("a client sends no");
        assertThatThrownBy(() -> vm.run("codec.encode(5, 'disconnect', {reason = 77})"))
                .hasMessageContaining("MQTT disconnect: not valid");
    }

    @ParameterizedTest
    @CsvSource({
        "0000, protocolerror",
        "2100, protocolerror",
        "3600, protocolerror",
        "30ffffffff01, protocolerror",
        "20020000, protocolerror",
        "2003000005, protocolerror",
        "200300007f, protocolerror",
        "20050000032100, protocolerror",
        "2008000005ffffffff7f, protocolerror",
        "30020005, protocolerror",
        "3007000161ffffff7f, protocolerror",
        "2006000003260001, protocolerror",
        "30ffff7f, overflow"
    })
    void what_is_no_packet_is_refused(String packet, String code) {
        assertThat(vm.eval("return (select(2, decode(5, '%s', 1000)))".formatted(packet)))
                .isEqualTo(code);
    }

    @Test
    void a_stream_is_cut_anywhere() {
        assertThat(vm.eval("""
                local d, n = codec.decoder(5), 0
                local one = codec.encode(5, "publish", {topic = "t", payload = ("p"):rep(200), qos = 0})
                for b in (one:rep(50)):gmatch"." do
                  d:feed(b)
                  while true do
                    local p = d:next()
                    if not p then break end
                    assert(p.payload == ("p"):rep(200))
                    n = n + 1
                  end
                end
                return n""")).isEqualTo("50");
    }

    @Test
    void random_bytes_are_refused_or_understood() {
        Random random = new Random(5);
        byte[] seed = HexFormat.of().parseHex("33120001610007092600036f776e0001762301020304".replace(" ", ""));
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = i % 2 == 0 ? mutated(seed, random) : noise(random);
            PacketDecoder decoder = new PacketDecoder(i % 3 == 0 ? new Mqtt3Codec() : new Mqtt5Codec(), 1 << 16);
            decoder.feed(bytes, 0, bytes.length);
            readAll(decoder);
        }
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] bytes = seed.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[2 + random.nextInt(60)];
        random.nextBytes(bytes);
        bytes[1] = (byte) (bytes.length - 2);
        return bytes;
    }

    private static void readAll(PacketDecoder decoder) {
        try {
            Optional<Fields> packet = decoder.next();
            while (packet.isPresent()) {
                packet = decoder.next();
            }
        } catch (IOException e) {
            assertThat(e).isInstanceOfAny(MalformedPacketException.class, PacketTooLongException.class);
        }
    }
}
