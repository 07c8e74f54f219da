-- Random formats of string.pack, with values that fit or do not.
local R = ...
local options = {"b", "B", "h", "H", "i", "I", "l", "L", "j", "J", "T", "f", "d", "n", "i1", "i2", "i3", "i7", "i8", "i9", "i16", "I1", "I3", "I5", "I8", "I12", "s", "s1", "s2", "s4", "z", "x", "c3", "c0", "c10"}
local controls = {"<", ">", "=", "!", "!1", "!2", "!4", "!8", "!16", " ", "Xi4", "Xd", "Xh", "X", "i17", "i0", "c", "y", "!3", "Xz", "Xc1"}
local values = {"0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "32767", "65536", "2147483647", "-2147483648", "4294967296", "math.maxinteger", "math.mininteger",
  "1.5", "-0.0", "3.0", "1e300", "'abc'", "''", "'a\\0b'", "'12'", "('x'):rep(300)", "nil"}
local fitting = {"0", "1", "100", "-1", "7"}

for i = 1, 1500 do
  local format, arguments, strings = "", {}, false
  for _ = 1, R.int(1, 5) do
    if R.chance(30) then format = format .. R.pick(controls) end
    local option = R.pick(options)
    format = format .. option
    if option ~= "x" then
      local isString = option:find("^[szc]")
      arguments[#arguments + 1] = R.chance(15) and R.pick(values) or isString and "'ab'" or R.pick(fitting)
    end
  end
  local list = #arguments > 0 and ", " .. table.concat(arguments, ", ") or ""
  R.try("local s = string.pack('" .. format .. "'" .. list .. ") return s, string.unpack('" .. format .. "', s)")
  if R.chance(30) then R.try("return string.packsize('" .. format .. "')") end
  if R.chance(30) then
    R.try("return string.unpack('" .. format .. "', ..., " .. R.int(-4, 4) .. ")", ("\1\2\255\0\128abc\0\3"):rep(R.int(0, 6)))
  end
end
