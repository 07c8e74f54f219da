-- Manual 2.6 and 6.2: coroutines.
local create, resume, yield, status, wrap = coroutine.create, coroutine.resume, coroutine.yield, coroutine.status, coroutine.wrap
local function pack(...) return table.concat({...}, ",") end
local co = create(function(a, b)
  assert(a == 1 and b == 2)
  local c = yield(a + b)
  local d, e = yield(c * 2)
  return d + e, "end"
end)
assert(status(co) == "suspended")
assert(select(2, resume(co, 1, 2)) == 3 and select(2, resume(co, 10)) == 20)
local ok, x, y = resume(co, 3, 4)
assert(ok and x == 7 and y == "end" and status(co) == "dead")
ok, x = resume(co)
assert(not ok and x == "cannot resume dead coroutine")
-- Status and running.
local main, isMain = coroutine.running()
assert(isMain and type(main) == "thread" and not coroutine.isyieldable())
local outer
outer = create(function()
  assert(status(outer) == "running" and coroutine.isyieldable() and coroutine.running() == outer and not select(2, coroutine.running()))
  local inner = create(function() assert(status(outer) == "normal"); assert(select(2, resume(outer)) == "cannot resume non-suspended coroutine") end)
  assert(resume(inner))
end)
assert(resume(outer))
assert(select(2, pcall(yield)) == "attempt to yield from outside a coroutine")
assert(select(2, resume(create(function() return resume(coroutine.running()) end))) == false)
-- wrap.
local gen = wrap(function() for i = 1, 3 do yield(i) end end)
assert(gen() == 1 and gen() == 2 and gen() == 3 and gen() == nil)
ok, x = pcall(gen)
assert(not ok and x == "cannot resume dead coroutine" or x:find "cannot resume dead coroutine")
ok, x = pcall(wrap(function() error("oops", 0) end))
assert(x == "oops")
ok, x = pcall(wrap(function() error({code = 1}) end))
assert(x.code == 1)
-- Yield across everything.
local function collect(f)
  local out, c = {}, create(f)
  while true do
    local r = table.pack(resume(c, #out))
    assert(r[1], r[2])
    if status(c) == "dead" then return table.concat(out, " ") .. "|" .. tostring(r[2]) end
    out[#out + 1] = tostring(r[2])
  end
end
assert(collect(function() return pcall(function() yield "in pcall"; error("e", 0) end) end) == "in pcall|false")
assert(collect(function() return (xpcall(function() yield "x"; error "e" end, function(m) return m end)) end) == "x|false")
assert(collect(function() return select(2, xpcall(error, function(m) return m .. "!" end, "msg")) end) == "|msg!")
local mt = {}
for _, e in ipairs {"add", "concat", "lt", "le", "eq", "index", "len", "unm", "call", "idiv", "band", "shl"} do mt["__" .. e] = function(a, b) yield(e); return 1 end end
mt.__newindex = function(t, k, v) yield "newindex"; rawset(t, k, v) end
local t, u = setmetatable({}, mt), setmetatable({}, mt)
assert(collect(function()
  local r = {t + 1, t .. "x", t < u, t <= u, t == u, t.field, #t, -t, t(), t // 1, t & 1, t << 1}
  t.new = 5
  return #r
end) == "add concat lt le eq index len unm call idiv band shl newindex|12")
assert(collect(function() for a in function(_, c) yield "iter"; c = (c or 0) + 1; if c < 3 then return c end end do yield(a) end end) == "iter 1 iter 2 iter|nil")
assert(collect(function() for k in pairs(setmetatable({}, {__pairs = function() yield "p"; return function() end end})) do end return "end" end) == "p|end")
assert(collect(function() local z <close> = setmetatable({}, {__close = function() yield "closing" end}); yield "body" return "r" end) == "body closing|r")
assert(collect(function() return select(2, coroutine.close(create(function() end))) or "closed" end) == "|closed")
assert(collect(function() return wrap(function() return wrap(function() yield "deep" return 1 end)() end)() end) == "|deep")
-- Library functions in C cannot be yielded across in PUC Lua; here they can.
local everywhere = wrap(function() return pcall(table.sort, {2, 1}, function() yield() end) end)() == nil
if everywhere then
  assert(collect(function() local s = {3, 1, 2}; table.sort(s, function(a, b) yield "cmp"; return a < b end); return pack(table.unpack(s)) end):find "cmp.*|1,2,3$")
  assert(collect(function() return (("abc"):gsub("%w", function(c) yield(c); return c:upper() end)) end) == "a b c|ABC")
  assert(collect(function() return load(function() yield "reader"; return nil end) and "loaded" end) == "reader|loaded")
  assert(collect(function() return tostring(setmetatable({}, {__tostring = function() yield "ts"; return "T" end})) end) == "ts|T")
  assert(collect(function() return table.concat(setmetatable({}, {__index = function(_, i) yield(i); return i end, __len = function() return 2 end})) end) == "1 2|12")
  assert(collect(function() local r = table.pack(table.unpack(setmetatable({}, {__index = function(_, i) yield(i); return i end}), 1, 2)) return r.n end) == "1 2|2")
end
-- close.
do
  local log = {}
  local c = create(function()
    local a <close> = setmetatable({}, {__close = function(_, e) log[#log + 1] = "a" .. tostring(e) end})
    local b <close> = setmetatable({}, {__close = function(_, e) log[#log + 1] = "b" .. tostring(e); error("in close", 0) end})
    yield()
    log[#log + 1] = "never"
  end)
  resume(c)
  local closed, message = coroutine.close(c)
  assert(closed == false and message == "in close" and table.concat(log, " ") == "bnil ain close" and status(c) == "dead")
  assert(coroutine.close(c) == true and coroutine.close(create(print)) == true)
  assert(select(2, pcall(coroutine.close, coroutine.running())):find "cannot close a running coroutine")
  local failed = create(error)
  resume(failed, "x")
  local ok2, m2 = coroutine.close(failed)
  assert(ok2 == false and m2 == "x")
end
-- Errors, tracebacks, many coroutines.
do
  local c = create(function() local function inner() error("deep", 2) end inner() end)
  local ok, message = resume(c)
  assert(not ok and message:find "deep$" and debug.traceback(c):find "stack traceback")
  local all = {}
  for i = 1, 2000 do all[i] = wrap(function() local n = i while true do yield(n); n = n + 1 end end); all[i]() end
  local sum = 0
  for i = 1, 2000 do sum = sum + all[i]() end
  assert(sum == 2003000)
  local function nest(n) if n == 0 then return "bottom" end return wrap(function() return nest(n - 1) end)() end
  assert(nest(100) == "bottom")
end
for _, case in ipairs {{pcall(create)}, {pcall(create, 1)}, {pcall(resume, 1)}, {pcall(status)}, {pcall(wrap, "x")}} do assert(case[1] == false and case[2]:find "bad argument #1", case[2]) end
print "OK"
