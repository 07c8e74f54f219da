-- main.lua directory generator seed
local directory, generator, seed = arg[1], arg[2], tonumber(arg[3])
local R = dofile(directory .. "/random.lua")
R.seed(seed)
assert(loadfile(directory .. "/" .. generator .. ".lua"))(R)
