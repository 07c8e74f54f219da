-- Variable numbers of arguments and results.
local select, unpack = select, table.unpack

local function sum(...)
  local s = 0
  for i = 1, select("#", ...) do s = s + (select(i, ...)) end
  return s
end

local function pass(...) return ... end
local function first(a, ...) return a, ... end
local function packed(...)
  local t = {...}
  return #t
end

return function()
  local total = 0
  for i = 1, 60000 do
    total = total + sum(i, 2, 3, 4, 5)
    total = total + packed(pass(i, i + 1, i + 2))
    local a, b, c = first(i, pass(1, 2))
    total = total + a + b + c
    total = total + sum(unpack({1, 2, 3}))
    total = total + table.pack(pass()).n + select("#", pass(nil, nil))
  end
  return total
end
