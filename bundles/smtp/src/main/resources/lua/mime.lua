--- Encodings of mail as functions and as filters (LuaSocket's module). See docs/api/smtp.lua.

local ltn12 = require "ltn12"

local mime = { encodet = {}, decodet = {}, wrapt = {} }
local CRLF <const> = "\r\n"
local LINE <const> = 76

--- What a low-level filter returns at the end: nil instead of an empty string.
local function orend(text) return text ~= "" and text or nil end

--- Runs a function over the part of C..D that makes whole groups; the rest waits for what follows, unless nothing does.
local function grouped(C, D, size, convert)
   if C == nil then return nil, nil end
   if D == nil then return orend(convert(C)), nil end
   local all = C .. D
   local whole = #all - #all % size
   return convert(all:sub(1, whole)), all:sub(whole + 1)
end

function mime.b64(C, D) return grouped(C, D, 3, ba.b64encode) end

function mime.unb64(C, D)
   if C ~= nil then
      C = C:gsub("[^%w+/=]", "")
      D = D and D:gsub("[^%w+/=]", "")
   end
   return grouped(C, D, 4, ba.b64decode)
end

-- Quoted-printable (RFC 2045 section 6.7).

local function quote(c) return ("=%02X"):format(c:byte()) end

local function quoteline(line)
   line = line:gsub("[^\t -<>-~]", quote)
   return (line:gsub("[\t ]$", quote))
end

function mime.qp(C, D, marker)
   if C == nil then return nil, nil end
   marker = marker or CRLF
   local all = C .. (D or "")
   -- White space before a line end, and half a line end, cannot be told before more is known.
   local waiting = D and all:match("[\t ]?\r$") or D and all:match("[\t ]$") or ""
   local text = all:sub(1, #all - #waiting)
   local out, from = {}, 1
   while true do
      local at = text:find(CRLF, from, true)
      if not at then break end
      out[#out + 1] = quoteline(text:sub(from, at - 1))
      out[#out + 1] = marker
      from = at + 2
   end
   local rest = text:sub(from)
   out[#out + 1] = D and rest:gsub("[^\t -<>-~]", quote) or quoteline(rest)
   if D then return table.concat(out), waiting end
   return orend(table.concat(out)), nil
end

function mime.unqp(C, D)
   if C == nil then return nil, nil end
   local all = C .. (D or "")
   local waiting = all:match("=\r?$") or all:match("=%x$") or ""
   local text = all:sub(1, #all - #waiting)
   text = text:gsub("=\r\n", ""):gsub("=(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)
   if D then return text, waiting end
   return orend(text), nil
end

-- Lines of limited length.

--- `n` is how many characters the current line still takes.
function mime.wrp(n, B, length)
   length = length or LINE
   if B == nil then return n < length and CRLF or nil, length end
   local out = {}
   for line, newline in B:gsub("\r", ""):gmatch("([^\n]*)(\n?)") do
      while line ~= "" do
         if n <= 0 then
            out[#out + 1] = CRLF
            n = length
         end
         out[#out + 1] = line:sub(1, n)
         line, n = line:sub(n + 1), n - math.min(n, #line)
      end
      if newline ~= "" then
         out[#out + 1] = CRLF
         n = length
      end
   end
   return table.concat(out), n
end

function mime.qpwrp(n, B, length)
   length = length or LINE
   if B == nil then return n < length and "=\r\n" or nil, length end
   local out = {}
   local function put(token)
      if #token > n then
         out[#out + 1] = "=\r\n"
         n = length
      end
      out[#out + 1] = token
      n = n - #token
   end
   for line, newline in B:gsub("\r", ""):gmatch("([^\n]*)(\n?)") do
      for plain, quoted in line:gmatch("([^=]*)(=?%x?%x?)") do
         while #plain > 0 do
            if n <= 0 then put(plain:sub(1, 1)) plain = plain:sub(2) end
            if #plain > 0 then
               local fits = plain:sub(1, n)
               put(fits)
               plain = plain:sub(#fits + 1)
            end
         end
         if quoted ~= "" then put(quoted) end
      end
      if newline ~= "" then
         out[#out + 1] = CRLF
         n = length
      end
   end
   return table.concat(out), n
end

-- Line ends and dots.

--- `last` is the line end character that B follows, if it follows one.
function mime.eol(last, B, marker)
   marker = marker or CRLF
   if B == nil then return nil, 0 end
   local lastat = 0 -- where `last` is; 0: just before B
   local text = B:gsub("()([\r\n])", function(at, c)
      local second = last ~= 0 and lastat == at - 1 and last ~= c:byte()
      last, lastat = second and 0 or c:byte(), at
      return second and "" or marker
   end)
   return text, lastat == #B and last or 0
end

--- `n` is how much of a line end B follows: 0, 1 or 2 characters.
function mime.dot(n, B)
   if B == nil then return nil, 2 end
   if B == "" then return "", n end
   local before = CRLF:sub(1, n)
   local text = (before .. B):gsub("\r\n%.", "\r\n.."):sub(#before + 1)
   local all = before .. B
   return text, all:sub(-2) == CRLF and 2 or all:sub(-1) == "\r" and 1 or 0
end

-- Filters by name.

local function choose(t, kind)
   return function(name, ...)
      if type(name) ~= "string" then return t.default and t.default(name, ...) or error("unknown " .. kind .. " filter", 2) end
      local make = t[name] or error("unknown " .. kind .. " filter '" .. name .. "'", 2)
      return make(...)
   end
end

mime.encode = choose(mime.encodet, "encoding")
mime.decode = choose(mime.decodet, "decoding")
mime.wrap = choose(mime.wrapt, "wrapping")

mime.encodet["base64"] = function() return ltn12.filter.cycle(mime.b64, "") end
mime.encodet["quoted-printable"] = function(mode)
   local marker = mode == "binary" and "=0D=0A" or CRLF
   return ltn12.filter.cycle(mime.qp, "", marker)
end
mime.decodet["base64"] = function() return ltn12.filter.cycle(mime.unb64, "") end
mime.decodet["quoted-printable"] = function() return ltn12.filter.cycle(mime.unqp, "") end
mime.wrapt["text"] = function(length) return ltn12.filter.cycle(mime.wrp, length or LINE, length or LINE) end
mime.wrapt["base64"] = mime.wrapt["text"]
mime.wrapt["default"] = mime.wrapt["text"]
mime.wrapt["quoted-printable"] = function() return ltn12.filter.cycle(mime.qpwrp, LINE, LINE) end

function mime.normalize(marker) return ltn12.filter.cycle(mime.eol, 0, marker) end

function mime.stuff() return ltn12.filter.cycle(mime.dot, 2) end

return mime
