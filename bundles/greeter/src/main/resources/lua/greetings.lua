-- What a bundle writes in Lua: found by require "greetings".
local greetings = {}

--- Greets everyone in a list.
function greetings.all(names)
   local said = {}
   for i, name in ipairs(names) do
      said[i] = ba.greeter.greet(name)
   end
   return said
end

return greetings
