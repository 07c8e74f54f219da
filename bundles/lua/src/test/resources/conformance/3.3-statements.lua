-- Manual 3.3: statements; 3.5: visibility.
local function fails(code, message)
  local f, e = load(code, "=c")
  assert(not f and e:find(message, 1, true), code .. " : " .. tostring(e))
end
-- Assignment: right sides before left sides take effect.
do
  local i, a = 3, {}
  i, a[i] = i + 1, 20
  assert(i == 4 and a[3] == 20 and a[4] == nil)
  local x, y, z = 1, 2
  x, y = y, x
  assert(x == 2 and y == 1 and z == nil)
  local function f() return 1, 2, 3 end
  local p, q, r, s = f()
  assert(p == 1 and r == 3 and s == nil)
  p, q = f(), 10
  assert(p == 1 and q == 10)
  p, q, r = 0, f()
  assert(p == 0 and q == 1 and r == 2)
  p, q = (f())
  assert(p == 1 and q == nil)
  local t = {f(), f()}
  assert(#t == 4)
  t = {f(), (f())}
  assert(#t == 2)
  a = {}
  local b = a
  a.x, a = 1, 2
  assert(b.x == 1 and a == 2)
end
-- Control structures.
do
  local n = 0
  while true do n = n + 1; if n > 5 then break end end
  assert(n == 6)
  repeat local done = n > 8; n = n + 1 until done
  assert(n == 10)
  local log = {}
  for i = 1, 3 do log[#log + 1] = i end
  for i = 3, 1, -1 do log[#log + 1] = i end
  for i = 1, 0 do error "never" end
  for i = 1.0, 2 do log[#log + 1] = i; assert(math.type(i) == "float") end
  for i = 1, 2.9 do log[#log + 1] = i; assert(math.type(i) == "integer") end
  assert(table.concat(log, " ") == "1 2 3 3 2 1 1.0 2.0 1 2")
  n = 0
  for i = math.maxinteger - 1, math.maxinteger do n = n + 1 end
  for i = math.mininteger, math.mininteger + 1 do n = n + 1 end
  for i = math.mininteger + 1, math.mininteger, -1 do n = n + 1 end
  assert(n == 6)
  for i = 1, math.huge do n = n + 1; if i == 3 then break end end
  for i = -1, -math.huge, -1 do n = n + 1; if i == -3 then break end end
  for i = 1, -math.huge do error "never" end
  for i = math.maxinteger, math.maxinteger + 1.0 do n = n + 1; break end
  assert(n == 13)
  for i = 3, math.mininteger, math.mininteger do n = n + 1 end
  for i = 1, math.maxinteger, math.maxinteger do n = n + 1 end
  assert(n == 16)
  local calls = 0
  local function one() calls = calls + 1 return 3 end
  for i = 1, one() do i = 10 end
  assert(calls == 1)
  local closures = {}
  for i = 1, 3 do closures[i] = function() i = i + 1 return i end end
  assert(closures[1]() == 2 and closures[1]() == 3 and closures[2]() == 3)
end
for _, case in ipairs {{"for i = 1, 10, 0 do end", "'for' step is zero"}, {"for i = 1.0, 10, 0 do end", "'for' step is zero"},
  {"for i = {}, 1 do end", "'for' initial value"}, {"for i = 1, 'x' do end", "'for' limit"}, {"for i = 1, 2, nil do end", "'for' step"}} do
  local ok, message = pcall(load(case[1]))
  assert(not ok and message:find(case[2], 1, true), message)
end
-- Generic for: four values, the closing one included.
do
  local closed, log = 0, {}
  local closing = setmetatable({}, {__close = function() closed = closed + 1 end})
  local function iterate(limit, i) if i < limit then return i + 1, i * 2 end end
  for i, v in iterate, 3, 0, closing do log[#log + 1] = i .. ":" .. v end
  assert(table.concat(log, " ") == "1:0 2:2 3:4" and closed == 1)
  for i in iterate, 3, 0, closing do break end
  assert(closed == 2)
  assert(not pcall(function() for i in iterate, 3, 0, closing do error "x" end end) and closed == 3)
  local function f() for i in iterate, 3, 0, closing do return i end end
  assert(f() == 1 and closed == 4)
  assert(select(2, pcall(function() for i in 5 do end end)):find("attempt to call a number value"))
end
-- goto.
do
  local i = 1
  ::top::
  if i < 5 then i = i + 1; goto top end
  assert(i == 5)
  for k = 1, 3 do
    for j = 1, 3 do
      if j == 2 then goto continue end
      i = i + 1
      ::continue::
    end
  end
  assert(i == 11)
  do goto out; local x; ::out:: end
  local made = {}
  do
    local k = 0
    ::again::
    local x = k
    made[#made + 1] = function() x = x + 1 return x end
    k = k + 1
    if k < 3 then goto again end
  end
  assert(made[1]() == 1 and made[2]() == 2 and made[1]() == 2 and made[3]() == 3)
  repeat
    if true then goto done end
    do local y end
    ::done::
  until true
end
fails("goto x", "no visible label 'x' for <goto> at line 1")
fails("goto x; local a; ::x:: print(a)", "<goto x> at line 1 jumps into the scope of local 'a'")
fails("::a:: ::a::", "label 'a' already defined on line 1")
fails("do ::x:: end goto x", "no visible label 'x'")
fails("break", "break outside loop at line 1")
fails("repeat if x then goto c end local a; ::c:: until a", "jumps into the scope of local 'a'")
-- Attribs.
do
  local x <const>, y <const> = 5, {}
  y.z = x
  assert(y.z == 5)
  fails("local x <const> = 1; x = 2", "attempt to assign to const variable 'x'")
  fails("local x <const> = 1; local function f() x = 2 end", "attempt to assign to const variable 'x'")
  fails("local x <close> = nil; x = 2", "attempt to assign to const variable 'x'")
  fails("local x <foo> = 1", "unknown attribute 'foo'")
  fails("local x <close>, y <close> = 1, 2", "multiple to-be-closed variables in local list")
  fails("for i = 1, 2 do local <const> x end", "<name> expected")
end
do
  local log = {}
  local function closer(name) return setmetatable({}, {__close = function(_, e) log[#log + 1] = name .. ":" .. tostring(e) end}) end
  do
    local a <close> = closer "a"
    local b <close> = closer "b"
    local c <close> = nil
    local d <close> = false
  end
  assert(table.concat(log, " ") == "b:nil a:nil")
  log = {}
  local function f()
    local a <close> = closer "a"
    return "r", (function() log[#log + 1] = "value" return 1 end)()
  end
  assert(select("#", f()) == 2 and table.concat(log, " ") == "value a:nil")
  log = {}
  assert(not pcall(function() local a <close> = closer "a"; error("boom", 0) end) and log[1] == "a:boom")
  log = {}
  for i = 1, 2 do
    local a <close> = closer(i)
    if i == 1 then goto continue end
    break
    ::continue::
  end
  assert(table.concat(log, " ") == "1:nil 2:nil")
  local ok, message = pcall(function() local z <close> = 42 end)
  assert(not ok and message:find("variable 'z' got a non-closable value", 1, true))
  -- An error in a closing method replaces the one before.
  ok, message = pcall(function()
    local a <close> = setmetatable({}, {__close = function(_, e) error("second after " .. e, 0) end})
    error("first", 0)
  end)
  assert(message == "second after first")
  -- A tail call is none in the scope of a to-be-closed variable.
  log = {}
  local function tail() local a <close> = closer "a"; return table.unpack({1, 2, 3}) end
  assert(select("#", tail()) == 3 and #log == 1)
end
-- Scope.
do
  local x = 10
  do local x = x; x = x + 1; assert(x == 11) end
  assert(x == 10)
  local f = function() return x end
  local x = 20
  assert(f() == 10 and x == 20)
  local function fact(n) return n < 2 and 1 or n * fact(n - 1) end
  assert(fact(10) == 3628800)
end
fails("return 1; x = 2", "<eof> expected near 'x'")
fails("if x then", "'end' expected near <eof>")
fails("if x\nthen\nx = 1\n", "'end' expected (to close 'if' at line 1) near <eof>")
fails("f(", "unexpected symbol near <eof>")
fails("x, f() = 1, 2", "syntax error near '='")
fails("(a) = 1", "syntax error near '='")
fails("x", "syntax error near <eof>")
fails("for a, 1 do end", "<name> expected near '1'")
fails("for a b do end", "'=' or 'in' expected near 'b'")
fails("function a.b:c.d() end", "'(' expected near '.'")
fails("local function a.b() end", "'(' expected near '.'")
fails("return function(a, ..., b) end", "')' expected near ','")
fails("function f() return ... end", "cannot use '...' outside a vararg function near '...'")
fails("a = {1, 2", "'}' expected near <eof>")
fails("a = (1", "')' expected near <eof>")
fails("a.1 = 2", "near '.1'")
assert(load("return(1)") and load("a = {1, 2; 3, [4] = 5, x = 6,}") and load("f{} f'' f[[]] a.b.c{}'' a:b'x'"))
print "OK"
