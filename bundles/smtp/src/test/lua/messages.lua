-- What goes over the wire, with a server of a few lines.
require "socket.mail"
local smtp, ltn12 = socket.smtp, require "ltn12"

local function server(script)
   local seen = {}
   local listener = assert(ba.socket.bind(0, {intf = "127.0.0.1"}))
   listener:event(function(l)
      local c = l:accept()
      seen.connected = true
      c:event(function(conn)
         local buffer = ""
         conn:write(script.greeting or "220 hi\r\n")
         local indata = false
         while true do
            local data = conn:read()
            if not data then break end
            buffer = buffer .. data
            while true do
               local line, rest = buffer:match("^(.-)\r\n(.*)$")
               if not line then break end
               buffer = rest
               seen[#seen + 1] = line
               if indata then
                  if line == "." then indata = false conn:write"250 ok\r\n" end
               else
                  local verb = line:match"^%S*"
                  indata = verb == "DATA"
                  conn:write(script[verb] or (verb == "DATA" and "354 go\r\n") or (verb == "EHLO" and "250 x\r\n") or "250 ok\r\n")
               end
            end
         end
         seen.ended = true
      end, "s")
   end, "r")
   return select(2, listener:sockname()), seen
end

local function send(script, conf, message)
   local port, seen = server(script)
   conf.server, conf.port = "127.0.0.1", port
   message.subject, message.from, message.to = message.subject or "S", message.from or "a@b.example", message.to or "c@d.example"
   local ok, err = socket.mail(conf):send(message)
   for _ = 1, 300 do if seen.ended or not seen.connected then break end ba.sleep(10) end
   return ok, err, table.concat(seen, "\n"), seen
end

-- Nobody smuggles headers, commands or a second message.
for _, field in ipairs{"subject", "from", "to"} do
   local ok, err, wire = send({}, {}, {[field] = "x@y.example\r\nBcc: z@z.example"})
   assert(ok == nil and err:find"line end in header", err)
   assert(wire == "", wire)
end
local ok, err, wire = send({}, {}, {bcc = "x@y.example>\r\nDATA"})
assert(ok == nil and err:find"control character" and not wire:find"\nDATA", wire)
for _, encoding in ipairs{"QUOTED", "8BIT", "NONE"} do
   for _, body in ipairs{"a\n.\nMAIL FROM:<evil@x>\n", "a\r.\rMAIL\r", "a\n.\r\nMAIL\n", "a\r\n.\nMAIL\n", ".\n"} do
      ok, err, wire = send({}, {}, {body = body, encoding = encoding})
      assert(ok == 1, err)
      local _, ends = wire:gsub("\n%.\n", "")
      assert(ends == 1 and wire:find"\nQUIT$", wire)
   end
end
assert(not pcall(send, {}, {}, {attach = {name = "x"}}))
-- A name cannot leave its quotes.
ok, err, wire = send({}, {}, {attach = {name = 'a"\r\nX: y.txt', source = "x"}})
assert(ok == 1 and wire:find('filename="a_', 1, true) and not wire:find"\nX:", wire)

-- A password is not sent in plain where TLS was asked for; nor is what came before TLS believed.
local shark = ba.create.sharkssl()
ok, err, wire = send({}, {shark = shark, starttls = true, user = "u", password = "p"}, {})
assert(ok == nil and err:find"STARTTLS" and not wire:find"AUTH")
ok, err, wire = send({EHLO = "250-x\r\n250 STARTTLS\r\n", STARTTLS = "220 go\r\n250 injected\r\n"}, {shark = shark, starttls = true}, {})
assert(ok == nil and err == "invalid server reply", err)
-- Hostile replies.
for _, greeting in ipairs{"220-x\r\n221 y\r\n", "22\r\n", "\r\n", ("220-x\r\n"):rep(1001), ("2"):rep(2000000)} do
   ok, err = send({greeting = greeting}, {}, {})
   assert(ok == nil and type(err) == "string")
end
-- XOAUTH2.
ok, err, wire = send({EHLO = "250 AUTH XOAUTH2 PLAIN\r\n"}, {user = "u@x", token = "T"}, {})
assert(ok == 1 and wire:find("AUTH XOAUTH2 " .. ba.b64encode"user=u@x\1auth=Bearer T\1\1", 1, true), wire)
ok, err = send({EHLO = "250 AUTH XOAUTH2\r\n", AUTH = "334 eyJ9\r\n", [""] = "535 no\r\n"}, {user = "u", token = "T"}, {})
assert(ok == nil and err == "535 no", err)
-- Addresses in one string; names beyond ASCII.
ok, err, wire = send({}, {}, {to = '"Doe, J" <j@x.example>, Ümit <u@x.example>'})
assert(ok == 1 and wire:find"RCPT TO:<j@x.example>\nRCPT TO:<u@x.example>")
assert(wire:find('to: "Doe, J" <j@x.example>, =?utf-8?B?' .. ba.b64encode"Ümit" .. "?= <u@x.example>", 1, true), wire)

-- socket.smtp: parameters of extensions, messages of parts.
local port, seen = server{EHLO = "250-x\r\n250-SIZE 1000\r\n250-8BITMIME\r\n250-DSN\r\n250 DELIVERBY\r\n"}
ok, err = smtp.send{
   server = "127.0.0.1", port = port, from = "<a@b.example>", rcpt = "<c@d.example>", size = 100, ["8bit"] = true, deliverby = "120;R",
   dsn = {ret = "HDRS", id = "X1", notify = "FAILURE"},
   source = smtp.message{headers = {Subject = "s", ["X-Own"] = "folded\r\n\tvalue"}, body = {preamble = "pre", epilogue = "epi", {body = "one"}, {headers = {["Content-Type"] = "text/html"}, body = ltn12.source.string"two"}}},
}
assert(ok == 1, err)
wire = table.concat(seen, "\n")
assert(wire:find("MAIL FROM:<a@b.example> BODY=8BITMIME SIZE=100 BY=120;R RET=HDRS ENVID=X1", 1, true), wire)
assert(wire:find("RCPT TO:<c@d.example> NOTIFY=FAILURE", 1, true))
assert(wire:find"\nsubject: s\nx%-own: folded\n\tvalue\n" and wire:find"\npre\n" and wire:find"\nepi\n" and wire:find"multipart/mixed")
local ext = smtp.extensions{server = "127.0.0.1", port = (server{EHLO = "250-x\r\n250-SIZE 1000\r\n250 8BITMIME\r\n"})}
assert(ext.SIZE == "1000" and ext["8BITMIME"] == "")
local code, text = smtp.help{server = "127.0.0.1", port = (server{HELP = "214-a\r\n214 b\r\n"})}
assert(code == 214 and text == "214-a\n214 b")
