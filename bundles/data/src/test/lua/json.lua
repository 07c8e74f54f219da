local json = ba.json

local function fails(code, ...)
   local value, err = json.decode(...)
   assert(value == nil and err == code, ("expected %s, got %s, %s for %s"):format(code, value, err, (...)))
end

-- Surrogate pairs become one character, alone they keep their three bytes and come back.
assert(json.decode[["\ud83d\ude00"]] == nil)
assert(json.decode[=[["\ud83d\ude00"]]=][1] == "\u{1F600}")
assert(json.encode{"\u{1F600}"} == [=[["\ud83d\ude00"]]=])
local lone = json.decode[=[["\ud800x", "\ude00\ud83d"]]=]
assert(lone[1] == "\xED\xA0\x80x" and lone[2] == "\xED\xB8\x80\xED\xA0\xBD")
assert(json.encode(lone) == [=[["\ud800x","\ude00\ud83d"]]=])

-- NUL, control characters, bytes that are no UTF-8.
assert(json.decode[=[["a\u0000b"]]=][1] == "a\0b")
assert(json.encode{"a\0b"} == [=[["a\u0000b"]]=])
assert(json.decode"[\"a\tb\nc\"]"[1] == "a\tb\nc")
assert(json.encode{"\xff\xc3", "\xc0\x80", "\xf5\x80\x80\x80", "\xe2\x82"} == [=[["\ufffd\ufffd","\ufffd\ufffd","\ufffd\ufffd\ufffd\ufffd","\ufffd\ufffd"]]=])

-- Numbers.
local n = json.decode"[9223372036854775807, -9223372036854775808, 9223372036854775808, 007, 1., -0, 1e2, 1E+2, 12e-1, 0.1]"
assert(n[1] == math.maxinteger and math.type(n[1]) == "integer")
assert(n[2] == math.mininteger and math.type(n[2]) == "integer")
assert(n[3] == 2^63 and math.type(n[3]) == "float")
assert(n[4] == 7 and n[5] == 1.0 and math.type(n[5]) == "float" and n[6] == 0)
assert(n[7] == 100.0 and n[8] == 100.0 and n[9] == 1.2 and n[10] == 0.1)
assert(json.decode"[1e400, -1e400, 5e-324]"[1] == math.huge)
assert(json.encode{math.mininteger, math.maxinteger} == "[-9223372036854775808,9223372036854775807]")
assert(json.encode{1/0, -1/0, 0/0} == "[null,null,null]")
fails("mem", "[" .. ("1"):rep(2000) .. "]")

-- Names.
local t = json.decode[[{"": 1, "a": 1, "a": 2}]]
assert(t[""] == 1 and t[1] == nil and t.a == 2)
assert(json.encode{[1.5] = 1} == [[{"1":1}]] and json.encode{[-3] = 1} == [[{"-3":1}]])
assert(json.decode[[{"1": "x"}]]["1"] == "x")

-- Leniency.
assert(json.decode"// comment\n /* another \n one */ [1]"[1] == 1)
assert(json.decode"{'a': 'b\"', }".a == "b\"")
local l = json.decode"[TRUE, False, nUlL]"
assert(l[1] == true and l[2] == false and l[3] == json.null)
assert(select("#", json.decode"[1] // end\n{}") == 2)
fails("needmoredata", "[1] /* open")
fails("parse", "[1 /* inside */]")
fails("parse", "\xEF\xBB\xBF[1]")
for _, text in ipairs{"[1,]", "[01x]", "[-]", "[1e]", "[1e+]", "[1.5.2]", "[--1]", "[\"\\q\"]", "{\"a\":1 \"b\":2}", "[\"\\u12\"]", "[tru e]", "/x[1]"} do
   fails("parse", text)
end
fails("needmoredata", "")
fails("needmoredata", " \n")
fails("needmoredata", "[1][2")

-- Limits.
fails("stack", ("["):rep(10000) .. ("]"):rep(10000))
fails("stack", ("["):rep(16) .. ("]"):rep(16))
local deep = json.decode(("["):rep(10000) .. ("]"):rep(10000), 10001)
assert(deep and json.encode(deep) == ("["):rep(9999) .. "{}" .. ("]"):rep(9999))
assert(json.decode(("["):rep(7) .. ("]"):rep(7), 1) and not json.decode(("["):rep(8) .. ("]"):rep(8), 1))
fails("mem", '{"' .. ("k"):rep(255) .. '":1}')
assert(json.decode('{"' .. ("k"):rep(126) .. '":1}', 16, 1))
fails("mem", '{"' .. ("k"):rep(127) .. '":1}', 16, 1)
assert(json.decode("xx[1]", nil, nil, 2)[1] == 1)
assert(not pcall(json.decode, "[1]", 16, 255, -1))
fails("needmoredata", "[1]", 16, 255, 100)

-- A million levels of table: no stack overflow.
local chain = {}
local inner = chain
for _ = 1, 100000 do inner[1] = {} inner = inner[1] end
assert(#json.encode(chain) == 2 * 100000 + 2)
-- A table twice, but not inside of itself.
local shared = {1}
assert(json.encode{shared, shared} == "[[1],[1]]")
-- Text that grows exponentially stops at its limit.
local bomb = {1}
for _ = 1, 60 do bomb = {bomb, bomb} end
local text, code, message = json.encode(bomb)
assert(text == nil and code == "mem" and message:find"268435456", message)

-- The parser: faults show at once, and stay.
local p = json.parser()
assert(select("#", p:parse"{\"a\"") == 1)
local ok, err = p:parse"x"
assert(ok == nil and err == "parse")
assert(select(2, p:parse"[1]") == "parse")
local names = json.parser(nil, 200)
assert(names:parse('{"' .. ("k"):rep(199)))
assert(select(2, names:parse('":"' .. ("v"):rep(70000) .. '"}')))
-- A name without end is refused, whatever its pieces.
local endless = json.parser()
local result, why = endless:parse'{"'
for _ = 1, 100 do
   result, why = endless:parse(("k"):rep(100))
   if not result then break end
end
assert(result == nil and why == "mem")
assert(tostring(json.null) == "userdata: 0" and type(json.null) == "userdata")
