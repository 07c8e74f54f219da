-- HTTP clients for common tasks, on top of http: attributes, JSON, forms, files.
local http = require "http"

local M = {}
local base = http.getmetatable()
local methods = setmetatable({}, {__index = base})
local metatable = {__index = methods, __name = "httpm"}

local STEP = 1024 -- bytes that are sent or received at a time
local MONTHS = {
  Jan = 1, Feb = 2, Mar = 3, Apr = 4, May = 5, Jun = 6, Jul = 7, Aug = 8, Sep = 9, Oct = 10, Nov = 11, Dec = 12
}

function M.create(op)
  return setmetatable(http.create(op), metatable)
end

local function required(condition, message)
  if not condition then error(message, 3) end
end

-- Days from 1970-01-01 of the proleptic Gregorian calendar.
local function days(year, month, day)
  if month <= 2 then year = year - 1 end
  local era = year // 400
  local ofEra = year - era * 400
  local ofYear = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
  return era * 146097 + ofEra * 365 + ofEra // 4 - ofEra // 100 + ofYear - 719468
end

-- "Tue, 15 Nov 1994 12:45:26 GMT" (RFC 9110, section 5.6.7) as seconds
local function seconds(date)
  local day, month, year, h, m, s = (date or ""):match "(%d%d) (%a%a%a) (%d%d%d%d) (%d%d):(%d%d):(%d%d)"
  if not day or not MONTHS[month] then return nil end
  return days(math.tointeger(year), MONTHS[month], math.tointeger(day)) * 86400 + h * 3600 // 1 + m * 60 // 1 + s // 1
end

function methods:stat(url, op)
  required(type(url) == "string", "bad argument #1 to 'stat' (string expected)")
  local ok, err = self:request(self:mkop({method = "HEAD"}, self:mkop(op, {url = url})))
  if not ok then return nil, err end
  local status, code = self:status()
  if not status then return nil, code end
  if status < 200 or status > 299 then
    self:read(0)
    return nil, status
  end
  local raw = self.raw
  local wantsBody = op and op.method and op.method:upper() ~= "HEAD"
  local mtime = seconds((raw:header "Last-Modified")) or seconds((raw:header "Expires"))
  local attributes = {
    mtime = mtime and math.tointeger(mtime) or mtime,
    size = math.tointeger(tonumber((raw:header "Content-Length")) or nil)
  }
  -- A redirected HEAD is a GET in the end.
  if not wantsBody then self:read(0) end
  return attributes
end

local function encode(text)
  return (tostring(text):gsub("[^%w_]", function(c) return ("%%%02x"):format(c:byte()) end))
end

local function form(tab)
  local pairsOfForm = {}
  for k, v in pairs(tab or {}) do
    for _, value in ipairs(type(v) == "table" and v or {v}) do
      pairsOfForm[#pairsOfForm + 1] = encode(k) .. "=" .. encode(value)
    end
  end
  return table.concat(pairsOfForm, "&")
end

local function requestedWith(self, op, more)
  return self:mkop(self:mkop({["x-requested-with"] = "XMLHttpRequest"}, more), op and op.header)
end

local function sendForm(self, url, tab, op)
  local body = form(tab)
  local merged = self:mkop(op, {url = url, method = "POST", size = #body})
  merged.header = requestedWith(self, op, {["Content-Type"] = "application/x-www-form-urlencoded"})
  local ok, err = self:request(merged)
  if not ok then return nil, err end
  ok, err = self:write(body)
  if ok == nil and type(err) ~= "number" then return nil, err end
  return self:status()
end

function methods:post(url, tab, op)
  local status, err, location = sendForm(self, url, tab, op)
  if not status then return nil, err, location end
  return status, self:read "a"
end

local function withoutNulls(value)
  if type(value) ~= "table" then return value end
  for k, v in pairs(value) do
    if v == ba.json.null then value[k] = nil else withoutNulls(v) end
  end
  return value
end

function methods:json(url, tab, op)
  op = op or {}
  local status, err
  if (op.method or "GET"):upper() == "POST" then
    status, err = sendForm(self, url, tab, op)
  else
    local merged = self:mkop(op, {url = url, query = tab})
    merged.header = requestedWith(self, op)
    status, err = self:request(merged)
    if status then status, err = self:status() end
  end
  if not status then return nil, err end
  local body
  body, err = self:read "a"
  if not body then return nil, err or "invalidresponse" end
  if status < 200 or status > 299 then return nil, body end
  local value, text = ba.json.decode(body)
  if value == nil then return nil, "json", text end
  return op.jnull and value or withoutNulls(value)
end

-- The open file of a configuration, its size if known, and whether to close it.
local function source(conf)
  if conf.fp then return conf.fp, conf.size, false end
  required(conf.io and conf.name, "upload needs 'fp', or 'io' and 'name'")
  local attributes = conf.io:stat(conf.name)
  local file, err = conf.io:open(conf.name)
  if not file then return nil, err end
  return file, attributes and attributes.size, true
end

local function sendFile(self, conf, file, size)
  local sofar = 0
  while true do
    local data = file:read(STEP)
    if not data or #data == 0 then return true end
    local ok, err = self:write(data)
    if not ok then return nil, err end
    sofar = sofar + #data
    if conf.func then conf.func(size, sofar) end
  end
end

function methods:upload(conf, op)
  required(type(conf) == "table", "bad argument #1 to 'upload' (table expected)")
  local url = conf.url or op and op.url or self.op.url
  required(url, "upload needs 'url'")
  local file, size, opened = source(conf)
  if not file then return nil, "enoent" end
  local merged = self:mkop({method = "PUT"}, self:mkop(op, {url = url, size = size}))
  local ok, err = self:request(merged)
  if ok then ok, err = sendFile(self, conf, file, size) end
  if opened then file:close() end
  if not ok then return nil, err end
  return true
end

local function receiveFile(self, conf, file)
  local total = math.tointeger(tonumber((self.raw:header "Content-Length")) or nil)
  local sofar = 0
  while true do
    local data, err = self:read(STEP)
    if not data then
      if err then return nil, err end
      return true
    end
    local ok
    ok, err = file:write(data)
    if not ok then return nil, err end
    sofar = sofar + #data
    if conf.func then conf.func(total, sofar) end
  end
end

function methods:download(conf, op)
  required(type(conf) == "table", "bad argument #1 to 'download' (table expected)")
  local url = conf.url or op and op.url or self.op.url
  required(url, "download needs 'url'")
  required(conf.fp or conf.io and conf.name, "download needs 'fp', or 'io' and 'name'")
  local file, err = conf.fp, nil
  if not file then
    file, err = conf.io:open(conf.name, "w")
    if not file then return nil, err end
  end
  local ok, status
  ok, err = self:request(self:mkop(op, {url = url}))
  if ok then
    status, err = self:status()
    ok = status == 200
    if ok then
      ok, err = receiveFile(self, conf, file)
    elseif status then
      self:read(0)
      err = status
    end
  end
  if not conf.fp then file:close() end
  if not ok then return nil, err end
  return true
end

return M
