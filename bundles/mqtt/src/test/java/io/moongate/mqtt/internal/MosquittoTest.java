package io.moongate.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.tls.CertificateStore;
import io.moongate.net.tls.TlsContext;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both clients against a real broker. */
class MosquittoTest {

    @TempDir
    Path temp;

    private Mosquitto broker;
    private MqttVm vm;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        broker = new Mosquitto(temp, """
                allow_anonymous true
                persistence false
                max_queued_messages 5000
                """);
        vm = new MqttVm();
        vm.run("""
                PORT = %d
                events, messages = {}, {}
                function connect(module, op, prop, onstatus)
                  op = op or {}
                  op.port = PORT
                  return require(module).create("127.0.0.1", onstatus or function(kind, code, status)
                    events[#events + 1] = kind .. " " .. code .. " " .. tostring(status and status.reasoncode)
                    return 0.05
                  end, function(topic, payload, properties, control)
                    messages[#messages + 1] = {topic = topic, payload = payload, properties = properties, control = control}
                  end, op, prop)
                end
                """.formatted(broker.port()));
    }

    @AfterEach
    void stop() {
        assertThat(vm.traced()).isEmpty();
        vm.close();
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({"mqttc,0", "mqttc,1", "mqttc,2", "mqtt3c,0", "mqtt3c,1", "mqtt3c,2"})
    void messages_go_round_at_every_quality_of_service(String module, int qos) {
        vm.run("""
                local m = connect("%1$s")
                local granted
                m:subscribe("t/+/x", function(topic, reason) granted = topic .. reason end, {qos = %2$d})
                wait(function() return granted end)
                assert(granted == "t/+/x%2$d", granted)
                for i = 1, 500 do assert(m:publish("t/" .. i .. "/x", "message " .. i, {qos = %2$d}) == true) end
                wait(function() return #messages == 500 end)
                for i, got in ipairs(messages) do
                  assert(got.topic == "t/" .. i .. "/x" and tostring(got.payload) == "message " .. i, got.topic)
                  assert(got.control & 0xF6 == 0x30 | %2$d << 1)
                end
                wait(function() return next(m.unanswered) == nil and m.inflight == 0 and next(m.received) == nil end)
                local queued, connected, disconnected = m:status()
                assert(queued == 0 and connected and not disconnected)
                assert(m:disconnect() == true and m:disconnect() == false)
                assert(table.concat(events, ";") == "mqtt connect 0", table.concat(events, ";"))
                """.formatted(module, qos));
    }

    @Test
    void payloads_are_byte_arrays_unless_text_is_wanted() {
        vm.run("""
                local a, b = connect("mqttc"), connect("mqttc", {recbta = false})
                local ready = 0
                for _, m in ipairs{a, b} do m:subscribe("bytes", function() ready = ready + 1 end) end
                wait(function() return ready == 2 end)
                local all = {}
                for i = 0, 255 do all[#all + 1] = string.char(i) end
                all = table.concat(all)
                b:publish("bytes", all:rep(400))
                wait(function() return #messages == 2 end)
                local kinds = {[type(messages[1].payload)] = true, [type(messages[2].payload)] = true}
                assert(kinds.userdata and kinds.string)
                assert(tostring(messages[1].payload) == all:rep(400) and tostring(messages[2].payload) == all:rep(400))
                """);
    }

    @Test
    void properties_travel_with_messages() {
        vm.run("""
                local m = connect("mqttc")
                local acknowledged
                m:subscribe("p", function() acknowledged = true end, {}, {remark = "a user property"})
                wait(function() return acknowledged end)
                m:publish("p", "x", {qos = 1}, {
                  contenttype = "text/plain", responsetopic = "answers", correlationdata = "\\0\\255",
                  messageexpiryinterval = 60, payloadformatindicator = 1, mine = "yes", many = {"1", "2"},
                })
                wait(function() return messages[1] end)
                local p = messages[1].properties
                assert(p.contenttype == "text/plain" and p.responsetopic == "answers" and p.correlationdata == "\\0\\255")
                assert(p.messageexpiryinterval <= 60 and p.payloadformatindicator == 1 and p.mine == "yes")
                assert(p.many[1] == "1" and p.many[2] == "2")
                """);
    }

    @Test
    void each_subscription_has_a_listener_of_its_own() {
        vm.run("""
                for _, module in ipairs{"mqttc", "mqtt3c"} do
                  messages = {}
                  local m, got, ready = connect(module), {}, 0
                  local function count() ready = ready + 1 end
                  m:subscribe("a", count, {onpub = function(topic) got[#got + 1] = "a:" .. topic end})
                  m:subscribe("b", count, {onpub = function(topic) got[#got + 1] = "b:" .. topic end})
                  m:subscribe("c", count)
                  wait(function() return ready == 3 end)
                  for _, topic in ipairs{"a", "b", "c"} do m:publish(topic, topic) end
                  wait(function() return #got == 2 and #messages == 1 end)
                  assert(table.concat(got, " ") == "a:a b:b" and messages[1].topic == "c", table.concat(got, " "))
                  local gone
                  m:unsubscribe("a", function() gone = true end)
                  wait(function() return gone end)
                  m:publish("a", "unheard") m:publish("c", "heard")
                  wait(function() return #messages == 2 end)
                  assert(#got == 2)
                  m:disconnect()
                end
                """);
    }

    @Test
    void the_will_is_published_when_a_client_dies() {
        vm.run("""
                local watcher, ready = connect("mqttc", {recbta = false}), nil
                watcher:subscribe("wills/#", function() ready = true end, {qos = 1})
                wait(function() return ready end)
                local m = connect("mqttc", {will = {topic = "wills/5", payload = "gone", willqos = 1, retain = true}}, nil,
                  function() return true end)
                wait(function() return m.connected end)
                m.session.sock:close()
                m.isstopped = true
                wait(function() return messages[1] end)
                assert(messages[1].topic == "wills/5" and messages[1].payload == "gone" and messages[1].control == 0x32)
                local client = require"mqtt3c".connect("127.0.0.1", print, {port = PORT, will = {topic = "wills/3", message = "too"}})
                client.sock:close()
                wait(function() return messages[2] end)
                assert(messages[2].payload == "too")
                """);
    }

    @Test
    void retained_messages_come_with_the_flag() {
        vm.run("""
                local m = connect("mqttc", {recbta = false})
                m:publish("kept", "value", {retain = true, qos = 1})
                m:subscribe("kept")
                wait(function() return messages[1] end)
                assert(messages[1].payload == "value" and messages[1].control & 1 == 1)
                """);
    }

    @Test
    void what_is_said_while_there_is_no_broker_is_said_later() throws Exception {
        vm.run("m = connect('mqttc', {recbta = false}) wait(function() return m.connected end)");
        broker.stop();
        vm.run("""
                wait(function() return not m.connected end)
                m:subscribe("late", nil, {qos = 1})
                assert(m:publish("late", "1", {qos = 1}) == false)
                m:publish("late", "2", {qos = 2})
                assert(m:status() == 3)""");
        broker.restart();
        vm.run("""
                wait(function() return #messages == 2 end)
                assert(messages[1].payload == "1" and messages[2].payload == "2")
                assert(m:status() == 0)
                local seen = {}
                for _, event in ipairs(events) do seen[event] = true end
                assert(seen["mqtt connect 0"] and seen["sock socketreadfailed nil"], table.concat(events, ";"))""");
    }

    @Test
    void a_session_lives_on_when_it_may() {
        vm.run("""
                local presents = {}
                local m = connect("mqttc", {clientidentifier = "lasting", recbta = false}, {sessionexpiryinterval = 100},
                  function(kind, code, status)
                    if code == "connect" then presents[#presents + 1] = tostring(status.sessionpresent) end
                    return 0.05
                  end)
                local ready
                m:subscribe("later", function() ready = true end, {qos = 1})
                wait(function() return ready end)
                m.session.sock:close()
                wait(function() return not m.connected end)
                local other = connect("mqttc")
                other:publish("later", "meanwhile", {qos = 1})
                wait(function() return messages[1] end)
                assert(messages[1].payload == "meanwhile" and table.concat(presents, " ") == "false true")
                """);
    }

    @Test
    void a_quiet_connection_is_kept_alive() {
        vm.run("""
                local m = connect("mqttc", {keepalive = 1})
                wait(function() return m.connected end)
                local start = ba.clock()
                wait(function() return ba.clock() - start > 2600 end)
                assert(m.connected and #events == 1, table.concat(events, ";"))
                """);
    }

    @Test
    void the_simple_client_runs_in_a_cosocket() {
        vm.run("""
                local got, ended
                ba.socket.event(function()
                  local m = assert(require"mqtt3c".connect("127.0.0.1", function(topic, text) got = topic .. "=" .. text end,
                    {port = PORT}))
                  m:subscribe("simple", function(code) assert(code == 0) m:publish("simple", "text") end)
                  stop = function() m:disconnect() end
                  ended = table.pack(m:run())
                end)
                wait(function() return got end)
                assert(got == "simple=text")
                stop()
                wait(function() return ended end)
                assert(ended[1] == nil and ended[2] == "disconnect")
                """);
    }

    /** {@code shark()}, which trusts one certificate or none. */
    private record SharkModule(Path certificate) implements LuaModule {
        private static final LuaType<TlsContext> TYPE = LuaType.named("SHARKSSL", TlsContext.class);

        @Override
        public String name() {
            return "shark";
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            return List.of(LuaLibrary.named("_G").function("shark", args -> {
                TlsContext.Builder builder = TlsContext.client();
                if (args.truth(1)) {
                    builder.store(store());
                }
                return Result.of(context.wrap(TYPE, builder.build()));
            }));
        }

        private CertificateStore store() {
            try {
                CertificateStore store = new CertificateStore();
                store.add(Files.readAllBytes(certificate));
                return store;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void a_secure_broker_has_to_be_trusted(@TempDir Path directory) throws Exception {
        Process openssl = new ProcessBuilder(
                        ("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost"
                                        + " -addext subjectAltName=DNS:localhost -keyout key.pem -out cert.pem")
                                .split(" "))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).isZero();
        String tls = "allow_anonymous true%ncertfile %1$s/cert.pem%nkeyfile %1$s/key.pem".formatted(directory);
        try (Mosquitto secure = new Mosquitto(directory, tls);
                MqttVm client = new MqttVm(new SharkModule(directory.resolve("cert.pem")))) {
            client.run("""
                    local function try(host, op)
                      local event
                      op.port = %d
                      local m = require"mqttc".create(host, function(kind, code) event = kind .. " " .. code end, nil, op)
                      wait(function() return event end)
                      m:disconnect()
                      return event
                    end
                    assert(try("localhost", {shark = shark(true)}) == "mqtt connect")
                    assert(try("localhost", {shark = shark(false)}) == "sock cn")
                    assert(try("127.0.0.1", {shark = shark(true)}) == "sock cert")
                    assert(try("127.0.0.1", {shark = shark(false), nocheck = true}) == "mqtt connect")
                    local m, code, kind = require"mqtt3c".connect("localhost", print, {port = %1$d, shark = shark(false)})
                    assert(not m and code == "cn" and kind == "sock")
                    m = assert(require"mqtt3c".connect("localhost", print, {port = %1$d, shark = shark(true)}))
                    assert(m:disconnect())
                    """.formatted(secure.port()));
        }
    }

    @Test
    void a_connection_made_by_the_application_is_used() {
        vm.run("""
                local asked
                local m = require"mqttc".create(function(op)
                  asked = op.remark
                  return ba.socket.connect("127.0.0.1", PORT)
                end, function(kind, code) events[#events + 1] = code return true end, nil, {remark = "proxy"})
                wait(function() return events[1] end)
                assert(events[1] == "connect" and asked == "proxy")
                m:disconnect()
                local failing = require"mqttc".create(function() return nil, "proxyauth" end,
                  function(kind, code) events[#events + 1] = kind .. code end)
                wait(function() return events[2] end)
                assert(events[2] == "sockproxyauth", events[2])
                """);
    }
}
