-- The event driven MQTT client: one object for as long as the application wants a connection, whatever becomes of it.
-- Packets for the server wait in one queue, so that their order is that of the calls; what needs an answer is kept until
-- the answer is there and sent again on the next connection.
local codec = require "mqtt.codec"
local transport = require "mqtt.transport"
local check = transport.check

local RECONNECT_MS <const> = 5000
local MAX_RECONNECT_MS <const> = 60000
local DEFAULT_TIMEOUT_MS <const> = 5000
local RETRY_MS <const> = 100
local MAX_ID <const> = 65535
-- Before version 5 a server does not say how many messages it takes at a time, and drops what is too many.
local UNTOLD_MAXIMUM <const> = 10
local MAX_QUEUED <const> = 10000
local MAX_QUEUED_BYTES <const> = 4 << 20
local UNLIMITED <const> = 268435460

local Client = {__name = "MQTTC"}
Client.__index = Client

-- What the methods below do inside; the object itself has what an application calls.
local nextid, enqueue, append, isheldback, sent, pump, pumplater, write, answer, requeue, unalias, deliver
local connectpacket, lost, comeback, dialin, dial, converse, accepted, loop, adopt

local function checkwill(will, argument, name)
   check(will == nil or type(will) == "table", argument, name, "will: table expected")
   if will then
      check(type(will.topic) == "string", argument, name, "will.topic: string expected")
      check(will.payload == nil or type(will.payload) == "string", argument, name, "will.payload: string expected")
      -- Recorded behaviour: qos of a will is not sent. Programs that know this client may not be served at another
      -- level by the server; willqos is for those that mean it.
      return {topic = will.topic, payload = will.payload or "", qos = will.willqos, retain = will.retain, prop = will.prop}
   end
end

-- Packet identifiers, 1 to 65535, shared by everything that is answered.

function nextid(self)
   repeat
      self.lastid = self.lastid % MAX_ID + 1
   until not self.unanswered[self.lastid]
   return self.lastid
end

-- The queue.

local function bytesof(item) return #item.data end

-- Takes a packet to be sent; nil, "overflow" when there is no more room.
function enqueue(self, kind, fields, item)
   item = item or {}
   item.kind, item.fields = kind, fields
   item.data = codec.encode(self.version, kind, fields)
   if #self.queue >= MAX_QUEUED or self.queuedbytes + bytesof(item) > MAX_QUEUED_BYTES then return nil, "overflow" end
   if bytesof(item) > self.maxpacket then return nil, "overflow" end
   if fields.id ~= 0 then
      self.sequence = self.sequence + 1
      item.sequence = self.sequence
      self.unanswered[fields.id] = item
   end
   append(self, item)
   pump(self)
   return self.connected
end

function append(self, item)
   self.queue[#self.queue + 1] = item
   self.queuedbytes = self.queuedbytes + bytesof(item)
end

function pump(self)
   if self.pumping then return end
   self.pumping = true
   while self.ready and self.queue[1] and not isheldback(self, self.queue[1]) do
      if not write(self, self.queue[1].data) then
         pumplater(self)
         break
      end
      sent(self, table.remove(self.queue, 1))
   end
   self.pumping = false
end

-- A server takes a limited number of messages at a time.
function isheldback(self, item)
   return item.kind == "publish" and item.fields.qos > 0 and self.inflight >= self.receivemaximum
end

function sent(self, item)
   self.queuedbytes = self.queuedbytes - bytesof(item)
   if item.kind == "publish" and item.fields.qos > 0 then self.inflight = self.inflight + 1 end
end

function pumplater(self)
   if self.ready and not self.pumptimer then
      self.pumptimer = ba.timer(function()
         self.pumptimer = nil
         pump(self)
      end)
      self.pumptimer:set(RETRY_MS, true)
   end
end

function write(self, data)
   local ok = self.session and self.session.sock:write(data)
   if ok then self.lastsent = ba.clock() end
   return ok
end

function answer(self, kind, id, reason)
   write(self, codec.encode(self.version, kind, {id = id, reason = reason}))
end

-- On a new connection: what was not answered goes first, in the order in which it was said.
function requeue(self, sessionpresent)
   local unanswered, queued = {}, {}
   for _, item in ipairs(self.queue) do queued[item] = true end
   for id, item in pairs(self.unanswered) do
      if item.released and not sessionpresent then
         self.unanswered[id] = nil
      elseif not queued[item] then
         unanswered[#unanswered + 1] = item
      end
   end
   table.sort(unanswered, function(a, b) return a.sequence < b.sequence end)
   local rest = self.queue
   self.queue, self.queuedbytes, self.inflight = {}, 0, 0
   for _, item in ipairs(unanswered) do
      if item.kind == "publish" then
         item.fields.dup = sessionpresent
         item.data = codec.encode(self.version, "publish", item.fields)
      end
      if item.released then
         self.inflight = self.inflight + 1
         answer(self, "pubrel", item.fields.id)
      else
         append(self, item)
      end
   end
   for _, item in ipairs(rest) do append(self, item) end
   if not sessionpresent then self.received = {} end
end

-- What arrives.

local handlers = {}

function handlers.publish(self, packet)
   if not unalias(self, packet) then return nil, "protocolerror" end
   if packet.qos == 2 and self.received[packet.id] then
      answer(self, "pubrec", packet.id)
      return true
   end
   if packet.qos == 2 then self.received[packet.id] = true end
   deliver(self, packet)
   if packet.qos > 0 then answer(self, packet.qos == 1 and "puback" or "pubrec", packet.id) end
   return true
end

-- Puts the topic where an alias stands for it; false for an alias that was never set or not allowed.
function unalias(self, packet)
   local alias = packet.prop.topicalias
   if alias then
      if alias == 0 or alias > (self.prop and self.prop.topicaliasmaximum or 0) then return false end
      if packet.topic == "" then
         packet.topic = self.aliases[alias]
      else
         self.aliases[alias] = packet.topic
      end
   end
   return packet.topic ~= nil and packet.topic ~= ""
end

function deliver(self, packet)
   local ids, delivered = packet.prop.subscriptionidentifier, false
   if self.version < 5 then ids = packet.topic end
   local payload = packet.payload
   if self.recbta and ba.bytearray then payload = ba.bytearray.create(payload) end
   for _, id in ipairs(type(ids) == "table" and ids or {ids}) do
      local onpub = self.subscribers[id]
      if onpub then
         delivered = true
         transport.call(onpub, packet.topic, payload, packet.prop, packet.controlbyte)
      end
   end
   if not delivered and self.onpub then
      transport.call(self.onpub, packet.topic, payload, packet.prop, packet.controlbyte)
   end
end

-- Forgets what was answered and returns it.
local function answered(self, packet, kind)
   local item = self.unanswered[packet.id]
   if not item or item.kind ~= kind then return nil end
   self.unanswered[packet.id] = nil
   if kind == "publish" then self.inflight = self.inflight - 1 end
   if kind == "publish" and packet.reason >= 128 then
      trace(("mqtt: the server refused a message to %s: reason %d"):format(item.fields.topic, packet.reason))
   end
   return item
end

function handlers.puback(self, packet)
   answered(self, packet, "publish")
   pump(self)
   return true
end
handlers.pubcomp = handlers.puback

function handlers.pubrec(self, packet)
   local item = self.unanswered[packet.id]
   if packet.reason >= 128 then return handlers.puback(self, packet) end
   if item then item.released = true end
   answer(self, "pubrel", packet.id, item and 0 or 146)
   return true
end

function handlers.pubrel(self, packet)
   local known = self.received[packet.id]
   self.received[packet.id] = nil
   answer(self, "pubcomp", packet.id, known and 0 or 146)
   return true
end

local function acknowledged(kind)
   return function(self, packet)
      local item = answered(self, packet, kind)
      if item and item.callback then
         transport.call(item.callback, item.fields.topic, packet.reason, packet.prop)
      end
      return true
   end
end
handlers.suback = acknowledged "subscribe"
handlers.unsuback = acknowledged "unsubscribe"

function handlers.pingresp() return true end

function handlers.disconnect(self, packet)
   return nil, "disconnect", {reasoncode = packet.reason or 0, properties = packet.prop or {}}
end

-- Connections. A session is one attempt and what comes of it; what happens to a session that is no longer the client's
-- own concerns nobody.

function connectpacket(self)
   local prop = self.prop
   local keepssession = prop and tonumber(prop.sessionexpiryinterval) and tonumber(prop.sessionexpiryinterval) > 0
   return codec.encode(self.version, "connect", {
      clientid = self.clientid,
      cleanstart = not (keepssession and self.wasconnected),
      keepalive = self.op.keepalive or 0,
      username = self.op.username,
      password = self.op.password,
      will = self.will,
      prop = prop,
   })
end

function lost(self, session, kind, code, status, details)
   if self.session ~= session then return end
   self.session, self.connected, self.ready = nil, false, false
   if session.sock then session.sock:close() end
   local ok, again = transport.call(self.onstatus, kind, code, status, details)
   -- An application that fails here still wants its connection.
   comeback(self, not ok or again)
end

function comeback(self, again)
   if self.isstopped then return end
   if type(again) == "number" then
      dialin(self, math.max(0, again) * 1000)
   elseif again then
      local wait = math.min(RECONNECT_MS * 2 ^ math.min(self.failures, 10), MAX_RECONNECT_MS)
      self.failures = self.failures + 1
      dialin(self, wait * (1 + math.random() / 10))
   else
      self.isstopped = true
   end
end

function dialin(self, milliseconds)
   self.timer = ba.timer(function()
      self.timer = nil
      dial(self)
   end)
   self.timer:set(math.max(1, math.floor(milliseconds)), true)
end

function dial(self)
   local session = {}
   self.session = session
   if type(self.address) == "function" then
      -- Such a function may block, as one that goes through a proxy does.
      ba.thread.run(function()
         local ok, sock, code = transport.call(self.address, self.op)
         if self.session ~= session then
            if ok and sock then sock:close() end
         elseif ok and sock then
            sock:event(converse, "s", self, session)
         else
            lost(self, session, "sock", code or "cannotconnect")
         end
      end)
   else
      ba.socket.event(function()
         local sock, code = transport.connect(self.address, self.op, self.timeout)
         if sock then
            converse(sock, self, session)
         else
            lost(self, session, "sock", code)
         end
      end)
   end
end

function converse(sock, self, session)
   if self.session ~= session then return end
   session.sock = sock
   sock:queuelen(MAX_QUEUED_BYTES)
   local decoder = codec.decoder(self.version, self.op.maxpacket)
   if not write(self, connectpacket(self)) then return lost(self, session, "sock", "socketwritefailed") end
   local packet, kind, code = transport.receive(sock, decoder, ba.clock() + self.timeout)
   if not packet then return lost(self, session, kind, code) end
   if packet.type ~= "connack" then return lost(self, session, "mqtt", "protocolerror") end
   local status = {reasoncode = packet.reason, sessionpresent = packet.sessionpresent, properties = packet.prop}
   if packet.reason ~= 0 then return lost(self, session, "mqtt", "connect", status) end
   accepted(self, session, status)
   if self.session == session then lost(self, session, loop(self, session, decoder)) end
end

function accepted(self, session, status)
   local prop = status.properties
   self.clientid = prop.assignedclientidentifier or self.clientid
   self.keepalive = (prop.serverkeepalive or self.op.keepalive or 0) * 1000
   self.receivemaximum = prop.receivemaximum or self.version < 5 and UNTOLD_MAXIMUM or MAX_ID
   self.maxpacket = prop.maximumpacketsize or UNLIMITED
   self.aliases, self.failures = {}, 0
   self.connected, self.wasconnected = true, true
   local ok, go = transport.call(self.onstatus, "mqtt", "connect", status)
   if self.session ~= session then return end
   if ok and not go then
      self:disconnect()
   else
      requeue(self, status.sessionpresent)
      self.ready = true
      pump(self)
   end
end

function loop(self, session, decoder)
   local pinged
   while true do
      local deadline = pinged or self.keepalive > 0 and self.lastsent + self.keepalive * 4 // 5 or nil
      local packet, kind, code = transport.receive(session.sock, decoder, deadline)
      if packet then
         pinged = nil
         local handler = handlers[packet.type]
         if not handler then return "mqtt", "protocolerror" end
         local ok, failure, details = handler(self, packet)
         if not ok then return "mqtt", failure, nil, details end
      elseif code ~= "timeout" then
         return kind, code
      elseif pinged then
         return "mqtt", "pingtimeout"
      elseif ba.clock() >= self.lastsent + self.keepalive * 4 // 5 then
         write(self, codec.encode(self.version, "pingreq", {}))
         pinged = ba.clock() + self.timeout
      end
   end
end

-- The application's side.

local function arguments(name, callback, op, prop)
   if callback ~= nil and type(callback) ~= "function" then callback, op, prop = nil, callback, op end
   check(op == nil or type(op) == "table", 3, name, "table expected")
   check(prop == nil or type(prop) == "table", 4, name, "table expected")
   return callback, op or {}, prop
end

function Client:publish(topic, payload, op, prop)
   check(type(topic) == "string", 1, "publish", "string expected")
   check(op == nil or type(op) == "table", 3, "publish", "table expected")
   op = op or {}
   local qos = op.qos or 0
   check(qos == 0 or qos == 1 or qos == 2, 3, "publish", "qos is 0, 1 or 2")
   return enqueue(self, "publish", {
      topic = topic, payload = tostring(payload), qos = qos, retain = op.retain, prop = prop,
      id = qos > 0 and nextid(self) or 0,
   })
end

-- Remembers who gets the messages of a subscription: version 5 has them carry a number, before that it is the topic.
function adopt(self, topic, onpub, prop)
   check(type(onpub) == "function", 3, "subscribe", "onpub: function expected")
   if self.version < 5 then
      self.subscribers[topic] = onpub
      return prop
   end
   self.lastsubscriber = self.lastsubscriber + 1
   self.subscribers[self.lastsubscriber] = onpub
   local numbered = {}
   for name, value in pairs(prop or {}) do numbered[name] = value end
   numbered.subscriptionidentifier = self.lastsubscriber
   return numbered
end

function Client:subscribe(topic, ...)
   check(type(topic) == "string", 1, "subscribe", "string expected")
   local callback, op, prop = arguments("subscribe", ...)
   if op.onpub then prop = adopt(self, topic, op.onpub, prop) end
   return enqueue(self, "subscribe", {
      topic = topic, qos = op.qos, nolocal = op.nolocal, retainaspublished = op.retainaspublished,
      retainhandling = op.retainhandling, prop = prop, id = nextid(self),
   }, {callback = callback})
end

function Client:unsubscribe(topic, callback, prop)
   check(type(topic) == "string", 1, "unsubscribe", "string expected")
   check(callback == nil or type(callback) == "function", 2, "unsubscribe", "function expected")
   return enqueue(self, "unsubscribe", {topic = topic, prop = prop, id = nextid(self)}, {callback = callback})
end

function Client:disconnect(reason)
   local wasconnected, session = self.connected, self.session
   self.isstopped = true
   if wasconnected then write(self, codec.encode(self.version, "disconnect", {reason = reason})) end
   self.session, self.connected, self.ready = nil, false, false
   if session and session.sock then session.sock:close() end
   if self.timer then self.timer:cancel() self.timer = nil end
   return wasconnected
end

function Client:close()
   self:disconnect()
end
Client.__close = Client.close

function Client:status()
   return #self.queue, self.connected, self.isstopped
end

function Client:setwill(will)
   self.will = checkwill(will, 1, "setwill")
end

local M = {}

function M.create(version, address, onstatus, onpub, op, prop)
   check(type(address) == "string" or type(address) == "function", 1, "create", "string or function expected")
   check(type(onstatus) == "function", 2, "create", "function expected")
   check(onpub == nil or type(onpub) == "function", 3, "create", "function expected")
   check(op == nil or type(op) == "table", 4, "create", "table expected")
   check(prop == nil or type(prop) == "table", 5, "create", "table expected")
   op = op or {}
   check(op.keepalive == nil or math.type(op.keepalive) == "integer" and op.keepalive >= 0 and op.keepalive <= 65535,
      4, "create", "keepalive: an integer from 0 to 65535 expected")
   local self = setmetatable({
      version = version, address = address, onstatus = onstatus, onpub = onpub, op = op, prop = prop,
      will = checkwill(op.will, 4, "create"),
      clientid = op.clientidentifier or codec.randomid(),
      recbta = op.recbta ~= false,
      timeout = op.timeout or DEFAULT_TIMEOUT_MS,
      queue = {}, queuedbytes = 0, unanswered = {}, received = {}, aliases = {}, subscribers = {},
      lastid = 0, lastsubscriber = 0, sequence = 0, inflight = 0, failures = 0, lastsent = 0,
      receivemaximum = MAX_ID, maxpacket = UNLIMITED, connected = false, ready = false, isstopped = false,
   }, Client)
   connectpacket(self) -- raises now for options that no packet can carry
   dialin(self, 0)
   return self
end

return M
