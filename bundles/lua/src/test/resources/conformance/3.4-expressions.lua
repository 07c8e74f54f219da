-- Manual 3.4: expressions.
local huge, maxi, mini = math.huge, math.maxinteger, math.mininteger
local function same(a, b) return a == b and math.type(a) == math.type(b) end
-- Arithmetic: integers wrap around, division and powers are floats.
assert(same(maxi + 1, mini) and same(mini - 1, maxi) and same(maxi * 2, -2) and same(-mini, mini) and same(mini // -1, mini) and same(mini % -1, 0))
assert(same(7 // 2, 3) and same(-7 // 2, -4) and same(7 // -2, -4) and same(7.0 // 2, 3.0) and same(-7 // 2.0, -4.0))
assert(same(7 % 3, 1) and same(-7 % 3, 2) and same(7 % -3, -2) and same(-7 % -3, -1) and same(5.5 % 2, 1.5) and same(-5.5 % 2, 0.5))
assert(same(6 / 2, 3.0) and same(2 ^ 3, 8.0) and same(10 // 0.0, huge) and same(-10 // 0.0, -huge) and 0 / 0 ~= 0 / 0)
assert(1 % huge == 1 and -1 % huge == huge and 1 % -huge == -huge and (-1) % -huge == -1)
assert(same(3 + 1.0, 4.0) and same(1 - 1.0, 0.0) and 1 / -0.0 == -huge and tostring(-0.0) == "-0.0" and 0.0 == -0.0)
for _, code in ipairs {"return 1 // 0", "return 1 % 0"} do assert(not pcall(load(code))) end
-- Bitwise.
assert(0xF0 & 0x3C == 0x30 and 0xF0 | 0x0F == 0xFF and 0xFF ~ 0x0F == 0xF0 and ~0 == -1 and 1 << 63 == mini and 1 << 64 == 0 and 1 << -1 == 0 and -1 >> 1 == maxi)
assert(1 << 62 == 4611686018427387904 and 2^53 | 0 == 1 << 53 and 3.0 & 1 == 1 and -1 >> 64 == 0 and -1 << -63 == 1 and 1 >> -3 == 8)
for _, case in ipairs {{"return 1.5 & 1", "number has no integer representation"}, {"return 2^63 | 1", "number has no integer representation"}, {"return {} & 1", "attempt to perform bitwise operation on a table value"},
  {"return 1 | nil", "attempt to perform bitwise operation on a nil value"}, {"local x = 'a' return x << 1", "attempt to perform bitwise operation on a string value (local 'x')"},
  {"return ~{}", "attempt to perform bitwise operation on a table value"}} do
  local ok, message = pcall(load(case[1]))
  assert(not ok and message:find(case[2], 1, true), message)
end
-- Coercions.
assert(same("10" + 1, 11) and same("0x10" + 0, 16) and same(" 10 " * "2", 20) and same("3.0" + 1, 4.0) and same("1e1" + 0, 10.0) and same(-"2", -2) and same("7" // "2", 3))
assert(10 .. 20 == "1020" and 1.5 .. "" == "1.5" and 2.0 .. "" == "2.0" and -0.0 .. "" == "-0.0" and maxi .. "" == "9223372036854775807")
assert(2^53 .. "" == "9.007199254741e+15" and 1e15 .. "" == "1e+15" and 1e100 .. "" == "1e+100" and 0.1 .. "" == "0.1" and huge .. "" == "inf" and -huge .. "" == "-inf" and 123456.0 .. "" == "123456.0")
for _, s in ipairs {"", " ", "abc", "1x", "0x", "1e", "1 2", "--1", "1e+", "inf", "nan", "1\0", "0x1p", "."} do assert(tonumber(s) == nil and not pcall(load "return ... + 1", s), s) end
for s, n in pairs {["0x7fffffffffffffff"] = maxi, ["1e1"] = 10.0, ["  5  "] = 5, ["5."] = 5.0, [".5"] = 0.5, ["0x.8"] = 0.5, ["-0x10"] = -16, ["+3"] = 3, ["\t7\n"] = 7, ["0xAp1"] = 20.0} do assert(same(tonumber(s), n), s) end
-- Relations.
assert(1 == 1.0 and "1" ~= 1 and 1 < 1.5 and -huge < mini and maxi < huge and "a" < "b" and "a" < "aa" and "Z" < "a" and "\0" < "\1" and "" < "\0" and "a\0b" > "a\0a")
assert(maxi + 0.0 == 2^63 and maxi < 2^63 and maxi <= 2^63 and not (maxi >= 2^63) and maxi ~= 2^63 and mini == -2^63 and mini <= -2^63 and 2^53 == 2^53 + 0)
assert((1 << 53) + 1 > 2^53 and (1 << 53) + 1 ~= 2^53 and not (1 < 0 / 0) and not (1 >= 0 / 0) and not (maxi < 0 / 0))
for _, case in ipairs {{"return 1 < '2'", "attempt to compare number with string"}, {"return {} < {}", "attempt to compare two table values"}, {"return nil >= 1", "attempt to compare number with nil"},
  {"return true > false", "attempt to compare two boolean values"}, {"return print <= 1", "attempt to compare function with number"}} do
  local ok, message = pcall(load(case[1]))
  assert(not ok and message:find(case[2], 1, true), message)
end
-- Logic and precedence.
assert((nil and 1) == nil and (false or nil) == nil and (0 and "x") == "x" and (nil or false) == false and not not "" == true and (1 or error()) == 1)
assert(2 + 3 * 4 ^ 2 / 2 == 26.0 and 2 ^ 3 ^ 2 == 512.0 and -3 ^ 2 == -9.0 and not 1 == 2 == false and 1 .. 2 .. 3 == "123" and 1 + 1 .. 2 == "22")
assert(1 | 2 ~ 3 & 4 << 1 == 1 | (2 ~ (3 & (4 << 1))) and 5 > 3 == true and "a" .. "b" == "ab" and 1 << 1 + 1 == 4 and #"abc" + 1 == 4 and -#"ab" == -2 and ~1 + 1 == -1)
-- Length.
assert(#"" == 0 and #"a\0b" == 3 and #{} == 0 and #{1, 2, 3} == 3 and #{n = 1} == 0 and #{1, 2, nil} == 2 and #{[1] = 1, [2] = 2} == 2)
-- Constructors.
do
  local function three() return 1, 2, 3 end
  local t = {[1] = "x", "a", "b"; x = 1, ["y z"] = 2, three(), [20 + 1.0] = "c", three()}
  assert(t[1] == "a" and t[2] == "b" and t[3] == 1 and t[4] == 1 and t[6] == 3 and t[21] == "c" and #t == 6 and t.x == 1 and t["y z"] == 2)
  assert(#{three(), nil} == 1 and #{(three())} == 1 and select("#", table.unpack({three(), three()})) == 4)
  local u = {}
  u[1.0], u[2^53], u["1"], u[-0.0] = "int", "big", "str", "zero"
  assert(u[1] == "int" and u[1 << 53] == "big" and u["1"] == "str" and u[0] == "zero" and next({[3.0] = 1}) == 3 and math.type(next({[3.0] = 1})) == "integer")
  local many = {}
  for i = 1, 300 do many[i] = "'" .. i .. "'" end
  assert(#load("return {" .. table.concat(many, ",") .. "}")() == 300)
  assert(not pcall(load "local t = {} t[nil] = 1") and not pcall(load "local t = {} t[0/0] = 1") and ({})[nil] == nil)
end
-- Calls.
do
  local o = {v = 5}
  function o:get(a, ...) return self.v, a, select("#", ...) end
  function o.static(...) return select("#", ...) end
  assert(select("#", o:get()) == 3 and o.get(o, 1) == 5 and o.static(nil, nil) == 2)
  local function f(s) return s end
  assert(f"x" == "x" and f[[y]] == "y" and f{1}[1] == 1 and ("x"):rep(3) == "xxx" and #f{1, 2} == 2)
  local s = "a"
  assert(s:upper() == "A" and ("%d"):format(3) == "3")
  local function varargs(...) local a, b = ... return select("#", ...), a, b, {...}, ... end
  assert(varargs() == 0 and select("#", varargs()) == 4 and select("#", varargs(nil, nil)) == 6)
  local function tail(n) if n == 0 then return "done" end return tail(n - 1) end
  assert(tail(300000) == "done")
  local function sum(n) if n == 0 then return 0 end return n + sum(n - 1) end
  assert(sum(10000) == 50005000)
  local function forever() return 1 + forever() end
  local ok, message = pcall(forever)
  assert(not ok and message:find "stack overflow")
  assert(select(2, pcall(load "local a a.b.c = 1")):find("attempt to index a nil value (local 'a')", 1, true))
end
for code, message in pairs {
  ["local t = {} t.x.y = 1"] = "attempt to index a nil value (field 'x')", ["undefined.x = 1"] = "attempt to index a nil value (global 'undefined')",
  ["undefined()"] = "attempt to call a nil value (global 'undefined')", ["local t = {} t:m()"] = "attempt to call a nil value (method 'm')", ["local t = {} t.f()"] = "attempt to call a nil value (field 'f')",
  ["local s = 'x' s()"] = "attempt to call a string value (local 's')", ["return 1 + nil"] = "attempt to perform arithmetic on a nil value", ["local x return x + 1"] = "attempt to perform arithmetic on a nil value (local 'x')",
  ["return undefined .. 'x'"] = "attempt to concatenate a nil value (global 'undefined')", ["return {} .. 'x'"] = "attempt to concatenate a table value", ["return #5"] = "attempt to get length of a number value",
  ["return -{}"] = "attempt to perform arithmetic on a table value", ["local t = {} return t.a + 1"] = "attempt to perform arithmetic on a nil value (field 'a')", ["return (1)()"] = "attempt to call a number value",
  ["local a = {} local function f() a.b.c = 1 end f()"] = "attempt to index a nil value (field 'b')", ["local up local function f() return up.x end f()"] = "attempt to index a nil value (upvalue 'up')",
  ["return ('x').y.z"] = "attempt to index a nil value (field 'y')", ["return 2 ^ {}"] = "attempt to perform arithmetic on a table value", ["local t = setmetatable({}, {__index = function() return nil end}) t.q.w = 1"] = "(field 'q')"
} do
  local ok, e = pcall(load(code, "=c"))
  assert(not ok and e:find(message, 1, true) and e:find "^c:1: ", code .. " : " .. tostring(e))
end
print "OK"
