-- Hooks, transferred values, stripped functions.
local function lines(code)
  local seen = {}
  local chunk = assert(load(code, "=lines"))
  debug.sethook(function(_, line) seen[#seen + 1] = line end, "l")
  chunk()
  debug.sethook()
  seen[#seen] = nil
  return table.concat(seen, " ", 2)
end
assert(lines "local a\na=1\nwhile a<=3 do\n  a=a+1\nend\n" == "1 2 3 4 3 4 3 4 3 5")
assert(lines "for i=1,4 do a=1 end\n" == "1 1 1 1")
assert(lines "if\nmath.sin(1)\nthen\n  a=1\nelse\n  a=2\nend\n" == "2 3 4 7")

local function add(a, b)
  local sum = a + b
  return sum, a
end
local log = {}
debug.sethook(function(event)
  local info = debug.getinfo(2, "rSn")
  local values = {}
  for i = info.ftransfer, info.ftransfer + info.ntransfer - 1 do values[#values + 1] = tostring(select(2, debug.getlocal(2, i))) end
  log[#log + 1] = event .. " " .. info.what .. " " .. table.concat(values, ",")
end, "cr")
add(1, 2)
math.abs(-3)
debug.sethook()
assert(table.concat(log, ";", 2, 5) == "call Lua 1,2;return Lua 3,1;call C -3;return C 3")

local function waiting(x) coroutine.yield(x) end
local co = coroutine.create(waiting)
coroutine.resume(co, 7)
assert(debug.traceback(co):find("in function 'coroutine.yield'", 1, true))

local stripped = load(string.dump(function(x) local y = x; return y.z end, true))
assert(select(2, pcall(stripped)) == "?:-1: attempt to index a nil value")
assert(debug.getinfo(stripped, "S").source == "=?" and next(debug.getinfo(stripped, "L").activelines) == nil)
assert(tostring(-(0 / 0)) ~= tostring(0 / 0))
print("OK")
