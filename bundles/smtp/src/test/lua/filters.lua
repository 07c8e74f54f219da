-- Filters give the same whatever the pieces; what is encoded is decoded again.
local mime, ltn12 = require "mime", require "ltn12"
math.randomseed(17)

local function through(text, make)
   local pieces, i = {}, 1
   local function source()
      if i > #text then return nil end
      local n = math.random(1, 7)
      local piece = text:sub(i, i + n - 1)
      i = i + n
      return piece
   end
   assert(ltn12.pump.all(ltn12.source.chain(source, make()), (ltn12.sink.table(pieces))) == 1)
   return table.concat(pieces)
end

local function whole(text, make)
   local pieces = {}
   assert(ltn12.pump.all(ltn12.source.chain(ltn12.source.string(text), make()), (ltn12.sink.table(pieces))) == 1)
   return table.concat(pieces)
end

local filters = {
   b64 = function() return mime.encode"base64" end,
   qp = function() return mime.encode"quoted-printable" end,
   binary = function() return mime.encode("quoted-printable", "binary") end,
   wrap = function() return mime.wrap("text", 20) end,
   qpwrap = function() return ltn12.filter.chain(mime.normalize(), mime.encode"quoted-printable", mime.wrap"quoted-printable") end,
   eol = function() return mime.normalize() end,
   stuff = function() return ltn12.filter.chain(mime.normalize(), mime.stuff()) end,
   unqp = function() return mime.decode"quoted-printable" end,
   unb64 = function() return mime.decode"base64" end,
}
local alphabet = "ab =.\r\n\t\0\200.\r\n=3D"
for round = 1, 300 do
   local t = {}
   for i = 1, math.random(0, 200) do local k = math.random(#alphabet) t[i] = alphabet:sub(k, k) end
   local text = table.concat(t)
   for name, make in pairs(filters) do
      -- Base64 has no meaning in pieces unless it is Base64.
      local text = name == "unb64" and ba.b64encode(text) or text
      assert(through(text, make) == whole(text, make), ("%s of %q"):format(name, text))
   end
   assert(whole(whole(text, filters.b64), filters.unb64) == text)
   assert(whole(whole(text, filters.binary), filters.unqp) == text)
   local normal = whole(text, filters.eol)
   assert(not normal:gsub("\r\n", ""):find"[\r\n]" and whole(whole(normal, filters.qp), filters.unqp) == normal)
   for line in (whole(text, filters.qpwrap) .. "\r\n"):gmatch"(.-)\r\n" do assert(#line <= 77, line) end
   assert(not ("\r\n" .. whole(text, filters.stuff)):find"\r\n%.[^.]")
end
