-- HTTP clients that follow redirects, on top of httpc.
local httpc = require "httpc"

local M = {}
local methods = {}
local metatable = {__index = methods, __name = "http"}

-- Requests of one exchange, the first included, before a server is said to lead in circles.
local MAX_REQUESTS = 10
local REDIRECT = {[301] = true, [302] = true, [303] = true, [307] = true}
-- Whose owner did not agree to have them sent to another server.
local PRIVATE = {authorization = true, cookie = true, ["proxy-authorization"] = true}

function M.getmetatable() return methods end

-- A table with the entries of op1 and op2; those of op2 win.
function methods:mkop(op1, op2)
  local merged = {}
  for _, op in ipairs{op1 or {}, op2 or {}} do
    for k, v in pairs(op) do merged[k] = v end
  end
  return merged
end

function M.create(op)
  if op ~= nil and type(op) ~= "table" then error("bad argument #1 to 'create' (table expected)", 2) end
  return setmetatable({raw = httpc.create(op), op = op or {}}, metatable)
end

-- scheme://authority and the rest of a url
local function split(url)
  return url:match "^(%a[%w+.-]*://[^/?#]*)(.*)$"
end

-- RFC 3986, section 5.2, for what servers send.
local function resolve(base, location)
  if location:find "^%a[%w+.-]*://" then return location end
  local origin, path = split(base)
  if location:sub(1, 2) == "//" then return origin:match "^[^:]+:" .. location end
  if location:sub(1, 1) == "/" then return origin .. location end
  return origin .. (path:match "^(/[^?#]*/)" or "/") .. location
end

-- op for another server: without what was meant for the first one only
local function withoutSecrets(op)
  op.user, op.password = nil, nil
  local header = {}
  for k, v in pairs(op.header or {}) do
    local name = tostring(k):lower()
    if not PRIVATE[name] and name ~= "host" then header[k] = v end
  end
  op.header = header
end

local function send(self, op)
  self.sent, self.failure, self.settled = op, nil, false
  return self.raw:request(op)
end

function methods:request(op)
  local merged = self:mkop(self.op, op)
  merged.query = op and op.query
  self.count = 1
  return send(self, merged)
end

local function fail(self, ...)
  self.settled, self.failure = true, table.pack(...)
  return ...
end

-- Follows one redirect. Returns true, or what status returns.
local function follow(self, status)
  local op = self.sent
  local method = (op.method or "GET"):upper()
  local location = self.raw:header "Location"
  if not location then return fail(self, nil, "invalidresponse") end
  local url, query = resolve(op.url, location):match "^([^?#]*)%??([^#]*)"
  local hasBody = method ~= "GET" and method ~= "HEAD"
  if hasBody and status ~= 303 then
    return fail(self, nil, status, query ~= "" and url .. "?" .. query or url)
  end
  if self.count >= MAX_REQUESTS then return fail(self, nil, "redirect") end
  self.count = self.count + 1
  self.raw:read(0)
  local next = self:mkop(op)
  next.url = url
  next.method = status == 307 and method or "GET"
  next.size = nil
  if query ~= "" then next.query = httpc.parsequery(query) end
  if split(url) ~= split(op.url) then withoutSecrets(next) end
  local ok, err = send(self, next)
  if not ok then return fail(self, nil, err) end
  return true
end

function methods:status()
  while not self.settled do
    local status, err = self.raw:status()
    if not status then return nil, err end
    if not REDIRECT[status] then
      self.settled = true
      return status
    end
    local followed, code, url = follow(self, status)
    if not followed then return nil, code, url end
  end
  if self.failure then return table.unpack(self.failure, 1, self.failure.n) end
  return self.raw:status()
end

function methods:read(size)
  if not self.settled and self.sent then
    local status, err = self:status()
    if not status then return nil, err end
  end
  return self.raw:read(size)
end

function methods:url()
  if not self.settled and self.sent then self:status() end
  return self.sent and self.sent.url, self.sent and self.sent.query
end

function methods:close()
  return self.raw:close()
end

-- What needs a response first.
for _, name in ipairs{"header", "headerpairs", "cookie"} do
  methods[name] = function(self)
    if not self.settled and self.sent then
      local status, err = self:status()
      if not status then return nil, err end
    end
    return self.raw[name](self.raw)
  end
end

-- What the raw client does alone.
for _, name in ipairs{"write", "timeout", "certificate", "cipher", "trusted", "peername", "sockname"} do
  methods[name] = function(self, ...) return self.raw[name](self.raw, ...) end
end

return M
