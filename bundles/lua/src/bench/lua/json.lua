-- A JSON encoder and decoder in Lua: what data handling on a gateway looks like.
local escapes = {['"'] = '\\"', ["\\"] = "\\\\", ["\n"] = "\\n", ["\r"] = "\\r", ["\t"] = "\\t"}

local encode

local function encodeTable(t, out)
  if #t > 0 or next(t) == nil then
    out[#out + 1] = "["
    for i, v in ipairs(t) do
      if i > 1 then out[#out + 1] = "," end
      encode(v, out)
    end
    out[#out + 1] = "]"
  else
    local keys = {}
    for k in pairs(t) do keys[#keys + 1] = k end
    table.sort(keys)
    out[#out + 1] = "{"
    for i, k in ipairs(keys) do
      if i > 1 then out[#out + 1] = "," end
      encode(k, out)
      out[#out + 1] = ":"
      encode(t[k], out)
    end
    out[#out + 1] = "}"
  end
end

function encode(v, out)
  local kind = type(v)
  if kind == "table" then
    encodeTable(v, out)
  elseif kind == "string" then
    out[#out + 1] = '"' .. v:gsub('[%c"\\]', escapes) .. '"'
  elseif kind == "number" then
    out[#out + 1] = math.type(v) == "integer" and tostring(v) or string.format("%.14g", v)
  else
    out[#out + 1] = tostring(v)
  end
end

local unescapes = {n = "\n", r = "\r", t = "\t", b = "\b", f = "\f"}

local decode

local function skip(s, at) return s:find("[^ \t\r\n]", at) or #s + 1 end

local function decodeString(s, at)
  local from = at + 1
  while true do
    local stop = s:find('["\\]', from)
    if s:byte(stop) == 34 then
      local text = s:sub(at + 1, stop - 1)
      if text:find("\\", 1, true) then
        text = text:gsub("\\(.)", function(c) return unescapes[c] or c end)
      end
      return text, stop + 1
    end
    from = stop + 2
  end
end

function decode(s, at)
  at = skip(s, at)
  local c = s:sub(at, at)
  if c == "{" then
    local t = {}
    at = skip(s, at + 1)
    if s:sub(at, at) == "}" then return t, at + 1 end
    while true do
      local key
      key, at = decodeString(s, skip(s, at))
      at = skip(s, at)
      t[key], at = decode(s, at + 1)
      at = skip(s, at)
      if s:sub(at, at) == "}" then return t, at + 1 end
      at = at + 1
    end
  elseif c == "[" then
    local t = {}
    at = skip(s, at + 1)
    if s:sub(at, at) == "]" then return t, at + 1 end
    while true do
      t[#t + 1], at = decode(s, at)
      at = skip(s, at)
      if s:sub(at, at) == "]" then return t, at + 1 end
      at = at + 1
    end
  elseif c == '"' then
    return decodeString(s, at)
  elseif s:find("^true", at) then
    return true, at + 4
  elseif s:find("^false", at) then
    return false, at + 5
  end
  local number, stop = s:match("^(-?%d+%.?%d*[eE]?[+-]?%d*)()", at)
  return tonumber(number), stop
end

local rows = {}
for i = 1, 300 do
  rows[i] = {id = i, name = "sensor " .. i, value = i * 1.25, ok = i % 3 == 0, tags = {"a", "b\n", i}, note = 'say "' .. i .. '"'}
end

return function()
  local length
  for _ = 1, 8 do
    local out = {}
    encode({rows = rows, version = 1}, out)
    local text = table.concat(out)
    length = #text + #decode(text, 1).rows
  end
  return length
end
