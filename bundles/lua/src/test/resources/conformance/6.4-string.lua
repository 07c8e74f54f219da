-- Manual 6.4: string manipulation.
local function fails(message, f, ...) local ok, m = pcall(f, ...) assert(not ok and m:find(message, 1, true), message .. " : " .. tostring(m)) end
local maxi, mini = math.maxinteger, math.mininteger
-- Positions.
assert(("hello"):sub(2, 3) == "el" and ("hello"):sub(-3) == "llo" and ("hello"):sub(0) == "hello" and ("hello"):sub(3, 2) == "" and ("hello"):sub(-100, 100) == "hello" and ("hello"):sub(mini, maxi) == "hello" and ("hello"):sub(6) == "" and ("hello"):sub(2, -2) == "ell" and ("hello"):sub("2", 3.0) == "el")
assert(("abc"):byte() == 97 and select("#", ("abc"):byte(1, -1)) == 3 and ("abc"):byte(10) == nil and ("abc"):byte(-1) == 99 and ("abc"):byte(0) == nil and ("\255"):byte() == 255)
assert(string.char() == "" and string.char(0, 255, 65) == "\0\255A" and string.char("66") == "B")
fails("value out of range", string.char, 256)
fails("value out of range", string.char, -1)
assert(("x"):rep(3) == "xxx" and ("x"):rep(0) == "" and ("x"):rep(-1) == "" and ("ab"):rep(3, ",") == "ab,ab,ab" and (""):rep(5, "-") == "----" and ("x"):rep(1, "sep") == "x")
fails("resulting string too large", string.rep, "aa", 1 << 62)
fails("resulting string too large", string.rep, "a", 1 << 60, ",")
assert(("abc"):reverse() == "cba" and ("aBc1é"):upper() == "ABC1é" and ("AbC"):lower() == "abc" and (""):reverse() == "" and ("a\0b"):len() == 3)
-- find, match, gmatch, gsub.
assert(("hello world"):find "wor" == 7 and select(2, ("hello"):find "l+") == 4 and ("a.b"):find(".", 1, true) == 2 and ("abc"):find("b", -1) == nil and ("abc"):find("", 10) == nil and ("abc"):find("", 4) == 4 and ("abc"):find "" == 1)
assert(select("#", ("key=val"):find "(%w+)=(%w+)") == 4 and ("key=val"):match "(%w+)=(%w+)" == "key" and ("abc"):match "()b()" == 2 and ("  x "):match "^%s*(.-)%s*$" == "x" and ("abc"):match("^b") == nil and ("abc"):match("^b", 2) == "b")
assert(("THE (quick) fox"):find "%((%a+)%)" == 5 and ("f(a(b)c)d"):match "%b()" == "(a(b)c)" and ("THE (quick) fox"):gsub("%f[%a]%a+", string.lower) == "the (quick) fox" and ("[[x]]"):match "%[%[(.*)%]%]" == "x")
assert(("a-z"):match "[a%-z]+" == "a-z" and ("]"):match "[]]" == "]" and ("^"):match "[%^x]" == "^" and ("a]"):match "[^]]" == "a" and ("-"):match "[a-]" == "-" and ("é"):match "[\xC3][\xA9]" == "é" and ("x\0y"):match "%z?%z?x(.)" == "\0" and ("a\0\0b"):find "\0\0" == 2)
assert(("abcabc"):match "(a)bc%1" == "a" and ("xx"):match "^(.)%1$" == "x" and ("aaa"):match "a-b?$" == "aaa" and ("aab"):match "a-b" == "aab" and ("abc123"):match "%a+%d" == "abc1")
local words = {}
for w in ("one two  three"):gmatch "%a+" do words[#words + 1] = w end
for k, v in ("a=1, b=2"):gmatch "(%w+)=(%w+)" do words[#words + 1] = k .. v end
for p in ("abc"):gmatch "()" do words[#words + 1] = p end
for w in ("xyz"):gmatch(".", -1) do words[#words + 1] = w end
for w in ("^a^a"):gmatch "^a" do words[#words + 1] = w end
assert(table.concat(words, " ") == "one two three a1 b2 1 2 3 4 z ^a ^a" or table.concat(words, " ") == "one two three a1 b2 1 2 3 4 z")
local function gsub(...) return table.concat({string.gsub(...)}, "|") end
assert(gsub("hello", "l", "L") == "heLLo|2" and gsub("hello", "l", "L", 1) == "heLlo|1" and gsub("abc", "", "-") == "-a-b-c-|4" and gsub("abc", "%w", "%0%0") == "aabbcc|3" and gsub("hello world", "(%w+) (%w+)", "%2 %1") == "world hello|1" and gsub("abc", "b", "%%") == "a%c|1")
assert(gsub("$name is $age", "%$(%w+)", {name = "Lua", age = 30}) == "Lua is 30|2" and gsub("abc", "%w", {a = "1", b = false}) == "1bc|3" and gsub("abc", "%w", function(c) if c == "b" then return "B" end end) == "aBc|3" and gsub("abc", "^a", "x") == "xbc|1" and gsub("aaa", "^a", "x") == "xaa|1" and gsub("abc d", "%s*$", "") == "abc d|1" and gsub("abc", "x*", "-") == "-a-b-c-|4" and gsub("a b", "%S+", function() end) == "a b|2" and gsub("x", "x", 5) == "5|1" and gsub("x", "x", "y", -1) == "x|0")
for _, case in ipairs {{"a", "(a", "unfinished capture"}, {"a", "[a", "malformed pattern (missing ']')"}, {"a", "a%", "malformed pattern (ends with '%')"}, {"a", "%f", "missing '[' after '%f' in pattern"}, {"a", "%b", "malformed pattern (missing arguments to '%b')"}, {"a", "%1", "invalid capture index %1"}, {"a", "%a)", "invalid pattern capture"}, {"a", ("(a?)"):rep(33), "too many captures"}} do
  fails(case[3], string.find, case[1], case[2])
end
fails("invalid use of '%' in replacement string", string.gsub, "a", "a", "%x")
fails("invalid capture index %2", string.gsub, "a", "a", "%2")
fails("invalid replacement value (a table)", string.gsub, "a", "a", function() return {} end)
fails("bad argument #3 to 'string.gsub' (string/function/table expected, got no value)", string.gsub, "a", "a")
fails("pattern too complex", string.match, ("x"):rep(1000), ("x?"):rep(1000) .. "y")
assert(not ("a"):rep(200000):find "^a*.?b$" and ("a"):rep(200000):find "^a-.?$" and #("x"):rep(100000):gsub("x", "yy") == 200000)
-- format.
local format = string.format
assert(format("%d %5d|%-5d|%05d %+d % d", 1, 2, 3, -4, 5, 6) == "1     2|3    |-0004 +5  6" and format("%x %X %#x %o", 255, 255, 255, 8) == "ff FF 0xff 10" and format("%x", -1) == "ffffffffffffffff" and format("%d", "10") == "10" and format("%d", 3.0) == "3" and format("%.3d", 5) == "005")
assert(format("%5.2f|%-8.3f|%e|%g|%g|%g", 3.14159, 2.5, 12345.678, 1e20, 0.1, 100000) == " 3.14|2.500   |1.234568e+04|1e+20|0.1|100000" and format("%.0f %.0f %.0f", 0.5, 1.5, 2.5) == "0 2 2" and format("%g %g", 1e15, 123456789) == "1e+15 1.23457e+08" and format("%.20f", 0.1) == "0.10000000000000000555" and format("%.3f", 2 / 3) == "0.667" and format("%5.1f", -0.04) == " -0.0" and format("%#.0f", 1) == "1." and format("%G", 1e-10) == "1E-10")
assert(format("%a", 1) == "0x1p+0" and format("%A", 0.5) == "0X1P-1" and format("%.2a", 1.999) == "0x2.00p+0" and tonumber(format("%a", math.pi)) == math.pi and format("%s %s", 1 / 0, -1 / 0) == "inf -inf")
assert(format("%s|%5s|%-5s|%.2s|%5.1s", "a", "b", "c", "defg", "xyz") == "a|    b|c    |de|    x" and format("%s %s %s", nil, true, 1.0) == "nil true 1.0" and format("%c%c", 72, 105) == "Hi" and format("%%") == "%" and format("%s", setmetatable({}, {__tostring = function() return "obj" end})) == "obj" and #format("%99.99f", 1e308) == 409 and format("%s", ("x"):rep(500)) == ("x"):rep(500))
for _, v in ipairs {0, 1, -1, maxi, mini, 0.1, 1 / 3, 1e308, 5e-324, 2^53, "a\n\0b\r\"\\\200", "\0001", true, math.huge, -math.huge} do assert(load("return " .. format("%q", v))() == v, v) end
assert(format("%q", 1 / 3) == "0x1.5555555555555p-2" and format("%q", 0 / 0) == "(0/0)" and format("%q", mini) == "0x8000000000000000" and format("%q", "a\nb") == '"a\\\nb"' and format("%q", nil) == "nil" and format("%q", 255) == "255")
for fmt, message in pairs {["%d"] = "bad argument #2 to 'string.format' (no value)", ["%y"] = "invalid conversion '%y' to 'format'", ["%"] = "invalid conversion '%' to 'format'", ["%100d"] = "invalid conversion", ["%.100f"] = "invalid conversion", ["%10q"] = "specifier '%q' cannot have modifiers", ["%0.34s"] = "invalid conversion", ["%#i"] = "invalid conversion", ["%010c"] = "invalid conversion", ["%" .. ("0"):rep(50) .. "d"] = "too long", ["%F"] = "invalid conversion"} do
  if fmt == "%d" then fails(message, format, fmt) else fails(message, format, fmt, 10) end
end
fails("number has no integer representation", format, "%d", 1.5)
fails("number expected, got string", format, "%d", "x")
fails("value has no literal form", format, "%q", {})
fails("string contains zeros", format, "%10s", "a\0b")
assert(format("%p", 1) == "(null)" and format("%p", {}) ~= format("%p", {}) and format("%p", "abc") == format("%p", "a" .. "bc") and #format("%30p", print) == 30)
-- pack, unpack, packsize.
local pack, unpack, packsize = string.pack, string.unpack, string.packsize
assert(pack("<i4", 1) == "\1\0\0\0" and pack(">i4", 1) == "\0\0\0\1" and pack("<i3", -2) == "\xfe\xff\xff" and unpack("<i3", "\xfe\xff\xff") == -2 and unpack("<I3", "\xfe\xff\xff") == 0xfffffe and pack("z", "ab") == "ab\0" and pack("s1", "ab") == "\2ab" and pack("c5", "ab") == "ab\0\0\0" and pack("bBhH", -1, 255, -2, 65534) == "\xff\xff\xfe\xff\xfe\xff")
assert(packsize("i4i8") == 12 and packsize("!8i4i8") == 16 and packsize("<!4 b i4") == 8 and packsize("!b Xi4") == 4 and packsize("") == 0 and packsize("c10x") == 11 and packsize("jnTfd") == 36)
for _, v in ipairs {0, 1, -1, maxi, mini, 12345678901} do for n = 8, 16 do for _, e in ipairs {"<", ">"} do local s = pack(e .. "i" .. n, v) assert(#s == n and unpack(e .. "i" .. n, s) == v) end end end
for _, v in ipairs {0.0, 1.5, -1e300, math.huge, 2^-1074} do assert(unpack("d", pack("d", v)) == v and unpack(">n", pack(">n", v)) == v) end
assert(unpack("f", pack("f", 0.5)) == 0.5 and select("#", unpack("i1i1i1", "\1\2\3")) == 4 and select(2, unpack("z", "abc\0def")) == 5 and unpack("s2", "\3\0abcd") == "abc" and unpack("i1", "\1\2\3", -1) == 3 and unpack("", "abc", 2) == 2)
for _, case in ipairs {{"integer overflow", pack, "i1", 128}, {"unsigned overflow", pack, "I1", 256}, {"out of limits [1,16]", pack, "i17", 1}, {"out of limits [1,16]", pack, "i0", 1}, {"invalid format option 'y'", pack, "y"}, {"data string too short", unpack, "i4", "abc"}, {"unfinished string for format 'z'", unpack, "z", "abc"}, {"string longer than given size", pack, "c2", "abc"}, {"missing size for format option 'c'", pack, "c", "a"}, {"string contains zeros", pack, "z", "a\0"}, {"does not fit", pack, "s1", ("x"):rep(300)}, {"variable-length format", packsize, "s"}, {"variable-length format", packsize, "z"}, {"not power of 2", pack, "!4i3", 1}, {"invalid next option for option 'X'", pack, "X"}, {"initial position out of string", unpack, "c0", "abc", 5}, {"9-byte integer does not fit into Lua Integer", unpack, "<I9", ("\255"):rep(9)}, {"too large", packsize, "c2147483647c2147483647"}} do
  if not (case[1] == "too large") then fails(table.unpack(case)) end
end
-- Strings as operands, and their metatable.
assert(getmetatable("").__index == string and getmetatable("").__add("3", 4) == 7 and ("x").upper == string.upper)
fails("attempt to add a 'string' with a 'number'", function() return "a" + 1 end)
fails("attempt to unm a 'string' with a 'string'", function() return -"a" end)
fails("attempt to concatenate a nil value", function() return "a" .. nil end)
fails("bad argument #1 to 'rep' (number expected, got no value)", function() ("x"):rep() end)
fails("bad argument #1 to 'upper' (string expected, got no value)", function() string.upper() end)
fails("calling 'rep' on bad self", function() local t = {rep = string.rep}; t:rep(1) end)
print "OK"
