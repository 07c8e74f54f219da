local ub = ba.ubjson

local function fails(code, ...)
   local value, err = ub.decode(...)
   assert(value == nil and err == code, ("expected %s, got %s, %s"):format(code, value, err))
end

local function same(data, json) assert(ba.json.encode(ub.decode(data)) == json, ba.json.encode(ub.decode(data))) end

-- Typed containers of every type.
same("[$[#i\2i\1]#i\1T", "[[1],[true]]")
same("[$[#i\2$i#i\2\1\2]", "[[1,2],{}]")
same("[${#i\2i\1ai\1}}", '[{"a":1},{}]')
same("{$[#i\1i\1ai\1]", '{"a":[1]}')
same("[$H#i\2i\0011i\00222", '["1","22"]')
same("[$[#i\1$[#i\1$[#i\1]", "[[[{}]]]")
assert(#ub.decode"[$d#i\1\63\128\0\0" == 1 and ub.decode"[$d#i\1\63\128\0\0"[1] == 1.0)
assert(#ub.decode"[$N#i\5" == 0)
same("[$L#i\1\0\0\0\0\0\0\0\5", "[5]")
-- Lengths and counts of every integer type.
same("[SU\3abc]", '["abc"]')
same("[SL\0\0\0\0\0\0\0\3abc]", '["abc"]')
same("[#U\1T", "[true]")
same("[#L\0\0\0\0\0\0\0\1T", "[true]")
same("{U\1aT}", '{"a":true}')
-- No-ops anywhere.
same("N[NNi\1N]", "[1]")
same("N{Ni\1aNi\1N}", '{"a":1}')
same("[#i\2NTNF", "[true,false]")
-- The lowest values of each width take that width.
assert(ub.encode{-128} == "[$i#i\1\128" and ub.encode{-32768} == "[$I#i\1\128\0")
assert(ub.encode{-2147483648} == "[$l#i\1\128\0\0\0" and ub.encode{math.mininteger} == "[$L#i\1\128\0\0\0\0\0\0\0")
-- Numbers keep their value.
for _, n in ipairs{0.1, 2^53, 2^63, -2^63, 1e300, 5e-324, math.pi, math.huge, -math.huge, math.maxinteger, 2^53 + 1} do
   local back = ub.decode(ub.encode{n})[1]
   assert(back == n, n)
end
local nan = ub.decode(ub.encode{0/0})[1]
assert(nan ~= nan)
assert(1 / ub.decode(ub.encode{-0.0})[1] == -math.huge)
-- Lists and objects.
assert(ub.encode{[5] = 1} == "[$i#i\1\1" and ub.encode{[9] = 3, [-1] = 1, [2.5] = 2} == "[$i#i\3\1\2\3")
assert(ub.encode{1, nil, 3} == "[$i#i\2\1\3")
same(ub.encode{1, 2, x = 3}:sub(1), ba.json.encode(ub.decode(ub.encode{1, 2, x = 3})))
assert(ub.decode(ub.encode{1, x = 3})["1"] == 1)
assert(ub.encode{ba.json.null, print} == "[#i\2ZZ")
local loop = {} loop[1] = loop
assert(ub.encode(loop) == "[#i\1Z")
assert(select(2, ub.encode{[true] = 1}):find"Invalid key type")
assert(ub.encode{1, 1.5} == "[#i\2i\1D\63\248\0\0\0\0\0\0")

-- Hostile data.
for _, data in ipairs{"[}", "{]", "[#i\1]", "[#i\1T]", "[#i\255", "[SI\255\255a]", "[$x#i\1\1", "[$i\1]", "{$N#i\1i\1a", "[X]", "{Ti\1}", "{#T", "x", "T", "[#S"} do
   fails("parse", data)
end
for _, data in ipairs{"", "[", "{", "[i", "[I\1", "[S", "[Si\5abc", "[Sl\127\255\255\255abc", "[SL\0\0\0\1\0\0\0\0abc", "[#i\2T", "[$", "[$i", "[$i#", "[$i#l\127\255\255\255\1", "{i\5ab", "[#l\127\255\255\255", "[$S#L\127\255\255\255\255\255\255\255"} do
   fails("needmoredata", data)
end
-- Elements that take no space in the data do take some in memory.
fails("mem", "[$T#l\127\255\255\255")
fails("mem", "[$Z#L\0\255\255\255\255\255\255\255")
fails("mem", ("[$Z#L\0\0\0\0\127\255\255\255"))
fails("stack overflow", ("["):rep(10000))
fails("stack overflow", ("[#i\1"):rep(9))
fails("stack overflow", ("[$[#i\1"):rep(9))
assert(ub.decode(("["):rep(8) .. ("]"):rep(8)) and ub.decode(("["):rep(3) .. ("]"):rep(3), 0))
fails("stack overflow", ("["):rep(4) .. ("]"):rep(4), 1)
assert(#ba.json.encode(ub.decode(("["):rep(5000) .. ("]"):rep(5000), 5000)) == 10000)
fails("mem", "{I\0\255" .. ("k"):rep(255) .. "T}")
assert(ub.decode("{I\0\255" .. ("k"):rep(255) .. "T}", nil, 256))
