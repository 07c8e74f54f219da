-- Sorting numbers, strings and records.
local seed
local function random()
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed
end

return function()
  seed = 7
  local numbers, strings, records = {}, {}, {}
  for i = 1, 24000 do
    numbers[i] = random() % 100000
    strings[i] = "k" .. random() % 100000
    records[i] = {key = random() % 1000, index = i}
  end
  table.sort(numbers)
  table.sort(strings)
  table.sort(records, function(a, b)
    if a.key ~= b.key then return a.key < b.key end
    return a.index < b.index
  end)
  table.sort(numbers, function(a, b) return a > b end)
  return table.concat({numbers[1], strings[1], records[1].index, records[24000].index, strings[24000]}, " ")
end
