-- gmatch, gsub, find and match over a text.
local words = {}
for i = 1, 20000 do
  words[i] = ({"alpha", "Beta", "gamma-ray", "delta_wing", "x=" .. i, "user" .. i .. "@example.com", "2024-01-" .. i % 28 + 1})[i % 7 + 1]
end
local text = table.concat(words, " ")

return function()
  local count, total = 0, 0
  for word in text:gmatch("%a+") do count = count + #word end
  for key, value in text:gmatch("(%w+)=(%d+)") do total = total + tonumber(value) + #key end
  for y, m, d in text:gmatch("(%d%d%d%d)%-(%d+)%-(%d+)") do total = total + y + m + d end
  local replaced, n = text:gsub("%w+@%w+%.com", function(mail) return "<" .. mail .. ">" end)
  local upper = text:gsub("%f[%a]%a", string.upper)
  local swapped = text:gsub("(%w+)%-(%w+)", "%2-%1")
  local from, at = 0, 1
  while at do
    from, at = text:find("gamma", at, true)
    if at then count = count + from; at = at + 1 end
  end
  return table.concat({count, total, n, #replaced, #upper, swapped:sub(1, 40)}, " ")
end
