-- MQTT 5.0.
local client = require "mqtt.client"

return {
   create = function(...) return client.create(5, ...) end,
   connect = require "mqtt.blocking".connect,
}
