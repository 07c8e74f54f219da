-- Random expressions over integers, floats, strings, booleans, nil and tables.
local R = ...
local atoms = {
  "0", "1", "2", "-1", "3", "7", "10", "255", "0.0", "-0.0", "0.5", "1.5", "-2.5", "3.0", "1e15", "1e100", "2^53", "1e308",
  "math.maxinteger", "math.mininteger", "math.huge", "-math.huge", "(0/0)", "math.pi", "0x7fffffffffffffff", "0xff", "1e-3",
  "'10'", "'0x10'", "' 7 '", "'1e1'", "'abc'", "''", "'3.5'", "'-2'", "true", "false", "nil", "{}", "print", "x", "y", "s", "t.n", "t.k"
}
local numbers = {"0", "1", "2", "-3", "7", "64", "63", "-1", "1.5", "0.25", "-2.0", "3.0", "1e10", "x", "y", "'5'", "math.maxinteger", "math.mininteger", "2^31", "t.n"}
local binary = {"+", "-", "*", "/", "//", "%", "^", "..", "==", "~=", "<", "<=", ">", ">=", "and", "or", "&", "|", "~", "<<", ">>"}
local unary = {"-", "not ", "#", "~"}

local function expression(depth, list)
  if depth == 0 or R.chance(15) then return R.pick(list) end
  if R.chance(15) then return R.pick(unary) .. "(" .. expression(depth - 1, list) .. ")" end
  local text = expression(depth - 1, list) .. " " .. R.pick(binary) .. " " .. expression(depth - 1, list)
  return R.chance(50) and "(" .. text .. ")" or text
end

for i = 1, 700 do
  local list = R.chance(60) and numbers or atoms
  R.try("local x, y, s, t = 17, -2.75, 'str', {n = 12, k = 'v'}; return " .. expression(R.int(1, 3), list))
end

-- The same with constants, which compilers fold.
for i = 1, 200 do
  R.try("return " .. expression(R.int(1, 2), {"1", "2", "3.5", "-7", "0", "0.0", "1e300", "math.maxinteger", "'8'", "5"}))
end

local functions = {"math.floor", "math.ceil", "math.abs", "math.tointeger", "math.type", "tostring", "tonumber", "math.sqrt", "#", "math.fmod", "math.ult",
  "math.max", "math.min", "math.modf", "type", "string.len", "select", "rawlen", "rawequal", "tostring"}
for i = 1, 300 do
  local arguments = {}
  for n = 1, R.int(0, 3) do arguments[n] = R.pick(R.chance(70) and numbers or atoms) end
  local f = R.pick(functions)
  if f == "#" then f = "math.abs" end
  R.try("local x, y, s, t = 17, -2.75, 'str', {n = 12, k = 'v'}; return " .. f .. "(" .. table.concat(arguments, ", ") .. ")")
end

-- Numerals as text.
local parts = {"0", "1", "9", "00", "12", ".", "e", "E", "+", "-", "x", "0x", "p", "P", "a", "f", " ", "_", "1e5", ".5", "5.", "9223372036854775807", "9223372036854775808"}
for i = 1, 400 do
  local text = ""
  for _ = 1, R.int(1, 5) do text = text .. R.pick(parts) end
  R.try("return tonumber(...)", text)
  if R.chance(30) then R.try("return " .. text) end
  if R.chance(30) then local base = R.int(2, 36) R.try(string.format("return tonumber(%q, %d)", text, base)) end
end

-- Loops at the edges.
local edges = {"1", "3", "-1", "0", "2.5", "1.0", "math.maxinteger", "math.mininteger", "math.maxinteger - 2", "math.mininteger + 2", "1e308", "-1e308", "math.huge", "0.1", "'3'", "nil"}
for i = 1, 300 do
  R.try("local n, a, b = 0; for i = " .. R.pick(edges) .. ", " .. R.pick(edges) .. ", " .. R.pick(edges)
    .. " do n = n + 1; a = a or i; b = i; if n == 5 then break end end return n, a, b")
end
