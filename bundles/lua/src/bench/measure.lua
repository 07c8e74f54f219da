-- Runs one benchmark and prints its result and the least of some times: measure.lua benchmark.lua rounds
local run = dofile(arg[1])
local best, result = math.huge, nil
for _ = 1, tonumber(arg[2]) do
  local start = os.clock()
  result = run()
  best = math.min(best, os.clock() - start)
end
print(string.format("%.6f %s", best, tostring(result)))
