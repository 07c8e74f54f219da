-- Random programs with random line breaks: which lines, calls and returns a hook sees, and the lines of error messages.
local R = ...

-- A token list becomes text: some of its blanks become line breaks.
local breaks = 12
local function join(...)
  local out = {...}
  for i = 1, #out do out[i] = out[i] .. (R.chance(breaks) and "\n" or " ") end
  return table.concat(out)
end

local names = {"a", "b", "c", "G", "t.x", "t[1]", "u"}
local expression

local function atom()
  return R.pick {"1", "2.5", "'s'", "nil", "true", "a", "b", "c", "G", "u", "t.x", "t[1]", "t", "id(a)", "#t", "t.y.z"}
end

local function list(n)
  local out = {expression(1)}
  for i = 2, n do out[#out + 1] = join(",") .. expression(1) end
  return table.concat(out)
end

function expression(depth)
  local kind = depth <= 0 and 0 or R.int(0, 11)
  if kind <= 2 then return join(atom()) end
  if kind == 3 then return expression(depth - 1) .. join(R.pick {"+", "..", "*", "-"}) .. expression(depth - 1) end
  if kind == 4 then return expression(depth - 1) .. join(R.pick {"==", "<", "~=", ">="}) .. expression(depth - 1) end
  if kind == 5 then return expression(depth - 1) .. join(R.pick {"and", "or"}) .. expression(depth - 1) end
  if kind == 6 then return join(R.pick {"not", "-", "#"}) .. expression(depth - 1) end
  if kind == 7 then return join("(") .. expression(depth - 1) .. join(")") end
  if kind == 8 then return join("id", "(") .. list(R.int(1, 3)) .. join(")") end
  if kind == 9 then return join("t", ":", "m", "(") .. (R.chance(50) and expression(depth - 1) or "") .. join(")") end
  if kind == 10 then return join("{") .. list(R.int(1, 2)) .. join(",", "k", "=") .. expression(depth - 1) .. join("}") end
  return join("function", "(", "p", ")", "return") .. list(R.int(1, 2)) .. join("end")
end

local block

local function statement(depth)
  local kind = depth <= 0 and R.int(1, 5) or R.int(1, 15)
  if kind == 1 then return join("local", R.pick {"a", "b", "c"}, "=") .. expression(2) end
  if kind <= 3 then return join(R.pick(names), "=") .. expression(2) end
  if kind == 4 then return join("id", "(") .. list(R.int(1, 2)) .. join(")") end
  if kind == 5 then return join(R.pick(names), ",", R.pick(names), "=") .. list(R.int(1, 3)) end
  if kind == 6 then return join("if") .. expression(2) .. join("then") .. block(depth - 1) .. join("end") end
  if kind == 7 then
    return join("if") .. expression(1) .. join("then") .. block(depth - 1) .. join("elseif") .. expression(1) .. join("then")
      .. block(depth - 1) .. join("else") .. block(depth - 1) .. join("end")
  end
  if kind == 8 then return join("for", "i", "=", "1", ",", "2", "do") .. block(depth - 1) .. join("end") end
  if kind == 9 then return join("for", "_", ",", "a", "in", "ipairs", "(", "{", "1", ",", "2", "}", ")", "do") .. block(depth - 1) .. join("end") end
  if kind == 10 then return join("while", "more", "(", ")", "do") .. block(depth - 1) .. join("end") end
  if kind == 11 then return join("repeat") .. block(depth - 1) .. join("until", "not", "more", "(", ")") end
  if kind == 12 then return join("do") .. block(depth - 1) .. join("end") end
  if kind == 13 then return join("local", "function", "f", "(", "p", ")") .. block(0) .. join("return") .. expression(1) .. join("end", "f", "(", "1", ")") end
  if kind == 14 then return join("if", "more", "(", ")", "then", "return") .. list(R.int(1, 2)) .. join("end") end
  return join("local", "b", ",", "c", "=") .. list(2)
end

function block(depth)
  local out = {}
  for i = 1, R.int(1, 3) do out[i] = statement(depth) .. (R.chance(60) and "\n" or ";") end
  return table.concat(out)
end

local prelude = "local a, b, c, u, t, id, more = 1, 2, 3, 4, ... ; local function up() return u end\n"

local function environment()
  local left = 6
  local function id(...) return ... end
  local function more() left = left - 1 return left > 0 end
  local t = {x = 1, m = function(self, v) return v end, 7}
  return t, id, more
end

local number = 0
local function run(mask)
  local code = prelude .. block(3)
  number = number + 1
  local chunk, message = load(code, "=case", "t", {ipairs = ipairs, G = 5})
  if not chunk then print(number, (code:gsub("\n", "\\n")), "SYNTAX", message) return end
  local log = {}
  local function hook(event, line)
    if #log > 400 then return end
    local info = debug.getinfo(2, "Sl")
    if info.source == "=case" then log[#log + 1] = event:sub(1, 1) .. (line or info.currentline) end
  end
  local co = coroutine.create(chunk)
  debug.sethook(co, hook, mask)
  local out = R.show(coroutine.resume(co, environment()))
  print(number, (code:gsub("\n", "\\n")), table.concat(log, " "), out)
end

breaks = 0
for i = 1, 700 do run("l") end
for i = 1, 200 do run("crl") end
for i = 1, 300 do
  breaks = 15
  local code = prelude .. block(2)
  number = number + 1
  local chunk, message = load(code, "=case", "t", {ipairs = ipairs, G = 5})
  print(number, (code:gsub("\n", "\\n")), chunk and R.show(pcall(chunk, environment())) or message)
end
