-- Growing and shrinking arrays.
return function()
  local sum = 0
  for _ = 1, 12 do
    local t = {}
    for i = 1, 20000 do t[#t + 1] = i end
    for i = 1, 20000 do table.insert(t, i) end
    for i = 1, 10 do table.insert(t, i * 7, -i) end
    for i = 1, 10 do sum = sum + table.remove(t, i * 3) end
    while #t > 0 do sum = sum + table.remove(t) end
    local u = table.move({table.unpack({1, 2, 3, 4, 5})}, 1, 5, 3)
    sum = sum + #u
  end
  return sum
end
