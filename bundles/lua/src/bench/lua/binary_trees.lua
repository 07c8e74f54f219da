-- Allocation of many small tables, recursion.
local function bottomUp(depth)
  if depth > 0 then
    depth = depth - 1
    local left, right = bottomUp(depth), bottomUp(depth)
    return {left, right}
  end
  return {}
end

local function check(tree)
  if tree[1] then return 1 + check(tree[1]) + check(tree[2]) end
  return 1
end

return function()
  local total = 0
  for depth = 4, 12, 4 do
    local iterations = 1 << (12 - depth + 4)
    for _ = 1, iterations do total = total + check(bottomUp(depth)) end
  end
  return total
end
