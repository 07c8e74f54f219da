-- Generators: creation, iteration and end of coroutines.
local wrap, yield = coroutine.wrap, coroutine.yield

local function range(n)
  return wrap(function()
    for i = 1, n do yield(i) end
  end)
end

local function permgen(a, n)
  n = n or #a
  if n <= 1 then
    yield(a)
  else
    for i = 1, n do
      a[n], a[i] = a[i], a[n]
      permgen(a, n - 1)
      a[n], a[i] = a[i], a[n]
    end
  end
end

return function()
  local sum = 0
  for k = 1, 8000 do
    for i in range(10) do sum = sum + i end
  end
  for i in range(300000) do sum = sum + i end
  local count = 0
  for p in wrap(function() permgen({1, 2, 3, 4, 5, 6, 7, 8}) end) do count = count + p[1] end
  return sum + count
end
