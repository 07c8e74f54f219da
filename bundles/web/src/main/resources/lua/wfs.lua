-- The web file server: one directory that browsers see as pages and WebDAV clients mount.
-- ba.create.wfs([name,] [priority,] io [,lockdir [,maxuploads, maxlocks]])

local escapes = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["'"] = "&#39;", ['"'] = "&quot;" }

local function escape(s)
   return (s:gsub("[&<>'\"]", escapes))
end

-- A name as part of a URL.
local function encode(name)
   return (name:gsub("[^%w%-._~/]", function(c) return ("%%%02x"):format(c:byte()) end))
end

local function join(dir, name)
   dir = dir:gsub("/+$", "")
   return dir == "" and name or dir .. "/" .. name
end

-- A name without any way out of its directory, or nil.
local function plain(name)
   if name and name ~= "" and not name:find("[/\\%z]") and not name:find("^%.") then
      return name
   end
end

local page = [[
<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>%s</title><style>
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}table{width:100%%;border-collapse:collapse}
td,th{text-align:left;padding:.35rem .5rem;border-bottom:1px solid #8884}td+td{white-space:nowrap}
form{display:inline-flex;gap:.4rem;margin:.5rem 1rem .5rem 0}input,button{font:inherit}</style></head><body><h1>%s</h1>
<form method="post" action="?cmd=mkdir"><input name="dir" placeholder="new directory" required><button>Create</button></form>
<form method="post" enctype="multipart/form-data"><input type="file" name="file" multiple required><button>Upload</button></form>
<table><tr><th>Name</th><th>Size</th><th>Changed</th></tr>
]]

local function create(...)
   local args, i, name, priority = table.pack(...), 1, nil, 0
   if type(args[1]) == "string" or (args[1] == nil and args.n > 0) then
      name, i = args[1], 2
   end
   if type(args[i]) == "number" then
      priority, i = args[i], i + 1
   end
   local io = args[i]
   local dav = args.n > i and ba.create.dav(nil, 0, table.unpack(args, i, args.n)) or ba.create.dav(nil, 0, io)
   local dir = ba.create.dir(name, priority)
   dir:insert(dav, true)
   local authenticator, authorizer
   local conf = { tmo = 7200 }
   local upload = ba.create.upload(io, args[i + 2] or 0)
   local self = { dir = dir, dav = dav }

   local function allowed(request, method, path)
      return not authorizer or authorizer:authorize(request, method, path)
   end

   -- Scripts get JSON, others a redirect back to the listing; a command that ends in t plain text.
   local function done(request, response, isText, err, text)
      if isText then
         response:setcontenttype "text/plain"
         response:write(err or "ok")
      elseif request:header "x-requested-with" then
         response:json(err and { err = err, emsg = text or err } or { ok = true })
      elseif err then
         response:senderror(err == "noaccess" and 403 or 400, escape(text or err))
      else
         response:sendredirect(request:url())
      end
   end

   local function list(rel)
      local entries = {}
      for n, isdir, time, size in io:files(rel, true) do
         if not n:find "^%." then
            entries[#entries + 1] = { n = n, s = isdir and -1 or size, t = time }
         end
      end
      table.sort(entries, function(a, b) return a.n < b.n end)
      return entries
   end

   local function isdir(rel)
      if rel == "" then return true end
      local stat = io:stat((rel:gsub("/+$", "")))
      return stat and stat.isdir
   end

   local function remove(path)
      if isdir(path) then
         for n in io:files(path) do
            if n ~= "." and n ~= ".." then
               local ok, err, text = remove(join(path, n))
               if not ok then return ok, err, text end
            end
         end
         return io:rmdir(path)
      end
      return io:remove(path)
   end

   local commands = {}

   function commands.ls(request, response, rel)
      if not isdir(rel) then return response:senderror(404) end
      response:setdefaultheaders()
      local title = escape(request:uri())
      response:write(page:format(title, title))
      if rel ~= "" then
         response:write "<tr><td><a href='../'>..</a></td><td></td><td></td></tr>\n"
      end
      for _, e in ipairs(list(rel)) do
         local isDirectory = e.s < 0
         response:write("<tr><td><a href='", encode(e.n), isDirectory and "/" or "", "'>", escape(e.n),
            isDirectory and "/" or "", "</a></td><td>", isDirectory and "" or e.s, "</td><td>",
            os.date("!%Y-%m-%d %H:%M", e.t), "</td></tr>\n")
      end
      response:write "</table></body></html>\n"
   end

   function commands.lj(request, response, rel)
      if not isdir(rel) then
         return done(request, response, false, "notfound", "no such directory")
      end
      local entries = list(rel)
      response:setcontenttype "application/json"
      response:write(#entries == 0 and "[]" or ba.json.encode(entries))
   end

   local function mkdir(request, response, rel, isText)
      local new = plain(request:data "dir")
      if not new then return done(request, response, isText, "invalidname") end
      if not allowed(request, "MKCOL", join(rel, new)) then return done(request, response, isText, "noaccess") end
      local ok, err, text = io:mkdir(join(rel, new))
      done(request, response, isText, not ok and (err or "exist") or nil, text)
   end
   function commands.mkdir(request, response, rel) mkdir(request, response, rel, false) end
   function commands.mkdirt(request, response, rel) mkdir(request, response, rel, true) end

   local function rm(request, response, rel, isText)
      local file = plain(request:data "file")
      if not file then return done(request, response, isText, "invalidname") end
      local path = join(rel, file)
      if not allowed(request, "DELETE", path) then return done(request, response, isText, "noaccess") end
      if dav:lockmgr(path) then return done(request, response, isText, "locked") end
      local ok, err, text = remove(path)
      done(request, response, isText, not ok and (err or "notfound") or nil, text)
   end
   function commands.rm(request, response, rel) rm(request, response, rel, false) end
   function commands.rmt(request, response, rel) rm(request, response, rel, true) end

   function commands.mv(request, response, rel)
      local from, to = plain(request:data "from"), plain(request:data "to")
      if not (from and to) then return done(request, response, false, "invalidname") end
      if not (allowed(request, "DELETE", join(rel, from)) and allowed(request, "PUT", join(rel, to))) then
         return done(request, response, false, "noaccess")
      end
      local ok, err, text = io:rename(join(rel, from), join(rel, to))
      done(request, response, false, not ok and err or nil, text)
   end

   function commands.lock(request, response, rel)
      local ok, err = dav:lockmgr(join(rel, plain(request:data "name") or ""), request, tonumber(request:data "time") or 3600)
      done(request, response, false, not ok and (err or "locked") or nil)
   end
   function commands.unlock(request, response, rel)
      local ok = dav:lockmgr(join(rel, plain(request:data "name") or ""), false)
      done(request, response, false, not ok and "notlocked" or nil)
   end
   function commands.getlock(request, response, rel)
      if dav:lockmgr(join(rel, plain(request:data "name") or "")) then
         response:json { locked = true }
      end
      response:json { notlocked = true }
   end
   function commands.getlocks(request, response, rel)
      local files = {}
      for k, n in request:datapairs() do
         if k == "n" and plain(n) and not isdir(join(rel, n)) then
            files[#files + 1] = { n = n, l = dav:lockmgr(join(rel, n)) == true }
         end
      end
      response:json { files = files }
   end

   function commands.helpuri(request, response)
      response:json { uri = conf.helpuri }
   end

   -- An address that carries the session, for programs that cannot log in.
   function commands.sesuri(request, response, rel)
      local session = request:session()
      if not session then return done(request, response, false, "nosession") end
      session:maxinactiveinterval(conf.tmo)
      response:json { uri = dir:baseuri() .. session:id(true) .. "/" .. encode(rel), tmo = conf.tmo }
   end

   local writing = { mkdir = true, mkdirt = true, rm = true, rmt = true, mv = true, lock = true, unlock = true, upload = true }

   local function store(request, response, rel, isPut)
      local target = isPut and rel or join(rel, "x")
      if not allowed(request, "PUT", target) then return done(request, response, false, "noaccess") end
      if dav:lockmgr(rel) then return done(request, response, false, "locked") end
      local function finish(env, up, err, text)
         local answer = up:response()
         if request:header "x-requested-with" then
            answer:setheader("Content-Type", "application/json")
            answer:write(err and ba.json.encode { err = err, emsg = text or err } or '{"ok":true}')
         else
            answer:setstatus(err and 500 or 200)
            answer:setheader("Content-Type", "text/html; charset=utf-8")
            answer:write(err and escape(err) or "<html><body>stored, <a href=''>back</a></body></html>")
         end
         answer:close()
      end
      upload(request, rel, function() end, finish, finish, {})
   end

   local function serveBrowser(_ENV, request, response, rel)
      local method = request:method()
      local command = request:data "cmd"
      if command then
         local own = conf.dircmd and conf.dircmd[command]
         if not (own or commands[command]) then return response:senderror(400, "unknown command") end
         if not writing[command] and not allowed(request, "PROPFIND", rel) then
            return response:senderror(403)
         end
         if own then
            _ENV.cmd = response
            own(_ENV, rel, method == "POST")
         else
            commands[command](request, response, rel)
         end
         return true
      end
      if method == "PUT" then return store(request, response, rel, true) end
      if method == "POST" then return store(request, response, rel, false) end
      if method == "DELETE" then
         if not allowed(request, "DELETE", rel) then return done(request, response, false, "noaccess") end
         local ok, err, text = remove((rel:gsub("/+$", "")))
         return done(request, response, false, not ok and (err or "notfound") or nil, text)
      end
      if rel ~= "" and not rel:find "/$" then
         if isdir(rel) then return false end
         if not allowed(request, "GET", rel) then return response:senderror(403) end
         if request:data "download" then
            local file = rel:match "[^/]*$":gsub('[%c"\\]', "_")
            response:setheader("Content-Disposition", 'attachment; filename="' .. file .. '"')
         end
         return dav:service(request, rel)
      end
      if not allowed(request, "PROPFIND", rel) then return response:senderror(403) end
      if conf.filterservice and conf.filterservice(_ENV, rel) then return true end
      return commands.ls(request, response, rel)
   end

   local function serve(_ENV, rel)
      local request, response = _ENV.request, _ENV.response
      local session, rest = ba.session(request, rel, true)
      if session then rel = rest end
      if authenticator and not authenticator:authenticate(request, rel) then return true end
      local agent, method = request:header "User-Agent" or "", request:method()
      local isBrowser = agent:find("Mozilla", 1, true) or request:header "x-requested-with" or request:data "cmd"
      if isBrowser and request:header "Sec-Fetch-Site" == "cross-site" then
         response:senderror(403)
         return true
      end
      if rel:find "^%." or rel:find "/%." then return false end
      if method == "HEAD" and isdir(rel) then
         response:setheader("BaIsDir", "true")
         response:setcontentlength(0)
         return true
      end
      if isBrowser and (method == "GET" or method == "HEAD" or method == "POST" or method == "PUT" or method == "DELETE") then
         return serveBrowser(_ENV, request, response, rel) ~= false
      end
      local asked = (method == "PUT" or method == "MKCOL" or method == "DELETE" or method == "GET" or method == "PROPFIND") and method
         or (method == "MOVE" or method == "COPY" or method == "LOCK" or method == "UNLOCK" or method == "PROPPATCH") and "PUT"
      if asked and not allowed(request, asked, rel) then
         response:senderror(403)
         return true
      end
      return dav:service(request, rel)
   end

   dir:setfunc(serve)

   function self:setauth(a, z) authenticator, authorizer = a, z return true end
   function self:insert(...) return dir:insert(...) end
   function self:unlink() return dir:unlink() end
   function self:service(request, rel) return dir:service(request, rel) end
   function self:configure(op)
      for k, v in pairs(op or {}) do conf[k] = v end
      return conf
   end
   return self
end

ba.create.wfs = create

return { create = create }
