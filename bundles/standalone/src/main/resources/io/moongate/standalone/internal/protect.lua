-- Calls f(...) as the program lua does: an error comes back as the text to print, with a traceback.
local debug, getmetatable, string, tostring, type, xpcall = debug, getmetatable, string, tostring, type, xpcall

local function describe(e)
   if type(e) == "string" or type(e) == "number" then
      return debug.traceback(tostring(e), 2)
   end
   local meta = getmetatable(e)
   if type(meta) == "table" and meta.__tostring then
      return tostring(e)
   end
   return debug.traceback("(error object is a " .. type(e) .. " value)", 2)
end

local function finish(ok, ...)
   if ok then
      return true, ...
   end
   -- What lies below the chunk is this function, which is nobody's business.
   return false, (string.gsub((...), "\n\t%[C%]: in function 'xpcall'\n\t%[moongate%].*$", "\n\t[C]: in ?"))
end

return function(f, ...)
   return finish(xpcall(f, describe, ...))
end
