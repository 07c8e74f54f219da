-- Data formats: dkjson, MessagePack, inspect, base64 and friends.
package.path = "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.3/?.lua;" .. package.path
local json, mp, inspect, basexx = require "dkjson", require "MessagePack", require "inspect", require "basexx"
local value = {name = "gateway", list = {1, 2.5, -3, 1e100, true, json.null}, nested = {deep = {deeper = "ünï \"q\" \n"}}, empty = {}, big = math.maxinteger}
local text = json.encode(value, {keyorder = {"name", "list", "nested", "empty", "big"}, indent = true})
print(text)
local back, position, problem = json.decode(text)
print(back.list[2], back.nested.deep.deeper, back.big == math.maxinteger, position, problem, json.decode "{bad", json.decode '[1, 2')
for _, v in ipairs {0, 1, -1, 127, 128, 255, 256, 65536, -32, -33, -129, 2^40 | 0, math.mininteger, 1.5, "", "abc", ("x"):rep(300), true, {}, {1, 2, 3}, {a = 1}} do
  local packed = mp.pack(v)
  print(#packed, (packed:sub(1, 20):gsub(".", function(c) return ("%02x"):format(c:byte()) end)), inspect(mp.unpack(packed)):sub(1, 60))
end
print(inspect({1, 2, {a = {b = "c\n"}}, [{}] = 5, x = true, ["key with space"] = 1.5}), inspect(setmetatable({}, {__index = {}})))
print(basexx.to_base64 "Hello, world", basexx.from_base64 "SGVsbG8=", basexx.to_base32 "foobar", basexx.to_hex "\1\255", basexx.from_hex "41 42", basexx.to_bit "A", basexx.to_url64 "\255\254?")
