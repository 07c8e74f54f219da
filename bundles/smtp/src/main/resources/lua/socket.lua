--- LuaSocket's interface on ba.socket. See docs/api/smtp.lua.

local socket = { BLOCKSIZE = 2048, sinkt = {}, sourcet = {} }

--- The longest line that receive"l" takes.
local LONGEST_LINE <const> = 1 << 20

-- Errors as exceptions.

--- What try throws; protect turns it back into nil and the message.
local Failure = { __tostring = function(failure) return tostring(failure.message) end }

function socket.newtry(finalizer)
   return function(...)
      local ok, message = ...
      if ok then return ... end
      if finalizer then pcall(finalizer) end
      error(setmetatable({ message = message }, Failure), 0)
   end
end

socket.try = socket.newtry()

function socket.protect(f)
   local function results(ok, ...)
      if ok then return ... end
      local failure = ...
      if getmetatable(failure) == Failure then return nil, failure.message end
      return nil, failure
   end
   return function(...) return results(pcall(f, ...)) end
end

function socket.skip(n, ...) return select(n + 1, ...) end

function socket.choose(t)
   return function(name, a, b)
      if type(name) ~= "string" then
         name, a, b = "default", name, a
      end
      local f = t[name]
      if not f then error("unknown key (" .. tostring(name) .. ")", 3) end
      return f(a, b)
   end
end

-- Time.

function socket.gettime() return os.time() end

function socket.sleep(seconds) ba.sleep(math.max(0, seconds) * 1000 // 1 | 0) end

-- TCP.

local TCP = { __name = "TCP" }
TCP.__index = TCP

local function wrap(sock) return setmetatable({ connection = sock, buffer = "", sent = 0, received = 0, since = os.time() }, TCP) end

local function failure(code) return code == "timeout" and "timeout" or "closed" end

function socket.tcp() return wrap(nil) end

function TCP:connect(host, port)
   if type(host) ~= "string" and type(host) ~= "number" then
      self.connection = host
      return 1
   end
   local sock, code = ba.socket.connect(host, port, { timeout = self.timeout })
   if not sock then return nil, code end
   self.connection = sock
   return 1
end

function TCP:bind(address, port)
   self.address = { address, port }
   return 1
end

function TCP:listen()
   local address, port = table.unpack(self.address or {})
   local sock, code = ba.socket.bind(port, { intf = address ~= "*" and address or nil })
   if not sock then return nil, code end
   self.connection = sock
   return 1
end

function TCP:send(data, i, j)
   if not self.connection then return nil, "closed" end
   if type(data) == "table" then data = table.concat(data) end
   data = tostring(data):sub(i or 1, j or -1)
   if data == "" then return true end
   local ok, code = self.connection:write(data)
   if not ok then return nil, failure(code) end
   self.sent = self.sent + #data
   return true
end

--- Adds what arrives to the buffer.
local function fill(self)
   if not self.connection then return nil, "closed" end
   local data, code = self.connection:read(self.timeout)
   if not data then return nil, failure(code) end
   self.received = self.received + #data
   self.buffer = self.buffer .. data
   return true
end

local function take(self, n)
   local data = self.buffer:sub(1, n)
   self.buffer = self.buffer:sub(n + 1)
   return data
end

local function receiveline(self)
   local from = 1
   while true do
      local at = self.buffer:find("\n", from, true)
      if at then return (take(self, at):gsub("\r?\n$", ""):gsub("\r", "")) end
      from = #self.buffer + 1
      if from > LONGEST_LINE then return nil, "toomuchdata", take(self, #self.buffer) end
      local ok, err = fill(self)
      if not ok then return nil, err, take(self, #self.buffer) end
   end
end

local function receiveall(self)
   local pieces = {}
   while true do
      pieces[#pieces + 1] = take(self, #self.buffer)
      local ok, err = fill(self)
      if not ok then
         local data = table.concat(pieces)
         if err == "closed" then return data end
         return nil, err, data
      end
   end
end

local function receivebytes(self, n)
   local pieces, missing = {}, n
   while missing > 0 do
      local piece = take(self, missing)
      pieces[#pieces + 1] = piece
      missing = missing - #piece
      if missing > 0 then
         local ok, err = fill(self)
         if not ok then return nil, err, table.concat(pieces) end
      end
   end
   return table.concat(pieces)
end

function TCP:receive(pattern, prefix)
   pattern = pattern or "l"
   local data, err, partial
   if type(pattern) == "number" then
      data, err, partial = receivebytes(self, pattern - #(prefix or ""))
   elseif pattern == "l" or pattern == "*l" then
      data, err, partial = receiveline(self)
   elseif pattern == "a" or pattern == "*a" then
      data, err, partial = receiveall(self)
   else
      error("bad argument #1 to 'receive' (invalid receive pattern)", 2)
   end
   if data then return (prefix or "") .. data end
   return nil, err, (prefix or "") .. partial
end

--- `seconds`: nil, 0 and negative numbers mean no limit.
function TCP:settimeout(seconds)
   self.timeout = seconds and seconds > 0 and math.ceil(seconds * 1000) or nil
   return 1
end

function TCP:gettimeout() return self.timeout end

function TCP:close()
   local sock = self.connection
   self.connection = nil
   return sock and sock:close() and 1 or nil
end

TCP.shutdown = TCP.close

local function forward(method)
   return function(self, ...)
      if not self.connection then return nil, "closed" end
      return self.connection[method](self.connection, ...)
   end
end

TCP.getpeername, TCP.peername = forward "peername", forward "peername"
TCP.getsockname, TCP.sockname = forward "sockname", forward "sockname"
TCP.setoption = forward "setoption"
TCP.upgrade, TCP.sslhandshake, TCP.dohandshake = forward "upgrade", forward "upgrade", forward "upgrade"
TCP.certificate = forward "certificate"

function TCP:trusted(host)
   if not self.connection then return nil, "closed" end
   return self.connection:trusted(host)
end

function TCP:sock() return self.connection end

function TCP:connected()
   return self.connection ~= nil and select(2, self.connection:state()) == true
end

function TCP:getstats() return self.received, self.sent, os.time() - self.since end

function TCP:setstats(received, sent, age)
   self.received, self.sent, self.since = received or self.received, sent or self.sent, os.time() - (age or 0)
   return 1
end

function socket.connect(host, port)
   local tcp = socket.tcp()
   local ok, err = tcp:connect(host, port)
   if not ok then return nil, err end
   return tcp
end

function socket.bind(address, port)
   local tcp = socket.tcp()
   tcp:bind(address, port)
   local ok, err = tcp:listen()
   if not ok then return nil, err end
   return tcp
end

--- A TLS connection over one that is there.
function socket.secure(tcp, shark)
   local ok, err = tcp:upgrade(shark)
   if not ok then return nil, err end
   return tcp
end

-- Sinks and sources on connections.

socket.sinkt["close-when-done"] = function(tcp)
   return function(chunk)
      if chunk then return tcp:send(chunk) end
      tcp:close()
      return 1
   end
end

socket.sinkt["keep-open"] = function(tcp)
   return function(chunk)
      if chunk then return tcp:send(chunk) end
      return 1
   end
end

socket.sinkt["default"] = socket.sinkt["keep-open"]

socket.sourcet["by-length"] = function(tcp, length)
   return function()
      if length <= 0 then return nil end
      local chunk, err = tcp:receive(math.min(socket.BLOCKSIZE, length))
      if err then return nil, err end
      length = length - #chunk
      return chunk
   end
end

socket.sourcet["until-closed"] = function(tcp)
   local done = false
   return function()
      if done then return nil end
      local chunk, err, partial = tcp:receive(socket.BLOCKSIZE)
      if chunk then return chunk end
      if err ~= "closed" then return nil, err end
      tcp:close()
      done = true
      if partial ~= "" then return partial end
      return nil
   end
end

socket.sourcet["default"] = socket.sourcet["until-closed"]

socket.sink = socket.choose(socket.sinkt)
socket.source = socket.choose(socket.sourcet)

_G.socket = socket
return socket
