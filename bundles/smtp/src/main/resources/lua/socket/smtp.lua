--- SMTP (RFC 5321) with LuaSocket's interface. See docs/api/smtp.lua.

local socket = require "socket"
local ltn12 = require "ltn12"
local mime = require "mime"

local smtp = {
   SERVER = "localhost",
   PORT = 25,
   TIMEOUT = 60, -- seconds
   DOMAIN = "localhost",
   ZONE = "-0000",
}
socket.smtp = smtp

local SECURE_PORT <const> = 465
local MOST_REPLY_LINES <const> = 1000

-- Connections: commands and replies.

local Connection = {}
Connection.__index = Connection

--- One reply, of several lines perhaps: its code and its text as the server sent it.
local function receivereply(tcp)
   local lines, first = {}, nil
   repeat
      local line, err = tcp:receive("l")
      if not line then return nil, err end
      local code, separator = line:match("^(%d%d%d)(.?)")
      if not code or first and code ~= first then return nil, "invalid server reply" end
      first = code
      lines[#lines + 1] = line
      if #lines > MOST_REPLY_LINES then return nil, "server reply of more than " .. MOST_REPLY_LINES .. " lines" end
   until separator ~= "-"
   return first, table.concat(lines, "\n")
end

--- Reads a reply, which must match a pattern such as "2..".
function Connection:check(expected)
   local code, text = self.try(receivereply(self.tcp))
   return self.try(code:match("^" .. expected .. "$"), text) and tonumber(code), text
end

function Connection:command(verb, argument)
   local line = argument and verb .. " " .. argument or verb
   self.try(not line:find("%c"), "control character in an SMTP command")
   self.try(self.tcp:send(line .. "\r\n"))
end

local function parse(text)
   local extensions = {}
   for line in text:gmatch("[^\n]+") do
      local keyword, parameters = line:match("^%d%d%d[- ](%S+)%s*(.-)%s*$")
      if keyword then extensions[keyword:upper()] = parameters end
   end
   return extensions
end

local function hello(self, domain)
   self:command("EHLO", domain or smtp.DOMAIN)
   local _, text = self:check("2..")
   self.extensions = parse(text)
   return text
end

function Connection:greet(domain)
   self:check("2..")
   return hello(self, domain)
end

function Connection:checktrust(host)
   if self.options.trusted then self.try(self.tcp:trusted(host)) end
end

--- Turns TLS on if the server offers to (RFC 3207).
function Connection:starttls(domain)
   if not self.extensions.STARTTLS then
      -- Existing code sends in plain then; but a password is not for everybody on the way.
      self.try(not self.options.user and not self.options.token, "server does not offer STARTTLS")
      return
   end
   self:command("STARTTLS")
   self:check("2..")
   -- What came with the reply in plain must not pass for what came through TLS.
   self.try(self.tcp.buffer == "", "invalid server reply")
   self.try(self.tcp:upgrade(self.options.shark))
   self:checktrust(self.options.server)
   hello(self, domain)
end

function Connection:login(user, password)
   self:command("AUTH LOGIN")
   self:check("3..")
   self:command(ba.b64encode(user))
   self:check("3..")
   self:command(ba.b64encode(password))
   return self:check("2..")
end

function Connection:plain(user, password)
   self:command("AUTH", "PLAIN " .. ba.b64encode("\0" .. user .. "\0" .. password))
   return self:check("2..")
end

function Connection:xoauth2(user, token)
   self:command("AUTH", "XOAUTH2 " .. ba.b64encode("user=" .. user .. "\1auth=Bearer " .. token .. "\1\1"))
   local code, text = self.try(receivereply(self.tcp))
   if code == "334" then
      -- The text tells why not; an empty answer gets the final reply.
      self:command("")
      self:check("2..")
   end
   return self.try(code:match("^2..$"), text)
end

function Connection:auth(user, password, token)
   if not user or not (password or token) then return 1 end
   local offered = " " .. (self.extensions.AUTH or ""):upper() .. " "
   local function has(mechanism) return offered:find("[ =]" .. mechanism .. " ") end
   if token then
      self.try(has "XOAUTH2", "authentication not supported")
      return self:xoauth2(user, token)
   end
   if has "LOGIN" then return self:login(user, password) end
   self.try(has "PLAIN", "authentication not supported")
   return self:plain(user, password)
end

function Connection:mail(from, parameters)
   self:command("MAIL", "FROM:" .. from .. (parameters or ""))
   return self:check("2..")
end

function Connection:rcpt(to, parameters)
   self:command("RCPT", "TO:" .. to .. (parameters or ""))
   return self:check("2..")
end

--- Line ends become CRLF, whatever they were: anything else could be taken for the end of the message by some server.
function Connection:data(source, step)
   self:command("DATA")
   self:check("3..")
   local filtered = ltn12.source.chain(source, ltn12.filter.chain(mime.normalize(), mime.stuff()))
   self.try(ltn12.pump.all(filtered, socket.sink("keep-open", self.tcp), step))
   self.try(self.tcp:send("\r\n.\r\n"))
   return self:check("2..")
end

function Connection:quit()
   self:command("QUIT")
   return self:check("2..")
end

function Connection:close() return self.tcp:close() end

local function dsnparameters(extensions, dsn)
   if not dsn or not extensions.DSN then return "", "" end
   local mail = (dsn.ret and " RET=" .. dsn.ret or "") .. (dsn.id and " ENVID=" .. dsn.id or "")
   return mail, dsn.notify and " NOTIFY=" .. dsn.notify or ""
end

local function mailparameters(extensions, mailt)
   return (mailt["8bit"] and extensions["8BITMIME"] and " BODY=8BITMIME" or "")
      .. (mailt.size and extensions.SIZE and " SIZE=" .. mailt.size or "")
      .. (mailt.deliverby and extensions.DELIVERBY and " BY=" .. mailt.deliverby or "")
end

function Connection:send(mailt)
   local extensions = self.extensions or {}
   local maildsn, rcptdsn = dsnparameters(extensions, mailt.dsn)
   self:mail(mailt.from, mailparameters(extensions, mailt) .. maildsn)
   for _, to in ipairs(type(mailt.rcpt) == "table" and mailt.rcpt or { mailt.rcpt }) do self:rcpt(to, rcptdsn) end
   return self:data(mailt.source, mailt.step)
end

--- Connects as the options tell: to a host or over a socket, with TLS from the start or without.
local function connect(options)
   local tcp = (options.create or socket.tcp)()
   tcp:settimeout(smtp.TIMEOUT)
   local shark = not options.starttls and options.shark or nil
   local server = options.server or smtp.SERVER
   if type(server) ~= "string" then
      socket.try(tcp:connect(server))
      local isplain = shark and not server:cipher()
      if isplain then socket.try(tcp:upgrade(shark)) end
   elseif shark and not options.create then
      local port = options.port or SECURE_PORT
      tcp:connect(socket.try(ba.socket.connect(server, port, { shark = shark, timeout = smtp.TIMEOUT * 1000 })))
   else
      socket.try(tcp:connect(server, options.port or smtp.PORT))
      if shark then socket.try(tcp:upgrade(shark)) end
   end
   return tcp, shark ~= nil
end

local function open(options)
   local tcp, issecure = connect(options)
   local self = setmetatable({ tcp = tcp, options = options, extensions = {} }, Connection)
   self.try = socket.newtry(function() tcp:close() end)
   if issecure then self:checktrust(type(options.server) == "string" and options.server or nil) end
   return self
end

--- For code that runs the dialogue itself; errors are thrown for socket.protect.
function smtp.open(server, port, create) return open { server = server, port = port, create = create } end

local function greeted(options)
   local self = open(options)
   self:greet(options.domain)
   if options.starttls then self:starttls(options.domain) end
   return self
end

smtp.send = socket.protect(function(mailt)
   local self = greeted(mailt)
   self:auth(mailt.user, mailt.password, mailt.token)
   self:send(mailt)
   self:quit()
   self:close()
   return 1
end)

smtp.extensions = socket.protect(function(options)
   local self = greeted(options)
   self:quit()
   self:close()
   return self.extensions
end)

smtp.help = socket.protect(function(options)
   local self = greeted(options)
   self:command("HELP", options.command)
   local code, text = self.try(receivereply(self.tcp))
   self:quit()
   self:close()
   return tonumber(code), text
end)

-- Messages (RFC 5322, RFC 2046) as sources.

local function newboundary() return ("=-%s-="):format(ba.b64urlencode(ba.rndbs(18))) end

local function lowercased(headers)
   local lower = {}
   for name, value in pairs(headers or {}) do lower[name:lower()] = tostring(value) end
   return lower
end

--- A line end in a value, unless it is folded, would begin another header.
local function checkheader(name, value)
   local isclean = not name:find("[%c :]") and not value:gsub("\r?\n[ \t]", ""):find("[\r\n\0]")
   if not isclean then error("line end in header '" .. name:gsub("%c", "?") .. "'", 0) end
end

local function headertext(headers)
   local lines = {}
   for name, value in pairs(headers) do
      checkheader(name, value)
      lines[#lines + 1] = name .. ": " .. value .. "\r\n"
   end
   table.sort(lines)
   return table.concat(lines) .. "\r\n"
end

local addmessage

local function addmultipart(sources, message, headers)
   local boundary = newboundary()
   local kind = headers["content-type"] or "multipart/mixed"
   headers["content-type"] = kind .. '; boundary="' .. boundary .. '"'
   local body = message.body
   local function add(text) sources[#sources + 1] = ltn12.source.string(text) end
   add(headertext(headers))
   if body.preamble then add(body.preamble .. "\r\n") end
   for _, part in ipairs(body) do
      add("\r\n--" .. boundary .. "\r\n")
      addmessage(sources, part, lowercased(part.headers))
   end
   add("\r\n--" .. boundary .. "--\r\n\r\n")
   if body.epilogue then add(body.epilogue .. "\r\n") end
end

addmessage = function(sources, message, headers)
   if type(message.body) == "table" then return addmultipart(sources, message, headers) end
   headers["content-type"] = headers["content-type"] or 'text/plain; charset="iso-8859-1"'
   sources[#sources + 1] = ltn12.source.string(headertext(headers))
   sources[#sources + 1] = type(message.body) == "function" and message.body or ltn12.source.string(message.body)
end

function smtp.message(message)
   local headers = lowercased(message.headers)
   headers.date = headers.date or os.date("!%a, %d %b %Y %H:%M:%S ") .. (message.zone or smtp.ZONE)
   headers["mime-version"] = "1.0"
   local sources = {}
   addmessage(sources, message, headers)
   return ltn12.source.cat(table.unpack(sources))
end

return smtp
