---@meta

--- MQTT clients. `require "mqttc"` speaks MQTT 5.0, `require "mqtt3c"` MQTT 3.1.1. `create` gives a client that keeps a
--- connection in the background and comes back when it breaks; `connect` one that its caller runs.
---
--- Both use the sockets of the VM: TLS with the keys of a shark object, those of a TPM among them; proxies by a function
--- that gives a connected socket, see `mqttc.create`.

---@class mqttc
local mqttc = {}

---@class mqtt3c
local mqtt3c = {}

---@class mqttc.will
---@field topic string
---@field payload? string
---@field retain? boolean
---@field willqos? 0|1|2 the quality of service at which the will is published, 0 when absent
---@field qos? integer taken for compatibility and not sent: existing programs know their will at 0
---@field prop? table<string, any> properties of the will

---@class mqttc.options
---@field port? integer 1883, with TLS 8883
---@field clientidentifier? string random when absent
---@field username? string
---@field password? string
---@field keepalive? integer seconds, 0 to 65535; 0, the default, for none. The server may set another
---@field will? mqttc.will
---@field secure? boolean TLS with `ba.sharkclient()`
---@field shark? SHARKSSL TLS with this client object
---@field nocheck? boolean do not insist that the server is trusted; without it the code of `sock:trusted` is a failure
---@field recbta? boolean payloads as byte arrays (default) or, when false, as strings
---@field timeout? integer milliseconds to connect, for the server's answer and for that of a ping; 5000 when absent
---@field maxpacket? integer bytes of the longest packet taken, 16 to 268435460; 4 MiB when absent
---@field intf? string
---@field ipv6? boolean
---@field alpn? string

---@class mqttc.status
---@field reasoncode integer 0 is success; others see MQTT 5.0 section 2.4
---@field sessionpresent boolean?
---@field properties table<string, any>

--- Called when something happens to the connection:
--- - `"mqtt", "connect", status`: the server answered; refused when `status.reasoncode` is not 0.
--- - `"mqtt", "disconnect", nil, status`: the server ended the connection, and said why.
--- - `"mqtt", "protocolerror"`, `"mqtt", "overflow"`: what came was no MQTT, or a packet longer than `maxpacket`.
--- - `"mqtt", "pingtimeout"`: no sign of life.
--- - `"sock", code`: the connection failed or broke: `cannotconnect`, `cannotresolve`, `socketreadfailed`, `timeout` …
---
--- Return true to go on: stay connected, or connect again after 5 s, twice as long after each failure up to 60 s; a number
--- of seconds to connect again after so long; false or nil to stop. An error in it is traced and counts as true.
---@alias mqttc.onstatus fun(kind: "mqtt"|"sock", code: string, status: mqttc.status?, details: mqttc.status?): boolean|number|nil

---@alias mqttc.onpub fun(topic: string, payload: BYTEARRAY|string, properties: table<string, any>, controlbyte: integer)

--- Makes a client and returns at once; what happens is told by `onstatus`. Properties are named as in the specification,
--- in lower case without blanks (`sessionexpiryinterval`, `receivemaximum` …); other names are user properties. A list
--- stands for several of one name. With `sessionexpiryinterval` above 0, connections after the first resume the session.
---@param address string|fun(op: mqttc.options): SOCKET?, string? a host, or a function that gives a connected socket or nil, code; it may block
---@param onstatus mqttc.onstatus
---@param onpub? mqttc.onpub
---@param op? mqttc.options
---@param prop? table<string, any> properties of CONNECT
---@return MQTTC
--- ```lua (sketch)
--- local mqtt = require "mqttc".create("broker.example", function(kind, code, status)
---    trace(kind, code, status and status.reasoncode)
---    return true
--- end, function(topic, payload) trace(topic, tostring(payload)) end, {secure = true})
--- mqtt:subscribe("sensors/#", nil, {qos = 1})
--- mqtt:publish("sensors/1", "21.5", {qos = 1})
---
--- -- through an HTTPS or SOCKS5 proxy
--- require "mqttc".create(function()
---    local http = require "httpc".create{proxy = "proxy.example", proxyport = 3128, proxycon = true}
---    local ok, code = http:request{url = "http://broker.example:1883"}
---    if code ~= "prxready" then return nil, code end
---    return ba.socket.http2sock(http)
--- end, function() return true end)
--- ```
function mqttc.create(address, onstatus, onpub, op, prop) end

--- The same with MQTT 3.1.1: no properties are sent, and `nolocal` and the like have no effect.
---@param address string|fun(op: mqttc.options): SOCKET?, string?
---@param onstatus mqttc.onstatus
---@param onpub? mqttc.onpub
---@param op? mqttc.options
---@return MQTTC
function mqtt3c.create(address, onstatus, onpub, op) end

---@class MQTTC
local MQTTC = {}

---@class mqttc.publishoptions
---@field qos? 0|1|2
---@field retain? boolean

--- Publishes a message. It waits, with what else is said, while there is no connection; a message of quality 1 or 2 is
--- kept until the server has confirmed it, over as many connections as that takes. What the server refuses is traced.
---@param topic string
---@param payload string|number|BYTEARRAY
---@param op? mqttc.publishoptions
---@param prop? table<string, any>
---@return boolean? connected
---@return "overflow"? code when 10,000 packets or 4 MiB wait, or the server takes no packet as long as this
function MQTTC:publish(topic, payload, op, prop) end

---@class mqttc.subscribeoptions
---@field qos? 0|1|2
---@field nolocal? boolean
---@field retainaspublished? boolean
---@field retainhandling? 0|1|2
---@field onpub? mqttc.onpub gets the messages of this subscription instead of the client's; with MQTT 3.1.1 those of exactly this topic

--- Subscribes to topics. Subscriptions live as long as the server's session: a client without `sessionexpiryinterval`
--- subscribes again when it is told of the next connection.
---@param topic string
---@param onsuback? fun(topic: string, reason: integer, prop: table<string, any>) reason: the quality granted, or 128 and above
---@param op? mqttc.subscribeoptions
---@param prop? table<string, any>
---@return boolean? connected
---@return "overflow"? code
function MQTTC:subscribe(topic, onsuback, op, prop) end

--- Ends a subscription.
---@param topic string
---@param onunsuback? fun(topic: string, reason: integer, prop: table<string, any>)
---@param prop? table<string, any>
---@return boolean? connected
---@return "overflow"? code
function MQTTC:unsubscribe(topic, onunsuback, prop) end

--- Ends the client: says so to the server, closes and does not come back. What still waits is not sent.
---@param reason? integer 0; 4 to have the will published
---@return boolean connected whether it was
function MQTTC:disconnect(reason) end

--- Like disconnect. A variable declared `<close>` does so at its end.
function MQTTC:close() end

--- How it stands.
---@return integer queued packets that wait to be sent
---@return boolean connected
---@return boolean disconnected whether the client has ended
function MQTTC:status() end

--- Another will, from the next connection on.
---@param will mqttc.will?
function MQTTC:setwill(will) end

---@class mqtt3c.options
---@field port? integer 1883, with TLS 8883
---@field id? string random when absent
---@field uname? string
---@field passwd? string
---@field keepalive? integer seconds, at least 60; 600 when absent
---@field will? {topic: string, message: string}
---@field secure? boolean
---@field shark? SHARKSSL
---@field nocheck? boolean
---@field timeout? integer milliseconds; 5000 when absent
---@field maxpacket? integer
---@field intf? string
---@field ipv6? boolean
---@field alpn? string

--- Connects with MQTT 3.1.1 and a clean session; blocks a thread, or the cosocket it is called in.
---@param address string|SOCKET a host, or a connected socket
---@param onpub fun(topic: string, message: string)
---@param op? mqtt3c.options
---@return MQTT3C? client
---@return string|integer? code of the socket; of the server's refusal, 1 to 5; or `invalidresp`
---@return "sock"|"mqtt"|true? kind which of these
--- ```lua (sketch)
--- ba.thread.run(function()
---    local mqtt = assert(require "mqtt3c".connect("broker.example", function(topic, text) trace(topic, text) end))
---    mqtt:subscribe("news/#")
---    trace(select(2, mqtt:run()))
--- end)
--- ```
function mqtt3c.connect(address, onpub, op) end

--- The same as `mqtt3c.connect`.
---@param address string|SOCKET
---@param onpub fun(topic: string, message: string)
---@param op? mqtt3c.options
---@return MQTT3C? client
---@return string|integer? code
---@return "sock"|"mqtt"|true? kind
function mqttc.connect(address, onpub, op) end

---@class MQTT3C
local MQTT3C = {}

--- Receives until the connection ends, and keeps it alive. The other methods may be called meanwhile.
---@return nil
---@return string reason `disconnect`; a code of the socket; `pingresp`, `invalidresp`, `overflow`, `unknowncp`
function MQTT3C:run() end

--- Publishes at quality 0.
---@param topic string
---@param message string|number
---@return true?
---@return string? code
function MQTT3C:publish(topic, message) end

--- Subscribes at quality 0.
---@param topic string
---@param onsuback? fun(code: integer)
---@param op? {onpub: fun(topic: string, message: string)} gets the messages of exactly this topic
---@return true?
---@return string? code
function MQTT3C:subscribe(topic, onsuback, op) end

--- Ends a subscription.
---@param topic string
---@param onunsuback? fun()
---@return true?
---@return string? code
function MQTT3C:unsubscribe(topic, onunsuback) end

--- Says goodbye and closes; `run` returns `nil, "disconnect"`.
---@return true? nil when it was closed before
function MQTT3C:disconnect() end

--- Like disconnect.
function MQTT3C:close() end

--- Checks a will. It has no effect: the will of a connection is said when it is made.
---@param will {topic: string, message: string}?
---@return false
function MQTT3C:setwill(will) end

--- The packets of the clients, for programs that speak MQTT in their own way.
---@class mqtt.codec
mqtt = {codec = {}}

--- Writes a packet.
---@param version 4|5 4 is MQTT 3.1.1
---@param kind string `connect`, `publish`, `puback`, `pubrec`, `pubrel`, `pubcomp`, `subscribe`, `unsubscribe`, `pingreq`, `disconnect`
---@param fields table<string, any>
---@return string
function mqtt.codec.encode(version, kind, fields) end

--- Reads packets out of a stream.
---@param version 4|5
---@param maxpacket? integer bytes
---@return MQTTDECODER
function mqtt.codec.decoder(version, maxpacket) end

--- A random client identifier of 16 characters.
---@return string
function mqtt.codec.randomid() end

---@class MQTTDECODER
local MQTTDECODER = {}

--- Takes what was received.
---@param data string|BYTEARRAY
function MQTTDECODER:feed(data) end

--- The next whole packet: `type`, `controlbyte`, `prop`, and what its type has; nil while there is none.
---@return table<string, any>?
---@return "protocolerror"|"overflow"? code
---@return string? message
function MQTTDECODER:next() end
