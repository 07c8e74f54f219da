-- Random format specifications with values of all types.
local R = ...
local values = {"0", "1", "-1", "42", "255", "-255", "math.maxinteger", "math.mininteger", "0.0", "-0.0", "0.5", "1.5", "2.5", "-3.75", "1e15", "123456789.123",
  "1e100", "1e-10", "5e-324", "1.7976931348623157e308", "1/3", "2/3", "0.1", "99.995", "0.0001", "0.00001", "9.9999e5", "1e16", "math.huge", "-math.huge",
  "'abc'", "'10'", "'0x1p4'", "''", "'a\\0b'", "'line\\nx'", "('x'):rep(120)", "true", "nil", "{}", "65", "3.0", "1e5", "123456", "1234567", "0.30000000000000004"}
local conversions = {"d", "i", "u", "c", "x", "X", "o", "e", "E", "f", "g", "G", "a", "A", "s", "q", "g", "f", "d", "y", "F", "n"}
local flags = {"", "", "", "-", "+", " ", "#", "0", "-0", "+0", "# ", "+-"}

for i = 1, 1500 do
  local spec = "%" .. R.pick(flags)
  if R.chance(50) then spec = spec .. R.int(0, 30) end
  if R.chance(50) then spec = spec .. "." .. (R.chance(80) and R.int(0, 25) or "") end
  spec = spec .. R.pick(conversions)
  R.try("return string.format('<" .. spec .. ">', " .. R.pick(values) .. ")")
end

-- Floats at random, through every notation.
for i = 1, 400 do
  local mantissa, exponent = R.int(-2147483648, 2147483647), R.int(-40, 40)
  local number = mantissa .. "e" .. exponent
  R.try("local x = " .. number .. " return tostring(x), string.format('%.14g %.17g %.3f %e %g %a %.0f %.10g %5.1f', x, x, x, x, x, x, x, x, x)")
end
for i = 1, 200 do
  local digits = R.int(0, 99999999)
  R.try("local x = " .. digits .. " / 2^" .. R.int(0, 60) .. " return string.format('%.1f %.2f %.3f %.15f %.20g %.1e %.0e', x, x, x, x, x, x, x), tostring(x)")
end

for _, code in ipairs {
  "return string.format()", "return string.format('%d')", "return string.format('%')", "return string.format('%5')", "return string.format('%%')", "return string.format('%5%')",
  "return string.format('%d %s', 1)", "return string.format('%0100d', 1)", "return string.format('%.123d', 1)", "return string.format('%#q', 'x')", "return string.format('%q', 1, 2)",
  "return string.format('%s', setmetatable({}, {__tostring = function() return 'X' end}))", "return string.format('%s', setmetatable({}, {__tostring = function() return {} end}))",
  "return string.format('%10.3s|', setmetatable({}, {__tostring = function() return 'abcdef' end}))", "return string.format('%-+ #0-+ #0-+ #0-+ #0-+ #0d', 1)"
} do R.try(code) end
