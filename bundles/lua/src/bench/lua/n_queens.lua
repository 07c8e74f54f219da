-- Arrays, boolean tests and recursion.
local N = 10
local count

local function isFree(a, n, c)
  for i = 1, n - 1 do
    if a[i] == c or a[i] - i == c - n or a[i] + i == c + n then return false end
  end
  return true
end

local function add(a, n)
  if n > N then
    count = count + 1
  else
    for c = 1, N do
      if isFree(a, n, c) then
        a[n] = c
        add(a, n + 1)
      end
    end
  end
end

return function()
  count = 0
  add({}, 1)
  return count
end
