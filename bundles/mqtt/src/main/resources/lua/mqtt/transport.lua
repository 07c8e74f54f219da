-- What both MQTT clients do with sockets: how they connect and how they receive packets.
local M = {}

local SOCKET_OPTIONS <const> = {"intf", "ipv6", "alpn"}

-- The TLS client object that the options ask for, if any.
function M.shark(op)
   return op.shark or op.secure and ba.sharkclient() or nil
end

function M.port(op)
   return op.port or M.shark(op) and 8883 or 1883
end

-- Connects and, unless nocheck is set, makes sure that a secure peer is who it should be.
function M.connect(address, op, timeout)
   local options = {timeout = timeout, shark = M.shark(op)}
   for _, name in ipairs(SOCKET_OPTIONS) do options[name] = op[name] end
   local sock, code = ba.socket.connect(address, M.port(op), options)
   if not sock then return nil, code end
   if options.shark and not op.nocheck then
      local trusted, why = sock:trusted()
      if not trusted then
         sock:close()
         return nil, why
      end
   end
   return sock
end

-- The next packet; or nil, "mqtt" or "sock", and a code. Waits until the time of ba.clock, for ever without it.
function M.receive(sock, decoder, deadline)
   while true do
      local packet, malformed = decoder:next()
      if packet then return packet end
      if malformed then return nil, "mqtt", malformed end
      local left
      if deadline then
         left = deadline - ba.clock()
         if left <= 0 then return nil, "sock", "timeout" end
      end
      local data, code = sock:read(left and math.max(left, 50))
      if data then
         decoder:feed(data)
      elseif code ~= "timeout" then
         return nil, "sock", code
      end
   end
end

-- Calls a function of the application. Its errors are its own: they are traced and end nothing here.
function M.call(callback, ...)
   local results = table.pack(pcall(callback, ...))
   if not results[1] then
      trace("mqtt: " .. tostring(results[2]))
      return false
   end
   return true, table.unpack(results, 2, results.n)
end

function M.check(condition, argument, name, text)
   if not condition then error(("bad argument #%d to '%s' (%s)"):format(argument, name, text), 3) end
end

return M
