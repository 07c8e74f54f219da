-- Substrings as keys of a hash table, sorting.
local function sequence(n)
  local letters, seed, out = {"a", "c", "g", "t"}, 42, {}
  for i = 1, n do
    seed = (seed * 3877 + 29573) % 139968
    out[i] = letters[seed * 4 // 139968 + 1]
  end
  return table.concat(out)
end

local text = sequence(60000)

local function frequencies(length)
  local counts = {}
  for i = 1, #text - length + 1 do
    local key = text:sub(i, i + length - 1)
    counts[key] = (counts[key] or 0) + 1
  end
  return counts
end

return function()
  local out = {}
  for _, length in ipairs {1, 2, 3, 4, 6, 12} do
    local counts, keys = frequencies(length), {}
    for key in pairs(counts) do keys[#keys + 1] = key end
    table.sort(keys, function(a, b)
      if counts[a] == counts[b] then return a < b end
      return counts[a] > counts[b]
    end)
    out[#out + 1] = keys[1] .. "=" .. counts[keys[1]] .. "/" .. #keys
  end
  return table.concat(out, " ")
end
