local E = require "EventEmitter"
-- In the order they were added; the list may change meanwhile.
local e, log = E.create(), {}
local function add(x) return function() log[#log + 1] = x end end
local second = add"2"
e:on("x", add"1")
e:on("x", function() e:removeListener("x", second) e:on("x", add"4") end)
e:on("x", second)
e:on("x", add"3")
e:emit"x"
assert(table.concat(log) == "123")
-- An object with a class of its own.
local Class = {} Class.__index = Class
function Class:hello() return "hello" end
local o = E.create(setmetatable({}, Class))
local heard
o:on("x", function(v) heard = v end)
assert(o:hello() == "hello" and o:emit("x", 5) and heard == 5)
