-- Random sequences of table operations; tables with and without metamethods.
local R = ...
local function content(t)
  local keys = {}
  for k in next, t do keys[#keys + 1] = k end
  table.sort(keys, function(a, b)
    if type(a) == type(b) and type(a) ~= "boolean" then return a < b end
    return type(a) .. tostring(a) < type(b) .. tostring(b)
  end)
  local out = {}
  for i, k in ipairs(keys) do out[i] = R.show(k) .. "=" .. R.show(rawget(t, k)) end
  return table.concat(out, " ")
end

-- Whether the border is the only one: with holes, engines may differ.
local function isSequence(t)
  for k in next, t do
    if math.type(k) == "integer" and k > 1 and t[k - 1] == nil then return false end
  end
  return true
end

local keys = {1, 2, 3, 4, 5, 8, 16, -1, 0, "a", "b", 1.5, 2.0, true, math.maxinteger, math.mininteger, 100, "1"}

local function run(count)
  local t, log = {}, {}
  for i = 1, R.int(0, 6) do t[i] = i * 10 end
  for _ = 1, count do
    local what = R.int(1, 12)
    local ok, a, b
    if what <= 3 then
      t[R.pick(keys)] = R.pick {1, "v", false, 2.5}
    elseif what == 4 then
      t[R.pick(keys)] = nil
    elseif what >= 5 and what <= 8 and not isSequence(t) then
      a = "hole"
    elseif what == 5 then
      ok, a = pcall(table.insert, t, R.int(1, 1000))
    elseif what == 6 then
      ok, a = pcall(table.insert, t, R.int(-1, 8), R.int(1, 100))
    elseif what == 7 then
      ok, a = pcall(table.remove, t, R.int(-1, 8))
    elseif what == 8 then
      ok, a = pcall(table.concat, t, R.pick {",", "", 1}, R.int(-1, 3), R.int(0, 6))
    elseif what == 9 then
      ok, a = pcall(table.move, t, R.int(-1, 5), R.int(-1, 5), R.int(-1, 8))
    elseif what == 10 then
      ok, a, b = pcall(table.unpack, t, R.int(-1, 3), R.int(0, 5))
    elseif what == 11 then
      ok, a = pcall(next, t, R.pick {"zzz", 77, 0.25})
    else
      ok, a = pcall(rawset, t, R.pick {"q", 3, 0 / 0}, 1)
    end
    if type(a) == "table" then a = "table" end
    log[#log + 1] = R.show(ok, a, b)
  end
  return table.concat(log, "; ") .. " | " .. content(t)
end

for i = 1, 400 do print(i, (run(R.int(1, 4)))) end

for i = 1, 150 do
  local n, t, u = R.int(0, 60), {}, {}
  for k = 1, n do
    t[k] = R.pick {R.int(1, 50), R.int(1, 50) + 0.5}
    u[k] = "s" .. R.int(1, 99)
  end
  table.sort(t)
  table.sort(u, function(a, b) return a > b end)
  print(i, table.concat(t, " "), table.concat(u, " "))
end

-- Proxies: every access is seen.
for i = 1, 100 do
  local log, store = {}, {}
  for k = 1, R.int(0, 7) do store[k] = R.int(1, 99) end
  local proxy = setmetatable({}, {
    __index = function(_, k) log[#log + 1] = "r" .. tostring(k); return store[k] end,
    __newindex = function(_, k, v) log[#log + 1] = "w" .. tostring(k); store[k] = v end,
    __len = function() log[#log + 1] = "l"; return #store end
  })
  local f = R.pick {"insert", "insert3", "remove", "remove1", "concat", "unpack", "move"}
  local ok, a, b, c
  if f == "insert" then ok, a = pcall(table.insert, proxy, 5)
  elseif f == "insert3" then ok, a = pcall(table.insert, proxy, 1, 5)
  elseif f == "remove" then ok, a = pcall(table.remove, proxy)
  elseif f == "remove1" then ok, a = pcall(table.remove, proxy, 1)
  elseif f == "concat" then ok, a = pcall(table.concat, proxy, ",")
  elseif f == "unpack" then ok, a, b, c = pcall(table.unpack, proxy)
  else ok, a = pcall(table.move, proxy, 1, #store, 2) end
  if type(a) == "table" then a = "table" end
  print(i, f, R.show(ok, a, b, c), table.concat(log, " "), content(store))
end

-- utf8.
local codes = {65, 0, 127, 128, 0x7FF, 0x800, 0xD7FF, 0xD800, 0xDFFF, 0xFFFF, 0x10000, 0x10FFFF, 0x110000, 0x1FFFFF, 0x200000, 0x3FFFFFF, 0x4000000, 0x7FFFFFFF, 233, 8364}
local bytes = {"\x80", "\xC0", "\xFF", "a", "\xE2\x82", "\xF4\x90\x80\x80", "\xC3\xA9", "\xED\xA0\x80", "\xFD"}
for i = 1, 500 do
  local text = ""
  for _ = 1, R.int(0, 5) do text = text .. (R.chance(70) and utf8.char(R.pick(codes)) or R.pick(bytes)) end
  R.try("return utf8." .. R.pick {"len", "codepoint", "offset", "len", "codepoint"} .. "(..., " .. R.int(-4, 6) .. ", " .. R.int(-4, 6) .. R.pick {"", ", true"} .. ")", text)
  text = text:gsub("[\x80-\xBF\xC0\xFF]", "")
  R.try("local n = {} for p, c in utf8.codes(" .. R.pick {"...", "..., true"} .. ") do n[#n + 1] = p .. ':' .. c end return table.concat(n, ' ')", text)
end
