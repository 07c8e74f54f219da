--- Whole files, especially configuration. See docs/api/data.lua.

local rwfile = {}

local function read(io, name)
   local file, code, message = io:open(name, "r")
   if not file then return nil, code, message end
   local data, err = file:read("a")
   file:close()
   return data, err
end

--- For objects that stand in for an IO and have the usual methods only.
local function overwrite(io, name, data)
   local file, code, message = io:open(name, "w")
   if not file then return nil, code, message end
   local ok, err = file:write(data)
   file:close()
   if not ok then return nil, err end
   return true
end

local function write(io, name, data)
   if type(io) == "userdata" then return io:replace(name, data) end
   return overwrite(io, name, data)
end

function rwfile.file(io, name, data)
   if data == nil then return read(io, name) end
   return write(io, name, data)
end

function rwfile.json(io, name, tab)
   if tab ~= nil then
      local text, err = ba.json.encode(tab)
      if not text then return nil, err end
      return write(io, name, text)
   end
   local text, code, message = read(io, name)
   if not text then return nil, code, message end
   local value = ba.json.decode((text:gsub("^\xEF\xBB\xBF", "")))
   if value == nil then return nil, "jsonerr", name .. " holds no JSON" end
   return value
end

return rwfile
