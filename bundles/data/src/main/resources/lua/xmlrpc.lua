--- XML-RPC: services and the encoding of calls and answers. See docs/api/data.lua.

local xparser = require "xparser"

local helpers = ba.xmlrpc
local xmlrpc = {}
ba.xmlrpc = nil

xmlrpc.base64 = helpers.base64
xmlrpc.iso8601 = helpers.iso8601

local MALFORMED, UNKNOWN_METHOD, APPLICATION = -32700, -32601, -32500
local HEAD = '<?xml version="1.0"?>'

-- Encoding.

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;" }

local function escape(text) return (text:gsub("[&<>]", escapes)) end

local encode

local function islist(t)
   local n = 0
   for key in pairs(t) do
      if math.type(key) ~= "integer" then return false end
      n = n + 1
   end
   return n == #t
end

local function encodetable(t, open)
   if open[t] then error("a table inside of itself has no form in XML-RPC", 0) end
   open[t] = true
   local out = {}
   if islist(t) then
      for i, value in ipairs(t) do out[i] = encode(value, open) end
      open[t] = nil
      return "<array><data>" .. table.concat(out) .. "</data></array>"
   end
   for key, value in pairs(t) do
      out[#out + 1] = "<member><name>" .. escape(tostring(key)) .. "</name>" .. encode(value, open) .. "</member>"
   end
   open[t] = nil
   return "<struct>" .. table.concat(out) .. "</struct>"
end

local function encodenumber(n)
   if math.type(n) ~= "integer" then
      if n ~= n or n == math.huge or n == -math.huge then error("XML-RPC has no form for " .. tostring(n), 0) end
      return ("<double>%.17g</double>"):format(n)
   end
   local name = n >= -0x80000000 and n <= 0x7FFFFFFF and "int" or "i8"
   return ("<%s>%d</%s>"):format(name, n, name)
end

local encoders = {
   string = function(s) return "<string>" .. escape(s) .. "</string>" end,
   number = encodenumber,
   boolean = function(b) return b and "<boolean>1</boolean>" or "<boolean>0</boolean>" end,
   table = encodetable,
   ["nil"] = function() return "<nil/>" end,
   userdata = function(u)
      if u == ba.json.null then return "<nil/>" end
      return "<string>" .. escape(tostring(u)) .. "</string>"
   end,
   ["function"] = function(wrapped)
      local xml, mark = wrapped()
      if mark ~= "XMLRPC" then error("XML-RPC has no form for a function", 0) end
      return xml
   end,
}

encode = function(value, open)
   local encoder = encoders[type(value)]
   if not encoder then error("XML-RPC has no form for a " .. type(value), 0) end
   return "<value>" .. encoder(value, open) .. "</value>"
end

local function encodeparams(...)
   local out = {}
   for i = 1, select("#", ...) do out[i] = "<param>" .. encode((select(i, ...)), {}) .. "</param>" end
   return "<params>" .. table.concat(out) .. "</params>"
end

function xmlrpc.encodecall(method, ...)
   return HEAD .. "<methodCall><methodName>" .. escape(method) .. "</methodName>" .. encodeparams(...) .. "</methodCall>"
end

function xmlrpc.encoderesponse(value)
   return HEAD .. "<methodResponse>" .. encodeparams(value) .. "</methodResponse>"
end

function xmlrpc.encodefault(code, message)
   local fault = encode({ faultCode = code, faultString = message }, {})
   return HEAD .. "<methodResponse><fault>" .. fault .. "</fault></methodResponse>"
end

-- Decoding: the document becomes a tree of {name, text = , child, child...}, then values.

local function parse(xml)
   local root
   local path = {}
   local function append(text)
      local element = path[#path]
      element.pieces[#element.pieces + 1] = text
   end
   local parser = xparser.create {
      START_ELEMENT = function(name)
         local element = { name = name, pieces = {} }
         if #path > 0 then table.insert(path[#path], element) else root = element end
         path[#path + 1] = element
      end,
      END_ELEMENT = function()
         local element = table.remove(path)
         element.text = table.concat(element.pieces)
         element.pieces = nil
      end,
      TEXT = append,
      CDATA = append,
   }
   local status, detail = parser:parse(xml)
   if status ~= "OK" then return nil, detail end
   if not detail then return nil, "the document ends too early" end
   return root
end

local function child(element, name)
   for _, candidate in ipairs(element) do
      if candidate.name == name then return candidate end
   end
   error(("<%s> without <%s>"):format(element.name, name), 0)
end

--- Seconds since 1970 when the time can be told so, otherwise the text.
local function decodetime(text)
   local year, month, day, hour, min, sec = text:match("^%s*(%d%d%d%d)%-?(%d%d)%-?(%d%d)T(%d%d):(%d%d):(%d%d)Z?%s*$")
   if not year then return text end
   local date = ba.datetime {
      year = tonumber(year), month = tonumber(month), day = tonumber(day),
      hour = tonumber(hour), min = tonumber(min), sec = tonumber(sec),
   }
   local seconds = date and date:ticks()
   return seconds and seconds >= 0 and seconds or text
end

local function decodeinteger(element)
   local digits = element.text:match("^%s*([+-]?%d+)%s*$")
   local value = digits and math.tointeger(tonumber(digits))
   if not value then error("malformed <" .. element.name .. ">", 0) end
   return value
end

local decode

local decoders = {
   int = decodeinteger,
   i1 = decodeinteger,
   i2 = decodeinteger,
   i4 = decodeinteger,
   i8 = decodeinteger,
   double = function(element) return tonumber(element.text) or error("malformed <double>", 0) end,
   boolean = function(element)
      local digit = element.text:match("^%s*([01])%s*$")
      if not digit then error("malformed <boolean>", 0) end
      return digit == "1"
   end,
   string = function(element) return element.text end,
   base64 = function(element) return ba.b64decode(element.text) end,
   ["dateTime.iso8601"] = function(element) return decodetime(element.text) end,
   ["nil"] = function() return ba.json.null end,
   array = function(element)
      local list = {}
      for i, value in ipairs(child(element, "data")) do list[i] = decode(value) end
      return list
   end,
   struct = function(element)
      local fields = {}
      for _, member in ipairs(element) do fields[child(member, "name").text] = decode(child(member, "value")) end
      return fields
   end,
}

decode = function(value)
   if value.name ~= "value" then error("<value> expected, got <" .. value.name .. ">", 0) end
   local typed = value[1]
   if not typed then return value.text end
   local decoder = decoders[typed.name]
   if not decoder then error("unknown type <" .. typed.name .. ">", 0) end
   return decoder(typed)
end

local function decodeparams(element)
   local values = { n = 0 }
   for _, params in ipairs(element) do
      if params.name == "params" then
         for _, param in ipairs(params) do
            values.n = values.n + 1
            values[values.n] = decode(child(param, "value"))
         end
      end
   end
   return values
end

--- What `f` returns for the root of the document, or nil and a message.
local function decodedocument(xml, name, f)
   local root, message = parse(xml)
   if not root then return nil, message end
   if root.name ~= name then return nil, "<" .. name .. "> expected, got <" .. root.name .. ">" end
   local results = table.pack(pcall(f, root))
   if not results[1] then return nil, results[2] end
   return table.unpack(results, 2, results.n)
end

function xmlrpc.decodecall(xml)
   return decodedocument(xml, "methodCall", function(root)
      return child(root, "methodName").text:match("^%s*(.-)%s*$"), decodeparams(root)
   end)
end

function xmlrpc.decoderesponse(xml)
   return decodedocument(xml, "methodResponse", function(root)
      local first = root[1]
      if first and first.name == "fault" then
         local fault = decode(child(first, "value"))
         if type(fault) ~= "table" then error("malformed <fault>", 0) end
         return nil, fault.faultString, fault.faultCode
      end
      local values = decodeparams(root)
      return table.unpack(values, 1, values.n)
   end)
end

-- Services.

local Service = {}
Service.__index = Service

function xmlrpc.new(name, description)
   if type(name) ~= "string" then error("bad argument #1 to 'new' (string expected, got " .. type(name) .. ")", 2) end
   if type(description) ~= "table" then
      error("bad argument #2 to 'new' (table expected, got " .. type(description) .. ")", 2)
   end
   return setmetatable({ name = name, description = description }, Service)
end

local function find(description, method)
   local found = description
   for part in method:gmatch("[^.]+") do
      if type(found) ~= "table" then return nil end
      found = rawget(found, part)
   end
   return type(found) == "function" and found or nil
end

function Service:call(xml)
   local method, params = xmlrpc.decodecall(xml)
   if not method then return xmlrpc.encodefault(MALFORMED, params) end
   local f = find(self.description, method)
   if not f then return xmlrpc.encodefault(UNKNOWN_METHOD, "unknown method " .. method) end
   local ok, answer = pcall(function() return xmlrpc.encoderesponse((f(table.unpack(params, 1, params.n)))) end)
   if ok then return answer end
   return xmlrpc.encodefault(APPLICATION, tostring(answer))
end

function Service:execute(request, response)
   local pieces = {}
   for piece in request:rawrdr() do pieces[#pieces + 1] = piece end
   local answer = self:call(table.concat(pieces))
   response:setcontenttype("text/xml")
   response:setcontentlength(#answer)
   response:send(answer)
end

return xmlrpc
