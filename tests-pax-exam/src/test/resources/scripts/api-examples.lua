-- Runs the examples of the Lua API's documentation. Arguments: files of docs/api. An example is a block ```lua of comments; what
-- it prints has to be what stands behind its -->, where that stands. A block ```lua (sketch) uses names that only the reader
-- has, or a peer: it has to compile. Prints what is wrong, and a count.
local home = ba.openio"home"
local rw = require"rwfile"

-- Loading the module takes the table away.
local baXmlrpc = ba.xmlrpc
local xmlrpc = require"xmlrpc"
ba.xmlrpc = baXmlrpc

-- Names that examples take for known.
local names = {
   work = function() end, process = function() end, handle = function() end, listener = function() end,
   pieces = function() return nil end, piece = "<a/>", bytes = "bytes", data = "data", config = {level = 1},
   request = function() return 1, 200 end,
   emitter = require"EventEmitter".create(), xmlrpc = xmlrpc, service = xmlrpc.new("x", {}),
   parser = require"xparser".create{}, ltn12 = require"ltn12", mime = require"mime", smtp = require"socket.smtp",
   store = ba.create.certstore(), shark = ba.create.sharkssl(nil, {server = true}),
   s = ba.crypto.symmetric("GCM", ("k"):rep(32), ("i"):rep(12)), cipher = ("c"):rep(256), tag = ("t"):rep(16),
   key = ba.create.key(),
}
names.pemKey = names.key
names.xml = names.xmlrpc.encodecall("method")
names.body = names.xml
names.csr = ba.create.csr(names.key, {commonname = "example"}, {"SSL_SERVER"}, {"DIGITAL_SIGNATURE"})
names.cert = ba.create.certificate(names.csr, names.key, {year = 2024}, {year = 2034}, 1)
names.pem = names.cert
names.sharkcert = ba.create.sharkcert(names.cert, names.key)
names.digest = ba.crypto.hash"sha256""data"(true)
names.sig = ba.crypto.sign(names.digest, names.key)
names.x, names.y = ba.crypto.keyparams(names.key)
names.token = require"jwt".scomp(names.key, {sub = "42"}, {alg = "ES256"})
for file, text in pairs{["cert.pem"] = names.cert, ["ca.pem"] = names.cert, ["key.pem"] = names.key, ["text"] = "text"} do
   assert(rw.file(home, file, text))
end
names.file = assert(home:open"text")
names.sink, names.source = names.ltn12.sink.null(), names.ltn12.source.empty()
setmetatable(names, {__index = _G})

local counts = {run = 0, sketch = 0, wrong = 0}

local function wrong(where, text)
   counts.wrong = counts.wrong + 1
   print(where .. ": " .. text)
end

local function words(...)
   local t = table.pack(...)
   for i = 1, t.n do t[i] = tostring(t[i]) end
   return (table.concat(t, " "):gsub("%s+$", ""))
end

local function expectations(code)
   local expected = {}
   for line in code:gmatch"[^\n]+" do
      local text = line:match"%-%->%s*(.-)%s*$"
      if text and line:find"print" then expected[#expected + 1] = text end
   end
   return expected
end

local function run(where, code, chunk, printed)
   local ok, err = xpcall(chunk, debug.traceback)
   if not ok then return wrong(where, tostring(err)) end
   local expected = expectations(code)
   for i, text in ipairs(expected) do
      if printed[i] ~= text then return wrong(where, ("prints '%s', documented is '%s'"):format(printed[i], text)) end
   end
end

local function example(where, kind, code)
   local printed = {}
   local env = setmetatable({io = where:find"^io%.lua" and home or nil, print = function(...) printed[#printed + 1] = words(...) end}, {__index = names})
   local chunk, err = load(code, "=" .. where, "t", env)
   if not chunk then return wrong(where, err) end
   if kind == "" then
      counts.run = counts.run + 1
      run(where, code, chunk, printed)
   else
      counts.sketch = counts.sketch + 1
   end
end

for _, file in ipairs(arg) do
   local number, start, kind, code = 0, nil, nil, nil
   for line in io.lines(file) do
      number = number + 1
      local fence = line:match"^%-%-%- ```(.*)$"
      if fence and not code then
         kind, code, start = fence:match"^lua ?(.*)$", {}, number
      elseif fence then
         if kind then example(file:match"[^/]*$" .. ":" .. start, kind, table.concat(code, "\n")) end
         code = nil
      elseif code then
         code[#code + 1] = line:match"^%-%-%- ?(.*)$"
      end
   end
end
print(("%d run, %d sketches, %d wrong"):format(counts.run, counts.sketch, counts.wrong))
