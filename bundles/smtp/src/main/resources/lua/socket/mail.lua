--- Mail made easy: text, HTML, images and attachments. See docs/api/smtp.lua.

local socket = require "socket"
local smtp = require "socket.smtp"
local ltn12 = require "ltn12"
local mime = require "mime"

local FILLER <const> = "(body)"
local PREAMBLE <const> = "This is a multi-part message in MIME format."

local function check(condition, message) if not condition then error(message, 3) end end

-- Addresses and headers.

--- The addresses in a list, or in a text that may hold several, separated by commas.
local function addresses(value)
   if value == nil then return {} end
   if type(value) == "table" then return value end
   if select(2, value:gsub("@", "")) < 2 then return { value } end
   local list, current, quoted = {}, "", false
   for c in value:gmatch(".") do
      if c == '"' then quoted = not quoted end
      if c == "," and not quoted then
         list[#list + 1], current = current, ""
      else
         current = current .. c
      end
   end
   list[#list + 1] = current
   for i, address in ipairs(list) do list[i] = address:match("^%s*(.-)%s*$") end
   return list
end

local function envelope(address) return "<" .. (address:match("<([^<>]*)>%s*$") or address:match("^%s*(.-)%s*$")) .. ">" end

--- Text beyond ASCII becomes encoded words (RFC 2047), of whole characters.
local function encoded(text, charset)
   if not text:find("[\x80-\xFF]") then return text end
   local words, piece = {}, ""
   for character in text:gmatch("[%z\1-\x7F\xC0-\xFF][\x80-\xBF]*") do
      if #piece + #character > 39 then
         words[#words + 1], piece = piece, ""
      end
      piece = piece .. character
   end
   words[#words + 1] = piece
   for i, word in ipairs(words) do words[i] = ("=?%s?B?%s?="):format(charset, ba.b64encode(word)) end
   return table.concat(words, "\r\n ")
end

local function addressheader(list, charset)
   local out = {}
   for i, address in ipairs(list) do
      local name, rest = address:match("^(.-)(%s*<[^<>]*>%s*)$")
      out[i] = name and encoded(name, charset) .. rest or address
   end
   return #out > 0 and table.concat(out, ", ") or nil
end

-- Parts.

local encodings = {
   QUOTED = {
      name = "quoted-printable",
      filter = function()
         return ltn12.filter.chain(mime.normalize(), mime.encode("quoted-printable"), mime.wrap("quoted-printable"))
      end,
   },
   B64 = { name = "BASE64", filter = function() return ltn12.filter.chain(mime.encode("base64"), mime.wrap("base64")) end },
   ["8BIT"] = { name = "8bit", filter = function() return ltn12.filter.chain(mime.normalize(), mime.wrap("text")) end },
   NONE = { name = "8bit" },
}

local function encodedpart(source, encoding, headers)
   headers["content-transfer-encoding"] = encoding.name
   return { headers = headers, body = encoding.filter and ltn12.source.chain(source, encoding.filter()) or source }
end

local function textpart(text, kind, t)
   local encoding = encodings[t.encoding] or encodings.QUOTED
   local headers = { ["content-type"] = kind .. "; charset=" .. (t.charset or "utf-8") }
   return encodedpart(ltn12.source.string(text), encoding, headers)
end

local function filename(file)
   local name = file.name and file.name:match("([^/\\]*)$") or ""
   return name ~= "" and name:gsub('[%c"]', "_") or "unknown"
end

local function filepart(file, disposition)
   local source = file.source
   check(type(source) == "string" or type(source) == "userdata" or type(source) == "table", "attachment without source")
   local name = filename(file)
   local content = file.content or (ba.mime(name:match("%.([^.]*)$") or ""))
   local headers = {
      ["content-type"] = ('%s; name="%s"'):format(content, name),
      ["content-disposition"] = ('%s; filename="%s"'):format(disposition, name),
      ["content-description"] = file.description,
      ["content-id"] = file.id and "<" .. file.id .. ">",
   }
   return encodedpart(type(source) == "string" and ltn12.source.string(source) or ltn12.source.file(source), encodings.B64, headers)
end

local function multipart(kind, parts)
   return { headers = { ["content-type"] = "multipart/" .. kind }, body = parts }
end

--- One table or a list of them.
local function files(value)
   if value == nil then return {} end
   return value[1] == nil and next(value) ~= nil and { value } or value
end

local function htmlpart(t, images)
   local html = textpart(t.htmlbody, "text/html", t)
   if #images == 0 then return html end
   local parts = { html }
   for _, image in ipairs(images) do parts[#parts + 1] = filepart(image, "inline") end
   return multipart("related", parts)
end

local function contentpart(t, images)
   local text = t.body or t.txtbody
   if not t.htmlbody then return textpart(text or FILLER, "text/plain", t) end
   local html = htmlpart(t, images)
   if not text and #images == 0 then return html end
   return multipart("alternative", { text and textpart(text, "text/plain", t) or html, text and html or nil })
end

local function messagepart(t)
   local images, attachments = files(t.htmlimg), files(t.attach)
   local content = contentpart(t, images)
   if #attachments == 0 then return content end
   local parts = { content }
   for _, file in ipairs(attachments) do parts[#parts + 1] = filepart(file, "attachment") end
   return multipart("mixed", parts)
end

-- The mail object.

local Mail = {}
Mail.__index = Mail

local function checkmail(t)
   check(type(t) == "table", "bad argument #1 to 'send' (table expected, got " .. type(t) .. ")")
   check(type(t.subject) == "string", "field 'subject' must be a string")
   check(type(t.from) == "string", "field 'from' must be a string")
   check(type(t.to) == "string" or type(t.to) == "table", "field 'to' must be a string or a list")
   for _, name in ipairs { "body", "txtbody", "htmlbody" } do
      check(t[name] == nil or type(t[name]) == "string", "field '" .. name .. "' must be a string")
   end
end

function Mail:send(t)
   checkmail(t)
   local charset = t.charset or "utf-8"
   local to, cc, bcc = addresses(t.to), addresses(t.cc), addresses(t.bcc)
   local message = messagepart(t)
   local headers = message.headers
   headers.subject = encoded(t.subject, charset)
   headers.from = addressheader({ t.from }, charset)
   headers.to = addressheader(to, charset)
   headers.cc = addressheader(cc, charset)
   local replyto = t["reply-to"] or t.replyto
   headers["reply-to"] = replyto and addressheader(addresses(replyto), charset)
   if type(message.body) == "table" then message.body.preamble = PREAMBLE end
   local ok, source = pcall(smtp.message, message)
   if not ok then return nil, source end
   local rcpt = {}
   for _, list in ipairs { to, cc, bcc } do
      for _, address in ipairs(list) do rcpt[#rcpt + 1] = envelope(address) end
   end
   return smtp.send {
      from = envelope(t.from), rcpt = rcpt, source = source, ["8bit"] = t.encoding == "8BIT" or t.encoding == "NONE",
      server = self.server, port = self.port, user = self.user, password = self.password, token = self.token,
      shark = self.shark, starttls = self.starttls, trusted = self.trusted, domain = self.domain,
   }
end

function socket.mail(conf)
   check(type(conf) == "table", "bad argument #1 to 'mail' (table expected, got " .. type(conf) .. ")")
   check(conf.server, "field 'server' is missing")
   local self = {}
   for name, value in pairs(conf) do self[name] = value end
   self.port = conf.port or (conf.shark and not conf.starttls and 465 or 25)
   return setmetatable(self, Mail)
end

return socket.mail
