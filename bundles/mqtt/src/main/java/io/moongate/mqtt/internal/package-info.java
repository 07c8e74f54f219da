/** MQTT packets for the clients written in Lua: Eclipse Paho's packets between Lua tables and bytes. */
@NullMarked
package io.moongate.mqtt.internal;

import org.jspecify.annotations.NullMarked;
