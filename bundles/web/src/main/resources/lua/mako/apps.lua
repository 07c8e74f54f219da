-- Applications inside of one VM, as programs written for the Mako Server make them: mako.createapp and its kin.
-- An app that the gateway itself starts has a VM of its own; the apps here share that of their maker.

local apps = {} -- array of { env, dir, io, path, running }
local loaders = setmetatable({}, { __mode = "k" }) -- IOs that require looks in

local function open(path)
   local disk, code = ba.openio"disk"
   if not disk then
      return nil, code
   end
   local ok, io, err, message = pcall(ba.mkio, disk, path)
   if not ok or not io then
      return nil, ("cannot open %s: %s"):format(path, message or err or io)
   end
   return io
end

-- The environment of .preload and the table of an app are the same; what is not in it is looked up in the globals.
local function fill(app)
   local env = app.env
   env.app, env.io, env.dir = env, app.io, app.dir
   setmetatable(env, { __index = _G })
end

local function empty(app)
   for key in pairs(app.env) do
      app.env[key] = nil
   end
end

local function unload(app)
   local onunload = rawget(app.env, "onunload")
   if type(onunload) == "function" then
      local ok, err = pcall(onunload)
      if not ok then
         tracep(false, 0, ("%s: onunload failed: %s"):format(app.path, err))
      end
   end
end

local function stop(app)
   app.running = false
   unload(app)
   app.dir:unlink()
   app.dir = nil
   empty(app)
end

local function preload(app)
   if not app.io:stat".preload" then
      return true
   end
   local code, err = app.io:loadfile(".preload", app.env)
   if not code then
      return false, err
   end
   return xpcall(code, debug.traceback)
end

local function start(app)
   app.dir = ba.create.resrdr(app.name, app.priority, app.io)
   fill(app)
   app.dir:insert()
   app.running = true
   local ok, err = preload(app)
   if not ok then
      stop(app)
      return nil, tostring(err)
   end
   app.dir:lspfilter(app.env)
   return true
end

-- By its environment or its number. @return app, number
local function find(which, level)
   for number, app in ipairs(apps) do
      if which == app.env or which == number then
         return app, number
      end
   end
   error("unknown application", level or 3)
end

local M = {}

function M.createapp(name, priority, path, config)
   local io, err
   if type(path) == "string" then
      io, err = open(path)
      if not io then
         return nil, err
      end
   else
      io, path = path, tostring(path)
   end
   local app = { name = name or "", priority = priority or 0, path = path, io = io, env = {}, config = config }
   local ok, why = start(app)
   if not ok then
      return nil, why
   end
   apps[#apps + 1] = app
   return app.env, app.dir
end

function M.startapp(which)
   local app = find(which)
   if app.running then
      error("the application is started", 2)
   end
   return start(app)
end

function M.stopapp(which)
   local app = find(which)
   if not app.running then
      error("the application is not started", 2)
   end
   stop(app)
   return true
end

function M.reloadapp(which)
   local app = find(which)
   if app.running then
      stop(app)
   end
   return start(app)
end

function M.removeapp(which)
   local app, number = find(which)
   table.remove(apps, number)
   if app.running then
      stop(app)
   end
   return true
end

function M.getapps()
   local paths = {}
   for number, app in ipairs(apps) do
      paths[number] = app.path
   end
   return paths
end

-- require looks for modules in .lua/ of that IO too.
function M.createloader(io)
   if loaders[io] then
      return
   end
   loaders[io] = true
   table.insert(package.searchers, function(name)
      local file = ".lua/" .. name:gsub("%.", "/") .. ".lua"
      if not io:stat(file) then
         return ("\n\tno file '%s' in %s"):format(file, tostring(io))
      end
      local code, err = io:loadfile(file)
      if not code then
         error(("error loading module '%s' from file '%s':\n\t%s"):format(name, file, err), 0)
      end
      return code, file
   end)
end

local handlers = {} -- functions to run at exit, in the order they came

function M.onexit(f, set)
   if type(f) ~= "function" then
      error("bad argument #1 to 'onexit' (function expected, got " .. type(f) .. ")", 2)
   end
   for i = #handlers, 1, -1 do
      if handlers[i] == f then
         table.remove(handlers, i)
      end
   end
   if set ~= false then
      handlers[#handlers + 1] = f
   end
end

-- A server's TLS object with the certificates of these files. @return object | nil, error
function M.certificates(keys, certs)
   local disk, code = ba.openio"disk"
   if not disk then
      return nil, code
   end
   local shark = ba.create.sharkssl(nil, { server = true })
   for i, certificate in ipairs(certs) do
      local cert, err = ba.create.sharkcert(disk, certificate, keys[i])
      if not cert then
         return nil, ("%s: %s"):format(certificate, err)
      end
      shark:addcert(cert)
   end
   return shark
end

-- The VM ends: apps are stopped, the newest first, then what asked for it is told.
function M.finish()
   for number = #apps, 1, -1 do
      local app = table.remove(apps, number)
      if app.running then
         stop(app)
      end
   end
   while #handlers > 0 do
      local ok, err = pcall(table.remove(handlers))
      if not ok then
         tracep(false, 0, "onexit failed: " .. tostring(err))
      end
   end
end

return M
