assert(ba.b64decode"Zg==Zm9v" == "ffoo" and ba.b64decode"!Z!m!9!v!" == "foo" and ba.b64decode"Z" == "" and ba.b64decode"====" == "")
assert(ba.urlencode"a\0b" == "a%00b" and ba.urldecode"a%00b" == "a\0b")
for n = 0, 200 do
   local s = ba.rndbs(n)
   assert(ba.b64decode(ba.b64encode(s)) == s and ba.b64decode(ba.b64urlencode(s)) == s and ba.urldecode(ba.urlencode(s)) == s)
end
assert(ba.rnd(math.mininteger, math.maxinteger) and ba.rnd(math.maxinteger, math.maxinteger) == math.maxinteger)
assert(ba.rnd(0) >= 0 and ba.rnds(0) == 0 and math.type(ba.rnds(8)) == "integer")
assert(not pcall(ba.rndbs, -1) and not pcall(ba.rndbs, 1 << 30))
for n = 1, 8 do
   local v = ba.socket.n2h(n, ba.rndbs(n))
   assert(ba.socket.n2h(n, ba.socket.h2n(n, v)) == v and (n == 8 or v >= 0))
end
assert(ba.socket.n2h(8, "\255\255\255\255\255\255\255\254") == -2)
local ok, kind = select(2, ba.mime"html"), ba.mime"js"
assert(ok and kind == "text/javascript")
