-- The servers of the benchmark: echo, over TCP, TLS and WebSocket, and 64 MB over HTTPS. Prints where they listen; writes the certificate
-- and key into the directory given, for others to use.
local directory = arg[1]

local function serve(handler, op)
  op = op or {}
  op.intf = "127.0.0.1"
  local listener = assert(ba.socket.bind(0, op))
  listener:event(function(l)
    while true do
      local c = l:accept()
      if not c then break end
      c:event(handler, "s")
    end
  end, "r")
  return select(2, listener:sockname())
end

local function echo(s)
  while true do
    local d = s:read()
    if not d then break end
    s:write(d)
  end
end

local key = ba.create.key()
local csr = assert(ba.create.csr(key, {commonname = "localhost"}, "localhost", {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"}))
local certificate = assert(ba.create.certificate(
  csr, key, {year = 2020, month = 1, day = 1, hour = 0, min = 0, sec = 0},
  {year = 2040, month = 1, day = 1, hour = 0, min = 0, sec = 0}, 1))
for name, pem in pairs{["cert.pem"] = certificate, ["key.pem"] = key} do
  local file = assert(io.open(directory .. "/" .. name, "w"))
  file:write(pem)
  file:close()
end
local shark = ba.create.sharkssl(nil, {server = true})
assert(shark:addcert(ba.create.sharkcert(certificate, key)))

local SIZE = 64 << 20
local piece = ("\0"):rep(1 << 20)
local function bulk(s)
  if not s:read(5000) then return end
  s:write("HTTP/1.0 200 OK\r\nContent-Length: " .. SIZE .. "\r\n\r\n")
  for _ = 1, SIZE // #piece do
    if not s:write(piece) then break end
  end
end

local status = io.open "/proc/self/stat"
print("pid " .. status:read "a":match "^%d+")
status:close()
print("port " .. serve(echo))
print("tls " .. serve(echo, {shark = shark}))
print("bulk " .. serve(bulk, {shark = shark}))
local sockets = ba.create.dir "bench-ws"
sockets:setfunc(function(_ENV)
  ba.socket.req2sock(request):event(echo, "s")
  return true
end)
sockets:insert()
print("websocket " .. ba.serverport)
print "ready"
while true do ba.sleep(1000) end
