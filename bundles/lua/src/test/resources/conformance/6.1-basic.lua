-- Manual 6.1: basic functions; 6.3: modules.
local function err(f, ...) local ok, m = pcall(f, ...) assert(not ok) return m end
local function fails(message, f, ...) local m = err(f, ...) assert(tostring(m):find(message, 1, true), message .. " : " .. tostring(m)) end
-- assert, error, pcall, xpcall.
assert(select("#", assert(1, 2, nil)) == 3 and err(assert, false) == "assertion failed!" and err(assert, nil, "m") == "m" and err(assert, false, {1})[1] == 1)
fails("bad argument #1 to 'assert' (value expected)", assert)
assert(err(error, "x", 0) == "x" and err(error) == nil and err(error, nil) == nil and err(error, {2})[1] == 2 and err(function() error("p") end):find "basic%.lua:%d+: p$" and err(function() error(3) end) == 3)
local function level2() error("lev", 2) end
local function caller() level2() end
assert(err(caller):find ":9: lev$")
assert(select("#", pcall(function() return 1, nil, nil end)) == 4 and pcall(pcall, error) and select(2, pcall(pcall, error)) == false)
assert(xpcall(function(...) return ... end, print, 1, 2) and select(3, xpcall(function(...) return ... end, print, 1, 2)) == 2)
assert(select(2, xpcall(error, function(m) return m .. "+" end, "a")) == "a+")
assert(select(2, xpcall(function() local x = nil + 1 end, function(m) return (m:gsub("^.*: ", "")) end)) == "attempt to perform arithmetic on a nil value")
fails("bad argument #2 to 'xpcall' (function expected, got no value)", xpcall, print)
fails("bad argument #1 to 'pcall' (value expected)", pcall)
-- A handler that fails is called for its own error, and given up in the end.
assert(select("#", xpcall(error, error)) == 2)
local depth = 0
local ok, m = xpcall(function() error "a" end, function(m) depth = depth + 1; if depth < 3 then error "again" end return "finally" end)
assert(not ok and m == "finally" and depth == 3)
-- select, type, tostring, tonumber.
assert(select("#") == 0 and select("#", nil, nil) == 2 and select(2, "a", "b", "c") == "b" and select(-1, "a", "b") == "b" and select("#", select(3, 1, 2)) == 0)
fails("bad argument #1 to 'select' (index out of range)", select, 0)
fails("bad argument #1 to 'select' (index out of range)", select, -3, 1, 2)
assert(type(nil) == "nil" and type(print) == "function" and type(coroutine.create(print)) == "thread" and type(io.stdout) == "userdata")
fails("bad argument #1 to 'type' (value expected)", type)
assert(tostring(nil) == "nil" and tostring(true) == "true" and tostring(-0.0) == "-0.0" and tostring("x") == "x" and tostring({}):find "^table: " and tostring(print):find "^function: ")
assert(tonumber("10", 2) == 2 and tonumber("zz", 36) == 1295 and tonumber("  -ff ", 16) == -255 and tonumber("8", 8) == nil and tonumber("1.0", 10) == nil and tonumber("", 10) == nil and tonumber("7fffffffffffffff", 16) == math.maxinteger)
assert(tonumber(5) == 5 and tonumber({}) == nil and tonumber(nil) == nil and tonumber("1e") == nil and tonumber("ffffffffffffffff", 16) == -1)
fails("bad argument #1 to 'tonumber' (value expected)", tonumber)
fails("bad argument #2 to 'tonumber' (base out of range)", tonumber, "1", 37)
fails("bad argument #1 to 'tonumber' (string expected, got number)", tonumber, 10, 10)
-- Tables without metamethods.
local t = setmetatable({1, 2}, {__index = error, __newindex = error, __len = error, __eq = error})
assert(rawget(t, "x") == nil and rawset(t, "x", 1) == t and rawlen(t) == 2 and rawlen("abc") == 3 and not rawequal(t, {}))
fails("table expected", rawset, 1, 2, 3)
fails("table or string expected", rawlen, 5)
fails("table index is nil", rawset, {}, nil, 1)
assert(getmetatable({}) == nil and setmetatable(t, nil) == t and getmetatable(t) == nil)
fails("bad argument #2 to 'setmetatable' (nil or table expected", setmetatable, {}, 1)
fails("bad argument #2 to 'setmetatable' (nil or table expected", setmetatable, {})
assert(next({}) == nil and next({5}) == 1 and select(2, next({5})) == 5 and next({5}, 1) == nil)
fails("invalid key to 'next'", next, {}, "nokey")
local i, f, s, c = 0, pairs {1}
assert(f == next and c == nil)
for k, v in next, {10, 20} do i = i + k * v end
assert(i == 50)
-- Fields may be assigned, also to nil, during a traversal.
local big = {}
for n = 1, 100 do big[n], big["k" .. n] = n, n end
for k in pairs(big) do big[k] = nil end
assert(next(big) == nil)
assert(select("#", ipairs {}) == 3 and select(3, ipairs {}) == 0)
-- load.
assert(load "return 1"() == 1 and load("return x", "n", "t", {x = 9})() == 9 and load(function() return nil end)() == nil)
local parts, n = {"return ", "4", "2", ""}, 0
assert(load(function() n = n + 1 return parts[n] end)() == 42)
assert(select(2, load("x =", "=chunk")) == "chunk:1: unexpected symbol near <eof>" and select(2, load("return 1", "n", "b")):find "attempt to load a text chunk %(mode is 'b'%)")
assert(select(3, pcall(load, function() return {} end)):find "reader function must return a string" and select(3, pcall(load, function() error("r", 0) end)) == "r")
local env = {}
local chunk = load("a = 1; local function f() b = 2 end f() return _ENV", "c", "t", env)
assert(chunk() == env and env.a == 1 and env.b == 2 and a == nil and debug.getupvalue(chunk, 1) == "_ENV")
do local _ENV = {assert = assert}; x = 5; assert(_ENV.x == 5 and not print) end
local function sandboxed(_ENV) return y end
assert(sandboxed {y = 7} == 7 and select("#", load("return ...")(1, 2, 3)) == 3)
fails("bad argument #1 to 'load' (function expected, got no value)", load)
assert(loadfile("/nonexistent/file.lua") == nil and select(2, loadfile "/nonexistent/file.lua"):find "cannot open")
local name = os.tmpname()
local file = assert(io.open(name, "w"))
file:write("#!/usr/bin/lua\nlocal a, b = ...\nreturn 'file', a, b")
file:close()
assert(select("#", dofile(name)) == 3 and select(2, loadfile(name)(6)) == 6)
file = io.open(name, "w")
file:write("return {value = ..., 1}")
file:close()
-- collectgarbage.
assert(collectgarbage() == 0 and type(collectgarbage "count") == "number" and collectgarbage "isrunning" == true and collectgarbage "step" ~= nil)
assert(collectgarbage "stop" == 0 and not collectgarbage "isrunning" and collectgarbage "restart" == 0 and collectgarbage "isrunning")
local mode = collectgarbage "generational"
assert((mode == "incremental" or mode == "generational") and collectgarbage "incremental" == "generational" and collectgarbage(mode) == "incremental")
fails("bad argument #1 to 'collectgarbage' (invalid option 'foo')", collectgarbage, "foo")
-- Modules.
assert(package.loaded._G == _G and package.loaded.string == string and type(package.path) == "string" and type(package.cpath) == "string" and package.config:sub(1, 1) == "/" and #package.searchers >= 2)
package.preload["my.mod"] = function(...) return {args = {...}} end
local mod, extra = require "my.mod"
assert(mod.args[1] == "my.mod" and extra == ":preload:" and require "my.mod" == mod and package.loaded["my.mod"] == mod)
package.preload.nothing = function() end
assert(require "nothing" == true)
local path = package.path
package.path = name:gsub("[^/]*$", "?")
local modname = name:match "[^/]*$"
local viafile, where = require(modname)
assert(viafile.value == modname and where == name)
assert(package.searchpath("nope", "/x/?.lua;/y/?") == nil and select(2, package.searchpath("a.b", "/x/?.lua;/y/?")) == "no file '/x/a/b.lua'\n\tno file '/y/a/b'" and package.searchpath(modname, package.path) == name)
package.path = path
fails("module 'no.such.module' not found:\n\tno field package.preload['no.such.module']\n\tno file", require, "no.such.module")
os.remove(name)
-- warn exists, print uses __tostring and __name.
warn("@off")
warn("not shown", " at all")
fails("bad argument #1 to 'warn' (string expected, got nil)", warn, nil)
print "OK"
