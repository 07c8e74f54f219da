-- Making and calling closures; upvalues.
local function counter(step)
  local n = 0
  return function()
    n = n + step
    return n
  end
end

local function compose(f, g)
  return function(x) return f(g(x)) end
end

local function map(t, f)
  local r = {}
  for i = 1, #t do r[i] = f(t[i]) end
  return r
end

return function()
  local sum = 0
  for i = 1, 9000 do
    local c = counter(i)
    for _ = 1, 100 do sum = sum + c() end
  end
  local inc = function(x) return x + 1 end
  local f = inc
  for _ = 1, 20 do f = compose(inc, f) end
  for i = 1, 30000 do sum = sum + f(i) end
  local t = {}
  for i = 1, 1000 do t[i] = i end
  for k = 1, 300 do
    for _, v in ipairs(map(t, function(x) return x * k end)) do sum = sum + v end
  end
  return sum
end
