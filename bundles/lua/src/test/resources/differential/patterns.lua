-- Random patterns on random subjects.
local R = ...
local pieces = {"a", "b", "c", ".", "%a", "%d", "%s", "%w", "%p", "%A", "%u", "%l", "%x", "%c", "%.", "%%", "[abc]", "[^a]", "[a-c]", "[%a_]", "[%d%.]", "[]]", "[^]]",
  "[a%-z]", "[a-]", "%b()", "%bxy", "%f[%a]", "%f[%A]", "%1", "%2", "x", " ", "-", "1", "(", ")", "()", "^", "$", "[", "%", "]", "é"}
local quantifiers = {"", "", "", "*", "+", "-", "?"}
local letters = {"a", "b", "c", "x", "y", "(", ")", " ", "1", "2", ".", "-", "A", "_", "\n", "]", "%", "\0", "é", "ab", "abc"}

local function pattern()
  local text = R.chance(15) and "^" or ""
  local open = 0
  for _ = 1, R.int(1, 5) do
    if R.chance(20) then
      text = text .. "("
      open = open + 1
    end
    text = text .. R.pick(pieces) .. R.pick(quantifiers)
    if open > 0 and R.chance(50) then
      text = text .. ")"
      open = open - 1
    end
  end
  if R.chance(90) then text = text .. (")"):rep(open) end
  return text .. (R.chance(15) and "$" or "")
end

local function subject()
  local text = {}
  for i = 1, R.int(0, 12) do text[i] = R.pick(letters) end
  return table.concat(text)
end

local replacements = {"'<%0>'", "'%1'", "'%%'", "''", "'%2%1'", "'%x'", "'x'", "{a = 'A', b = false, ab = 1}", "function(x, y) return y or x end", "function() end",
  "function(...) return select('#', ...) end", "print", "{}", "12", "nil", "function() return {} end"}

for i = 1, 1200 do
  local s, p = subject(), pattern()
  local init = R.chance(30) and R.int(-15, 15) or nil
  R.try("return string.find(...)", s, p, init)
  if R.chance(50) then R.try("return string.match(...)", s, p, init) end
  if R.chance(60) then
    R.try("local s, p, n = ... return string.gsub(s, p, " .. R.pick(replacements) .. ", n)", s, p, R.chance(20) and R.int(-1, 3) or nil)
  end
  if R.chance(40) then
    R.try("local out = {} for a, b in string.gmatch(...) do out[#out + 1] = tostring(a) .. '/' .. tostring(b) end return table.concat(out, ';')", s, p, init)
  end
  if R.chance(20) then R.try("local s, p, i = ... return string.find(s, p, i, true)", s, p, init) end
end

local calls = {"sub", "byte", "rep", "upper", "lower", "reverse", "len", "find", "char"}
local arguments = {"1", "0", "-1", "2", "3", "-2", "10", "-10", "2.0", "1.5", "'2'", "nil", "math.maxinteger", "math.mininteger"}
for i = 1, 600 do
  local f = R.pick(calls)
  local list = {}
  for n = 1, R.int(0, 3) do list[n] = R.pick(arguments) end
  if f == "rep" then list = {R.pick {"0", "1", "3", "-1", "2.0", "'2'", "1.5", "nil"}, R.pick {"','", "''", "nil", "1"}} end
  local first = f == "char" and "" or string.format("%q", subject()):gsub("\\\n", "\\n")
  R.try("return string." .. f .. "(" .. first .. (#first > 0 and #list > 0 and ", " or "") .. table.concat(list, ", ") .. ")")
end
