-- Hash tables with string, integer and float keys; traversal.
return function()
  local sum = 0
  local t = {}
  for i = 1, 30000 do t["key" .. i] = i end
  for i = 1, 30000 do t[i * 1000] = i end
  for i = 1, 3000 do t[i + 0.5] = i end
  for k, v in pairs(t) do sum = sum + v end
  for i = 1, 30000, 2 do t["key" .. i] = nil end
  for k, v in pairs(t) do sum = sum + v end
  local counts = {}
  for i = 1, 200000 do
    local k = i * 7919 % 4093
    counts[k] = (counts[k] or 0) + 1
  end
  for _, v in pairs(counts) do sum = sum + v end
  local point = {x = 0, y = 0, z = 0}
  for i = 1, 300000 do
    point.x = point.x + 1
    point.y = point.y + point.x
    point.z = point.y - point.x
  end
  return sum + point.z
end
