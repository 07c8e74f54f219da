-- The simple MQTT 3.1.1 client: connects, then its caller runs it, in a thread or a cosocket. QoS 0 both ways.
local codec = require "mqtt.codec"
local transport = require "mqtt.transport"
local check = transport.check

local VERSION <const> = 4
local MIN_KEEPALIVE <const> = 60
local DEFAULT_KEEPALIVE <const> = 600
local CONNECT_MS <const> = 5000
local PING_MS <const> = 10000
local LINGER_MS <const> = 5000

local Client = {__name = "MQTT3C"}
Client.__index = Client

local function checkwill(will, argument, name)
   check(will == nil or type(will) == "table", argument, name, "will: table expected")
   if will then
      check(type(will.topic) == "string", argument, name, "will.topic: string expected")
      check(will.message == nil or type(will.message) == "string", argument, name, "will.message: string expected")
      return {topic = will.topic, payload = will.message or ""}
   end
end

local function send(self, kind, fields)
   if not self.sock then return nil, "socketclosed" end
   local ok, code = self.sock:write(codec.encode(VERSION, kind, fields))
   if not ok then return nil, code end
   self.lastsent = ba.clock()
   return true
end

local function nextid(self)
   self.lastid = self.lastid % 65535 + 1
   return self.lastid
end

local handlers = {}

function handlers.publish(self, packet)
   if packet.qos == 1 then send(self, "puback", {id = packet.id}) end
   if packet.qos == 2 then send(self, "pubrec", {id = packet.id}) end
   local onpub = self.subscribers[packet.topic] or self.onpub
   transport.call(onpub, packet.topic, packet.payload)
end

function handlers.pubrel(self, packet)
   send(self, "pubcomp", {id = packet.id})
end

function handlers.suback(self, packet)
   local callback = self.callbacks[packet.id]
   self.callbacks[packet.id] = nil
   if callback then transport.call(callback, packet.reason) end
end

function handlers.unsuback(self, packet)
   local callback = self.callbacks[packet.id]
   self.callbacks[packet.id] = nil
   if callback then transport.call(callback) end
end

function handlers.pingresp() end

local function ended(self, code)
   if not self.sock then return nil, "disconnect" end
   self.sock:close()
   self.sock = nil
   return nil, code
end

function Client:run()
   local pinged
   while self.sock do
      local idle = self.lastsent + self.keepalive * 1000
      local packet, _, code = transport.receive(self.sock, self.decoder, pinged or idle)
      if packet then
         pinged = nil
         local handler = handlers[packet.type]
         if not handler then return ended(self, "unknowncp") end
         handler(self, packet)
      elseif code ~= "timeout" then
         return ended(self, code == "protocolerror" and "invalidresp" or code)
      elseif pinged then
         return ended(self, "pingresp")
      elseif ba.clock() >= idle then
         send(self, "pingreq", {})
         pinged = ba.clock() + PING_MS
      end
   end
   return nil, "disconnect"
end

function Client:publish(topic, message)
   check(type(topic) == "string", 1, "publish", "string expected")
   return send(self, "publish", {topic = topic, payload = tostring(message), qos = 0, id = 0})
end

local function arguments(callback, op)
   if type(callback) == "table" then callback, op = nil, callback end
   check(callback == nil or type(callback) == "function", 2, "subscribe", "function expected")
   check(op == nil or type(op) == "table", 3, "subscribe", "table expected")
   return callback, op or {}
end

function Client:subscribe(topic, ...)
   check(type(topic) == "string", 1, "subscribe", "string expected")
   local callback, op = arguments(...)
   local id = nextid(self)
   self.callbacks[id] = callback
   self.subscribers[topic] = op.onpub
   return send(self, "subscribe", {topic = topic, qos = 0, id = id})
end

function Client:unsubscribe(topic, callback)
   check(type(topic) == "string", 1, "unsubscribe", "string expected")
   check(callback == nil or type(callback) == "function", 2, "unsubscribe", "function expected")
   local id = nextid(self)
   self.callbacks[id] = callback
   self.subscribers[topic] = nil
   return send(self, "unsubscribe", {topic = topic, id = id})
end

function Client:disconnect()
   if not self.sock then return nil end
   local sock = self.sock
   send(self, "disconnect", {})
   self.sock = nil
   sock:close()
   return true
end

function Client:close()
   self:disconnect()
end
Client.__close = Client.close

-- The will is part of the connection's first packet: another is too late.
function Client:setwill(will)
   checkwill(will, 1, "setwill")
   return false
end

-- The server closes a connection that it refused (MQTT 3.1.1, 3.2.2.3); when it does not, we do.
local function linger(sock)
   ba.timer(function() sock:close() end):set(LINGER_MS, true)
end

local function handshake(self, op)
   send(self, "connect", {
      clientid = op.id or codec.randomid(),
      cleanstart = true,
      keepalive = self.keepalive,
      username = op.uname,
      password = op.passwd,
      will = checkwill(op.will, 3, "connect"),
   })
   local packet, kind, code = transport.receive(self.sock, self.decoder, ba.clock() + (op.timeout or CONNECT_MS))
   if not packet and kind == "sock" then
      self.sock:close()
      return nil, code, "sock"
   end
   if not packet or packet.type ~= "connack" then
      linger(self.sock)
      return nil, "invalidresp", "mqtt"
   end
   if packet.reason ~= 0 then
      linger(self.sock)
      return nil, packet.reason, true
   end
   return self
end

local M = {}

function M.connect(address, onpub, op)
   check(type(address) == "string" or type(address) == "userdata", 1, "connect", "string or socket expected")
   check(type(onpub) == "function", 2, "connect", "function expected")
   check(op == nil or type(op) == "table", 3, "connect", "table expected")
   op = op or {}
   checkwill(op.will, 3, "connect")
   local sock, code = address, nil
   if type(address) == "string" then
      sock, code = transport.connect(address, op, op.timeout or CONNECT_MS)
      if not sock then return nil, code, "sock" end
   end
   return handshake(setmetatable({
      sock = sock, onpub = onpub, decoder = codec.decoder(VERSION, op.maxpacket), callbacks = {}, subscribers = {},
      lastid = 0, lastsent = ba.clock(),
      keepalive = math.max(MIN_KEEPALIVE, math.tointeger(op.keepalive or DEFAULT_KEEPALIVE)),
   }, Client), op)
end

return M
