--- Events: listeners by name, retained events for those who come later. See docs/api/data.lua.

local EventEmitter = {}
EventEmitter.__index = EventEmitter

local function report(emitter, listener, err)
   local reporterr = emitter.reporterr
   if reporterr then
      reporterr(listener, err)
   else
      trace("EventEmitter: listener failed: " .. tostring(err))
   end
end

local function deliver(emitter, listener, args)
   local ok, err = pcall(listener, table.unpack(args, 1, args.n))
   if not ok then report(emitter, listener, err) end
end

local function position(listeners, wanted)
   for i, listener in ipairs(listeners) do
      if listener == wanted then return i end
   end
end

local function checkname(event, argument, method)
   if type(event) ~= "string" then
      error(("bad argument #%d to '%s' (event name expected, got %s)"):format(argument, method, type(event)), 3)
   end
   return event
end

function EventEmitter.create(self)
   self = self or {}
   self._listeners = {}
   self._retained = {}
   if getmetatable(self) == nil then return setmetatable(self, EventEmitter) end
   -- An object of another class gets the methods as fields.
   for name, method in pairs(EventEmitter) do
      if name ~= "create" and name ~= "__index" then rawset(self, name, method) end
   end
   return self
end

function EventEmitter:on(event, cb)
   checkname(event, 1, "on")
   if type(cb) ~= "function" then
      error(("bad argument #2 to 'on' (function expected, got %s)"):format(type(cb)), 2)
   end
   local listeners = self._listeners[event]
   if not listeners then
      listeners = {}
      self._listeners[event] = listeners
   end
   if not position(listeners, cb) then listeners[#listeners + 1] = cb end
   local retained = self._retained[event]
   if retained then
      ba.thread.run(function() deliver(self, cb, retained) end)
   end
   return true
end

function EventEmitter:emit(event, ...)
   local args = table.pack(...)
   local name = checkname(type(event) == "table" and event.name or event, 1, "emit")
   if type(event) == "table" and event.retain then self._retained[name] = args end
   local listeners = self._listeners[name]
   if not listeners then return false end
   -- A copy, for listeners may come and go meanwhile.
   for _, listener in ipairs(table.move(listeners, 1, #listeners, 1, {})) do
      deliver(self, listener, args)
   end
   return true
end

function EventEmitter:removeListener(event, cb2rem)
   checkname(event, 1, "removeListener")
   local listeners = self._listeners[event]
   if not listeners then return false end
   if cb2rem ~= nil then
      local i = position(listeners, cb2rem)
      if not i then return false end
      table.remove(listeners, i)
      if #listeners > 0 then return true end
   end
   self._listeners[event] = nil
   return true
end

return EventEmitter
