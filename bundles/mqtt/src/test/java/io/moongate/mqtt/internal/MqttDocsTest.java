package io.moongate.mqtt.internal;

import io.moongate.runtime.testing.ApiDocs;
import org.junit.jupiter.api.Test;

class MqttDocsTest {

    /** A timer that never ticks and a server that accepts: the objects exist without a network. */
    private static final String STAND_IN = """
            local connection = {
              write = function() return true end,
              read = function() return "\\x20\\x02\\0\\0" end,
              close = function() end,
            }
            ba = {
              clock = function() return 0 end,
              timer = function() return {set = function() end} end,
              socket = {connect = function() return connection end},
            }
            """;

    @Test
    void every_function_is_documented() {
        ApiDocs.of("mqtt")
                .exercise(STAND_IN + "return require'mqtt.codec'.decoder(5)")
                .required("mqttc")
                .required("mqtt3c")
                .object("MQTTC", "require'mqttc'.create('x', print)")
                .object("MQTT3C", "require'mqtt3c'.connect('x', print)")
                .check(new MqttModule());
    }
}
