-- The IO "net": files of a web file server (ba.create.wfs), over the HTTP client. Called with a table of options, which
-- netconf fills, and returns the functions of an IO whose names are whole URLs: HEAD, GET and PUT, and the file server's
-- commands for the rest. Names have been checked by the caller.
local options = ...

local ASKS_FOR_JSON = {["x-requested-with"] = "XMLHttpRequest"}
local BODY_LIMIT = 1 << 24 -- of a directory listing

local function encode(name)
   return (name:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- Parts of a URL: scheme and authority, path, which the client encodes.
local function split(url)
   local server, path = url:match"^([hH][tT][tT][pP][sS]?://[^/?#]+)(.*)$"
   if not server then return nil end
   return server, "/" .. path:gsub("^/+", "")
end

local function directory(url)
   local server, path = split(url)
   if not server then return nil end
   return server .. path:gsub("/*$", "/")
end

-- The directory's URL and the plain last name of a URL.
local function parent(url)
   local server, path = split(url)
   if not server then return nil end
   local dir, file = path:match"^(.*/)([^/]+)/*$"
   if not dir then return nil end
   return server .. dir, file
end

local function codeOf(status)
   if status == 404 or status == 409 or status == 410 then return "enoent" end
   if status == 401 or status == 403 or status == 423 then return "noaccess" end
   if status == 507 then return "nospace" end
   return "ioerror"
end

local function client()
   return require"httpc".create(options)
end

-- Sends a request and waits for the head of its answer.
local function exchange(op, body)
   op.user, op.password = options.user, options.password or options.pass
   op.trusted = options.trusted
   local http = client()
   local ok, err = http:request(op)
   if ok and body then ok, err = http:write(body) end
   local status = ok and http:status() or tonumber(err)
   if status and status >= 200 and status < 300 then return http end
   http:close()
   return nil, status and codeOf(status) or "ioerror"
end

local function attributes(http)
   local isdir = (http:header"BaIsDir") == "true"
   return {
      isdir = isdir,
      size = not isdir and math.tointeger(tonumber((http:header"Content-Length")) or 0) or 0,
      mtime = ba.parsedate((http:header"Last-Modified") or ""),
   }
end

local function head(url)
   local http, code = exchange{url = url, method = "HEAD"}
   if not http then return nil, code end
   local found = attributes(http)
   http:close()
   return found
end

local function stat(name)
   local server, path = split(name)
   if not server then return nil, "invalidname" end
   local found, code = head(server .. path)
   if found or path:find"/$" then return found, code end
   -- What is no file may be a directory, and servers point there whether it is or not.
   found, code = head(server .. path .. "/")
   if found and not found.isdir then return nil, "enoent" end
   return found, code
end

-- The answer to a file server's command, decoded.
local function command(url, query, form)
   local text = form and {}
   for k, v in pairs(form or {}) do text[#text + 1] = k .. "=" .. encode(v) end
   text = text and table.concat(text, "&")
   local http, code = exchange({
      url = url, query = query, method = text and "POST" or "GET", size = text and #text,
      header = text and {
         ["x-requested-with"] = ASKS_FOR_JSON["x-requested-with"],
         ["Content-Type"] = "application/x-www-form-urlencoded",
      } or ASKS_FOR_JSON,
   }, text)
   if not http then return nil, code end
   local length = tonumber((http:header"Content-Length"))
   local answer = (length or 0) <= BODY_LIMIT and http:read(BODY_LIMIT)
   http:close()
   local value = answer and ba.json.decode(answer)
   if not value then return nil, "ioerror" end
   if value.err then return nil, value.err == "notfound" and "enoent" or value.err end
   return value
end

local function list(name)
   local url = directory(name)
   if not url then return nil, "invalidname" end
   return command(url, {cmd = "lj"})
end

local function change(name, what, field)
   local url, file = parent(name)
   if not url then return nil, "invalidname" end
   local ok, code = command(url, {cmd = what}, {[field] = file})
   return ok and true, code
end

local function reader(url)
   local http, code, position
   local function start(from)
      if http then http:close() end
      http, code = exchange{url = url, header = from > 0 and {Range = "bytes=" .. from .. "-"} or nil}
      position = from
      if not http then
         -- A range behind the end is an empty rest.
         return from > 0 and code == "ioerror" or nil, code
      end
      if from > 0 and http:status() == 200 then http:read(from) end
      return true
   end
   local ok, err = start(0)
   if not ok then
      local found, why = stat(url)
      return nil, found and (found.isdir and "noaccess" or err) or why
   end
   if (http:header"BaIsDir") == "true" then
      http:close()
      return nil, "noaccess"
   end
   return {
      read = function(max) return http and http:read(max) or "" end,
      seek = function(offset) return start(offset) end,
      flush = function() return true end,
      close = function() if http then http:close() end return true end,
   }
end

local function writer(url)
   local http = client()
   local op = {url = url, method = "PUT", header = ASKS_FOR_JSON, trusted = options.trusted}
   op.user, op.password = options.user, options.password or options.pass
   local failed
   local function check(ok, err)
      if not ok then failed = type(err) == "number" and codeOf(err) or "ioerror" end
      if failed then return nil, failed end
      return true
   end
   local ok, code = check(http:request(op))
   if not ok then return nil, code end
   return {
      write = function(data) if failed then return nil, failed end return check(http:write(data)) end,
      seek = function() return nil, "ioerror" end,
      flush = function() return true end,
      close = function()
         local status = not failed and http:status()
         local answer = status and status >= 200 and status < 300 and http:read(4096)
         http:close()
         if failed then return nil, failed end
         if not answer then return nil, status and codeOf(status) or "ioerror" end
         local err = ba.json.decode(answer)
         if err and err.err then return nil, err.err end
         return true
      end,
   }
end

local function open(name, mode)
   local server, path = split(name)
   if not server then return nil, "invalidname" end
   return (mode == "r" and reader or writer)(server .. path)
end

local function files(name)
   local entries, code = list(name)
   if not entries then return nil, code end
   local at = 0
   return {
      read = function() at = at + 1 return entries[at] ~= nil end,
      name = function() return entries[at].n end,
      stat = function()
         local e = entries[at]
         return {isdir = e.s < 0, size = math.max(0, e.s), mtime = e.t}
      end,
   }
end

-- The server's command removes a directory with all that is in it: here only an empty one goes.
local function removeEmpty(name)
   local entries, code = list(name)
   if not entries then return nil, code end
   if #entries > 0 then return nil, "notempty" end
   return change(name, "rm", "file")
end

local function remove(name)
   local found, code = stat(name)
   if not found then return nil, code end
   if found.isdir then return removeEmpty(name) end
   return change(name, "rm", "file")
end

local function rename(from, to)
   local url, old = parent(from)
   local target, new = parent(to)
   if not url or not target then return nil, "invalidname" end
   if url ~= target then return nil, "ioerror" end
   local ok, code = command(url, {cmd = "mv"}, {from = old, to = new})
   return ok and true, code
end

return {
   open = open, stat = stat, files = files, remove = remove, rename = rename, rmdir = removeEmpty,
   mkdir = function(name) return change(name, "mkdir", "dir") end,
}
