-- With a stand-in for an IO: the real ones are tested with the whole platform.
local rw = require "rwfile"
local files = {}
local io = {}
function io:open(name, mode)
   if mode == "r" and not files[name] then return nil, "enoent" end
   if name == "full" then return {write = function() return nil, "nospace" end, close = function() end} end
   return {
      read = function(_, what) assert(what == "a") return files[name] end,
      write = function(_, data) files[name] = data return true end,
      close = function() return true end,
   }
end
assert(rw.file(io, "a", "text") == true and rw.file(io, "a") == "text")
assert(rw.json(io, "b", {1, {x = 2}}) == true and rw.json(io, "b")[2].x == 2)
files.bom = "\xEF\xBB\xBF[1]"
assert(rw.json(io, "bom")[1] == 1)
files.bad = "{"
assert(select(2, rw.json(io, "bad")) == "jsonerr" and select(2, rw.json(io, "none")) == "enoent")
assert(select(2, rw.file(io, "full", "x")) == "nospace")
assert(rw.json(io, "k", {[true] = 1}) == nil and files.k == nil)
assert(not pcall(rw.file) and not pcall(rw.json))
