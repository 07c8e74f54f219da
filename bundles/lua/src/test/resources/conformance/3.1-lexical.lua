-- Manual 3.1: lexical conventions.
assert(_VERSION == "Lua 5.4")
assert("\a\b\f\n\r\t\v\\\"\'" == string.char(7, 8, 12, 10, 13, 9, 11, 92, 34, 39))
assert('\x41\x7a' == "Az" and "\65\066\0677" == "ABC7" and "\z
        abc" == "abc" and "a\
b" == "a\nb")
assert("\u{0}" == "\0" and "\u{7F}\u{80}\u{7FF}\u{800}" == "\x7F\xC2\x80\xDF\xBF\xE0\xA0\x80" and #"\u{7FFFFFFF}" == 6)
assert([[a
b]] == "a\nb" and [==[
]]]=]]==] == "]]]=]" and [[

x]] == "\nx" and #[=[]]]=] == 2)
assert(#[[\n]] == 2)
for _, case in ipairs {
  {"return 'abc", "unfinished string near <eof>"}, {"return 'a\nb'", "unfinished string near ''a'"},
  {"return '\\q'", "invalid escape sequence near ''\\q'"}, {"return '\\400'", "decimal escape too large near ''\\400'"},
  {"return '\\xg'", "hexadecimal digit expected near ''\\xg'"}, {"return '\\u{110000000}'", "UTF-8 value too large"},
  {"return '\\u123'", "missing '{' near ''\\u1'"}, {"return '\\u{12'", "missing '}' near ''\\u{12''"}, {"return [[abc", "unfinished long string"},
  {"return [==[abc]=]", "unfinished long string (starting at line 1) near <eof>"}, {"--[[abc", "unfinished long comment"},
  {"return [=abc", "invalid long string delimiter near '[='"}, {"return 3x", "malformed number near '3x'"}, {"return 0x", "malformed number near '0x'"},
  {"return 1e", "malformed number near '1e'"}, {"return 1..2", "malformed number near '1..2'"}, {"return 0xp1", "malformed number"},
  {"x = $", "unexpected symbol near '$'"}, {"x = \1", "unexpected symbol near '<\\1>'"}, {"x = ", "unexpected symbol near <eof>"},
  {"return 'a" .. ("b"):rep(100), "near <eof>"}, {"goto = 1", "<name> expected near '='"}, {"local end = 1", "<name> expected near 'end'"},
  {"a = ~", "unexpected symbol near <eof>"}, {"x = '\\", "unfinished string near <eof>"}
} do
  local f, message = load(case[1], "=c")
  assert(not f and message:find(case[2], 1, true), case[1] .. " : " .. tostring(message))
end
-- Numerals.
assert(0xff == 255 and 0XA == 10 and 3 == 3.0 and math.type(3) == "integer" and math.type(3.0) == "float" and math.type(3e0) == "float")
assert(0x.8p1 == 1.0 and 0xA.8p0 == 10.5 and 0x1p-2 == 0.25 and .5 == 0.5 and 5. == 5 and 314.16e-2 == 3.1416 and 0x0.1E == 0.1171875)
assert(0xffffffffffffffff == -1 and 0x1ffffffffffffffff == -1 and 0x7fffffffffffffff == math.maxinteger)
assert(9223372036854775807 == math.maxinteger and math.type(9223372036854775808) == "float" and 9223372036854775808 == 2^63)
assert(1e308 * 10 == math.huge and 1e-400 == 0)
assert(0xep1 == 28.0 and 0xe+1 == 15)
-- Comments and names.
local _x1, X_1 = 1, nil --[==[ long
comment ]] ]==]
assert(_x1 == 1) --[[]] assert(true) --
---[[ not a long comment
assert(not load("return été2 = 1") or true)
--]]
assert(load("a.b = 1 ; ; ; c = 2") and load(";") and load(""))
assert(load("return 1--") and load("return--[[x]]1") and load("\xEF\xBB\xBF") == nil)
-- Integer division and comments, operators without spaces.
local a <const> =7
assert(a//2==3 and a~=8 and 1<<2==4 and not(1>=2) and a..''=='7' and ('x'..'y'):len()==2)
assert(2^-1 == 0.5 and -2^2 == -4 and not nil == true and 1 .. 2 == "12" and "a".."b".."c" == "abc")
local line = load("\n\n\nerror('x')", "@f.lua")
assert(select(2, pcall(line)) == "f.lua:4: x")
assert(select(2, pcall(load("\r\n\n\r\r\nerror('x')", "=z"))) == "z:4: x")
for name, shown in pairs {["@" .. ("a"):rep(80)] = "...", ["=" .. ("b"):rep(80)] = ("b"):rep(59), ["x = 1"] = '[string "x = 1"]', ["x\ny"] = '[string "x..."]'} do
  assert(debug.getinfo(load("return 1", name), "S").short_src:find(shown, 1, true), name)
end
print "OK"
