local B = ba.bytearray

local function raises(pattern, f, ...)
   local ok, err = pcall(f, ...)
   assert(not ok and tostring(err):find(pattern), err)
end

-- Copying: parts of strings and arrays, within windows, onto itself.
local a = B.create"0123456789"
assert(B.copy(a, 3, "abcdef", 2, 4) == 0 and tostring(a) == "01bcd56789")
assert(B.copy(a, 1, "abcdef", -2) == 0 and tostring(a) == "efbcd56789")
local src = B.create"+-*/"
assert(B.copy(a, 1, src) == 0 and tostring(a) == "+-*/d56789")
assert(B.copy(a, 10, src, 2, 3) == 1 and tostring(a) == "+-*/d5678-")
B.setsize(src, 2, 3)
assert(B.copy(a, 1, src) == 0 and tostring(a) == "-**/d5678-")
B.setsize(a, 4, 6)
assert(B.copy(a, 2, "XYZ") == 1 and tostring(a) == "/XY" and B.copy(a, 4, "q") == 1)
raises("#2", B.copy, a, 5, "q")
B.setsize(a)
assert(tostring(a) == "-**/XY678-")
assert(B.copy(a, 3, a, 1, 6) == 0 and tostring(a) == "-*-**/XY8-")
assert(B.copy(a, 1, {}) == 0)
raises("#4", B.copy, a, 1, "abc", 5)
raises("#5", B.copy, a, 1, "abc", 2, 9)
raises("string expected", B.copy, a, 1, nil)

-- Byte order, within windows.
local n = B.create(12)
B.setsize(n, 3)
B.h2n(n, 1, 8, -2)
assert(B.n2h(n, 1, 8) == -2 and B.n2h(n, 1, 4) == 0xFFFFFFFF and n[8] == 0xFE)
B.h2n(n, 9, 2, 0x1234)
assert(B.n2h(n, 9, 2) == 0x1234)
B.h2n(n, 1, 1, 3.9)
assert(n[1] == 3)
raises("#2", B.h2n, n, 10, 2, 1)
raises("#2", B.n2h, n, 0, 2)
raises("#3", B.n2h, n, 1, 9)
raises("number expected", B.h2n, n, 1, 2, "x")

-- Elements.
n[1] = 257
assert(n[1] == 1)
n[1] = -1
assert(n[1] == 255)
raises("one byte", function() n[1] = {1, "ab"} end)
raises("3 bytes do not fit", function() n[9] = "abc" end)
raises("number expected", function() n.x = 1 end)
raises("number expected", function() return n["1"] end)
raises("number", function() n[1] = true end)
raises("attempt to concatenate", function() return n .. "x" end)
raises("268435456", B.create, 1 << 40)
assert(#B.create"12" == 2)
local p = B.create"ab"
p[1] = p
assert(tostring(p) == "ab")
