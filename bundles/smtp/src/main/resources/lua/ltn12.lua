--- Sources, sinks, filters and pumps (LTN012 of the Lua technical notes). See docs/api/smtp.lua.

local ltn12 = { source = {}, sink = {}, filter = {}, pump = {}, BLOCKSIZE = 2048 }
local source, sink, filter, pump = ltn12.source, ltn12.sink, ltn12.filter, ltn12.pump

local function check(value, what) return value or error(what .. " expected", 3) end

-- Filters.

function filter.cycle(low, ctx, extra)
   check(low, "filter")
   return function(chunk)
      local result
      result, ctx = low(ctx, chunk, extra)
      return result
   end
end

function filter.chain(...)
   local filters, n = { ... }, select("#", ...)
   --- Passes a chunk, not nil, through the filters from the given one on.
   local function pass(chunk, first)
      for i = first, n do
         if chunk == "" and i > first then return "" end
         chunk = filters[i](chunk)
      end
      return chunk
   end
   local ending = 1 -- the first filter that may have something left at the end
   return function(chunk)
      if chunk ~= nil then return pass(chunk, 1) end
      while ending <= n do
         local rest = filters[ending](nil)
         if rest == nil then
            ending = ending + 1
         else
            local result = pass(rest, ending + 1)
            if result ~= "" then return result end
         end
      end
      return nil
   end
end

-- Sources.

function source.empty()
   return function() return nil end
end

function source.error(err)
   return function() return nil, err end
end

function source.file(handle, err)
   if not handle then return source.error(err or "unable to open file") end
   return function()
      local chunk = handle:read(ltn12.BLOCKSIZE)
      if not chunk then handle:close() end
      return chunk
   end
end

function source.string(s)
   if not s then return source.empty() end
   local i = 1
   return function()
      local chunk = s:sub(i, i + ltn12.BLOCKSIZE - 1)
      i = i + ltn12.BLOCKSIZE
      if chunk ~= "" then return chunk end
      return nil
   end
end

--- A source may return another as second value, to go on with.
function source.simplify(src)
   check(src, "source")
   return function()
      local chunk, err_or_new = src()
      if not chunk then return nil, err_or_new end
      src = err_or_new or src
      return chunk
   end
end

function source.rewind(src)
   check(src, "source")
   local returned = {}
   return function(chunk)
      if chunk then
         returned[#returned + 1] = chunk
      elseif #returned > 0 then
         return table.remove(returned)
      else
         return src()
      end
   end
end

function source.cat(...)
   local sources, i = { ... }, 1
   return function()
      while sources[i] do
         local chunk, err = sources[i]()
         if chunk then return chunk end
         if err then return nil, err end
         i = i + 1
      end
      return nil
   end
end

function source.chain(src, ...)
   check(src, "source")
   check((...), "filter")
   local f = filter.chain(...)
   local ended, hasmore = false, false
   return function()
      while true do
         local chunk = ""
         if ended then
            chunk = nil
         elseif not hasmore then
            local err
            chunk, err = src()
            if err then return nil, err end
            ended = chunk == nil
         end
         local result = f(chunk)
         if result == nil then
            if ended then return nil end
            error("filter returned nil before the end", 2)
         end
         hasmore = result ~= ""
         if hasmore then return result end
      end
   end
end

-- Sinks.

function sink.null()
   return function() return 1 end
end

function sink.error(err)
   return function() return nil, err end
end

function sink.table(t)
   t = t or {}
   return function(chunk)
      if chunk then t[#t + 1] = chunk end
      return 1
   end, t
end

function sink.file(handle, err)
   if not handle then return sink.error(err or "unable to open file") end
   return function(chunk)
      if chunk then return handle:write(chunk) end
      handle:close()
      return 1
   end
end

function sink.simplify(snk)
   check(snk, "sink")
   return function(chunk, err)
      local ok, err_or_new = snk(chunk, err)
      if not ok then return nil, err_or_new end
      snk = err_or_new or snk
      return 1
   end
end

function sink.chain(...)
   local args = { ... }
   local snk = check(table.remove(args), "sink")
   check(args[1], "filter")
   local f = filter.chain(table.unpack(args))
   return function(chunk, err)
      if chunk == "" then return 1 end
      local result = f(chunk)
      while result ~= (chunk and "" or nil) do
         local ok, snkerr = snk(result, err)
         if not ok then return nil, snkerr end
         result = f(chunk and "")
      end
      if chunk then return 1 end
      return snk(nil, err)
   end
end

-- Pumps.

function pump.step(src, snk)
   local chunk, srcerr = src()
   local ok, snkerr = snk(chunk, srcerr)
   if chunk and ok then return 1 end
   return nil, srcerr or snkerr
end

function pump.all(src, snk, step)
   check(src, "source")
   check(snk, "sink")
   step = step or pump.step
   while true do
      local ok, err = step(src, snk)
      if not ok then
         if err then return nil, err end
         return 1
      end
   end
end

return ltn12
