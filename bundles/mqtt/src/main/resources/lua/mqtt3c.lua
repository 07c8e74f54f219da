-- MQTT 3.1.1.
local client = require "mqtt.client"

return {
   create = function(...) return client.create(4, ...) end,
   connect = require "mqtt.blocking".connect,
}
