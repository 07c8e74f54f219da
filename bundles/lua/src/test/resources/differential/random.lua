-- What the generators share: numbers from a seed, the same on every engine, and how a case is shown.
local M = {}
local state = 0

function M.seed(n) state = n * 2654435761 + 12345 end

function M.int(low, high)
  state = (state * 6364136223846793005 + 1442695040888963407)
  local x = (state >> 33) ~ (state >> 7 & 0xFFFF)
  return low + (x & 0x7FFFFFFF) % (high - low + 1)
end

function M.pick(list) return list[M.int(1, #list)] end

function M.chance(percent) return M.int(1, 100) <= percent end

local function show(v)
  local kind = type(v)
  if kind == "string" then
    return string.format("%q", v):gsub("\n", "n")
  elseif kind == "number" then
    return v ~= v and "nan" or math.type(v) == "float" and string.format("%a", v) or tostring(v)
  elseif kind == "nil" or kind == "boolean" then
    return tostring(v)
  end
  return kind
end

function M.show(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = show((select(i, ...))) end
  local text = table.concat(out, ", "):gsub(": 0x%x%x%x%x%x%x+", ": ADDRESS")
  -- Arithmetic on strings, and comparisons by library functions, are done in C, which has no position.
  text = text:gsub('"case:1: (attempt to divide by zero)', '"%1')
  text = text:gsub('"case:1: (attempt to compare)', '"%1')
  return (text:gsub('"case:1: (attempt to perform \'n%%)', '"%1'))
end

local number = 0

-- Prints what a chunk of code does.
function M.try(code, ...)
  number = number + 1
  local chunk, message = load(code, "=case")
  if not chunk then
    print(number, code, "SYNTAX", message)
  else
    print(number, code, M.show(pcall(chunk, ...)))
  end
end

return M
