-- Concatenation, formatting, buffers, numbers to strings.
return function()
  local parts = {}
  for i = 1, 40000 do
    parts[#parts + 1] = "item " .. i .. ": " .. i * 0.5 .. "\n"
    parts[#parts + 1] = string.format("%05d %-8s %6.2f|", i, "row" .. i % 100, i / 7)
  end
  local s, sum = table.concat(parts), 0
  local line = ""
  for i = 1, 2000 do line = line .. string.char(97 + i % 26) end
  for i = 1, #s, 97 do sum = sum + s:byte(i) end
  return #s .. " " .. sum .. " " .. #line .. " " .. line:upper():reverse():sub(1, 10)
end
