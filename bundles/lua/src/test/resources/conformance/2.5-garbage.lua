-- Finalizers run without being asked for, the youngest first; files that are garbage are closed.
local n = 0
for i = 1, 10 do setmetatable({}, {__gc = function() n = n + 1 end}) end
local start = os.time()
while n < 10 and os.time() - start < 60 do
  local t = {}
  for i = 1, 1000 do t[i] = {i} end
end
assert(n == 10)

local order = {}
for i = 1, 5 do setmetatable({}, {__gc = function() order[#order + 1] = i end}) end
collectgarbage()
collectgarbage()
assert(table.concat(order, " ") == "5 4 3 2 1")

local name = os.tmpname()
do
  local file = io.open(name, "w")
  file:write("kept back")
end
collectgarbage()
collectgarbage()
local file = io.open(name)
assert(file:read("a") == "kept back")
file:close()
os.remove(name)

collectgarbage("incremental")
assert(collectgarbage("generational") == "incremental" and collectgarbage("incremental") == "generational")
assert(math.type(collectgarbage("count")) == "float" and collectgarbage("isrunning"))
print("OK")
