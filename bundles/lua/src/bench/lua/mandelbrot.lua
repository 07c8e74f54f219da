-- Float arithmetic on locals, bit operations, a string buffer.
return function()
  local n = 320
  local out, k = {}, 0
  for y = 0, n - 1 do
    local ci = 2.0 * y / n - 1.0
    local bits = 0
    for x = 0, n - 1 do
      local cr = 2.0 * x / n - 1.5
      local zr, zi, tr, ti = 0.0, 0.0, 0.0, 0.0
      local inside = 1
      for _ = 1, 50 do
        zi = 2.0 * zr * zi + ci
        zr = tr - ti + cr
        tr, ti = zr * zr, zi * zi
        if tr + ti > 4.0 then
          inside = 0
          break
        end
      end
      bits = (bits << 1) | inside
      if x % 8 == 7 then
        k = k + 1
        out[k] = string.char(bits & 255)
        bits = 0
      end
    end
  end
  local image, sum = table.concat(out), 0
  for i = 1, #image do sum = (sum * 31 + image:byte(i)) % 1000003 end
  return sum
end
