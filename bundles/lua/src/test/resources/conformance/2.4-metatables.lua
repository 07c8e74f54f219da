-- Manual 2.4: metatables and metamethods.
local function show(v) return type(v) == "table" and "T" or tostring(v) end
local log
local mt = {}
for _, event in ipairs {"add", "sub", "mul", "div", "mod", "pow", "unm", "idiv", "band", "bor", "bxor", "shl", "shr", "bnot", "concat", "len"} do
  mt["__" .. event] = function(a, b) return event .. "(" .. show(a) .. "," .. show(b) .. ")" end
end
local t = setmetatable({}, mt)
assert(t + 1 == "add(T,1)" and 1 + t == "add(1,T)" and t - "x" == "sub(T,x)" and "x" * t == "mul(x,T)" and t / t == "div(T,T)" and nil % t == "mod(nil,T)" and t ^ 2 == "pow(T,2)")
assert(-t == "unm(T,T)" and t // 0 == "idiv(T,0)" and t & 1.5 == "band(T,1.5)" and "a" | t == "bor(a,T)" and t ~ t == "bxor(T,T)" and t << 1 == "shl(T,1)" and 1 >> t == "shr(1,T)" and ~t == "bnot(T,T)")
assert(t .. "x" == "concat(T,x)" and 1 .. t == "concat(1,T)" and "a" .. "b" .. t == "aconcat(b,T)")
assert(#t == "len(T,T)")
-- Comparison.
local cmp = {__lt = function(a, b) return show(a) .. "<" .. show(b) end, __le = function() return nil end, __eq = function() return 1 end}
local a, b = setmetatable({}, cmp), setmetatable({}, cmp)
assert((a < b) == true and (a > 1) == true and (a <= b) == false and (1 >= a) == false and a == b and not (a ~= b) and a ~= 1 and rawequal(a, a) and not rawequal(a, b))
assert(not pcall(function() return setmetatable({}, {}) < setmetatable({}, {}) end))
local eqOnce = setmetatable({}, {__eq = function() return true end})
assert(eqOnce == {} and {} == eqOnce and eqOnce ~= "x")
-- __index and __newindex.
local base = {x = 1}
local derived = setmetatable({}, {__index = setmetatable({y = 2}, {__index = base})})
assert(derived.x == 1 and derived.y == 2 and derived.z == nil and rawget(derived, "x") == nil)
local f = setmetatable({}, {__index = function(self, k) return k .. "!" end})
assert(f.a == "a!" and f[1] == "1!")
local store = {}
local w = setmetatable({present = 1}, {__newindex = store})
w.a, w.present = 5, 2
assert(rawget(w, "a") == nil and store.a == 5 and w.present == 2)
w = setmetatable({}, {__newindex = function(t, k, v) rawset(t, k, v * 2) end})
w.x = 4
assert(w.x == 8)
w.x = 5
assert(w.x == 5)
local loop = {}
setmetatable(loop, {__index = loop, __newindex = loop})
assert(select(2, pcall(function() return loop.x end)):find("'__index' chain too long; possible loop", 1, true))
assert(select(2, pcall(function() loop.x = 1 end)):find("'__newindex' chain too long; possible loop", 1, true))
assert(select(2, pcall(function() return setmetatable({}, {__index = 5}).x end)):find "attempt to index a number value")
-- A changed metatable works at once.
local m = {}
local o = setmetatable({}, m)
assert(o.q == nil)
m.__index = {q = 3}
assert(o.q == 3)
m.__index = nil
assert(o.q == nil and not pcall(function() return o + 1 end))
m.__add = function() return "sum" end
assert(o + 1 == "sum")
-- __call.
local c = setmetatable({}, {__call = function(self, ...) return self, select("#", ...), ... end})
assert(select(2, c()) == 0 and select(3, c(7)) == 7 and c(1) == c)
local cc = setmetatable({}, {__call = c})
assert(select(2, cc(1, 2)) == 3)
assert(select(2, pcall(function() setmetatable({}, {__call = 1})() end)):find "attempt to call a")
assert(pcall(c, 1) and select(2, coroutine.resume(coroutine.create(function(...) return c(...) end), 9)) == c)
-- __metatable, __name, __tostring, __pairs, __close, __mode.
local p = setmetatable({}, {__metatable = "locked"})
assert(getmetatable(p) == "locked" and select(2, pcall(setmetatable, p, {})) == "cannot change a protected metatable" and getmetatable("").__index == string)
local named = setmetatable({}, {__name = "My.Type"})
assert(tostring(named):find "^My.Type: " and select(2, pcall(function() return named + 1 end)):find "a My.Type value" and select(2, pcall(string.rep, named)):find "string expected, got My.Type")
assert(tostring(setmetatable({}, {__tostring = function() return "custom" end})) == "custom")
assert(select(2, pcall(tostring, setmetatable({}, {__tostring = function() return {} end}))) == "'__tostring' must return a string")
local keys = {}
for k, v in pairs(setmetatable({}, {__pairs = function(t) return function(_, k) if not k then return 1, 2 end end, t, nil end})) do keys[#keys + 1] = k + v end
assert(keys[1] == 3 and #keys == 1)
local seen = {}
for i, v in ipairs(setmetatable({}, {__index = function(_, i) if i <= 3 then return i * i end end})) do seen[i] = v end
assert(#seen == 3 and seen[3] == 9)
local weak = setmetatable({}, {__mode = "k"})
weak[{}] = 1
weak.x = {}
collectgarbage()
assert(next(weak) == "x" and weak.x)
local values = setmetatable({}, {__mode = "v"})
values[1], values[2], values.s = {}, "string", seen
collectgarbage()
assert(values[1] == nil and values[2] == "string" and values.s == seen)
-- Metatables of other types.
debug.setmetatable(1, {__index = {double = function(x) return x * 2 end}, __call = function(n, x) return n + x end})
assert((4):double() == 8 and (5)(6) == 11)
debug.setmetatable(1, nil)
debug.setmetatable(nil, {__index = function() return "nil!" end})
assert((nil).x == "nil!")
debug.setmetatable(nil, nil)
assert(not pcall(function() return (nil).x end))
local fmt = {__index = function(f, k) return k end}
debug.setmetatable(print, fmt)
assert(print.name == "name" and getmetatable(next) == fmt)
debug.setmetatable(print, nil)
-- Finalizers.
do
  local count = 0
  for i = 1, 10 do setmetatable({}, {__gc = function() count = count + 1 end}) end
  for _ = 1, 50 do
    collectgarbage()
    if count == 10 then break end
  end
  assert(count == 10)
end
print "OK"
