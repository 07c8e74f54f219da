-- Command lines, unit tests, functional helpers, heaps, messages, terminals.
package.path = "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.4/?/init.lua;" .. package.path
local argparse = require "argparse"
local parser = argparse("prog", "A program."):add_complete()
parser:argument("input", "Input file."):args "1-2"
parser:option("-o --output", "Output.", "a.out")
parser:option("-l --level"):convert(tonumber):choices {"1", "2", "3"}
parser:flag("-v --verbose"):count "*"
parser:command "run":option "--fast"
print(parser:get_usage())
print(parser:get_help())
for _, line in ipairs {{"in", "run", "-vv", "--output", "x"}, {"a", "b", "-l2", "run", "--fast=1"}, {"a", "-l9", "run"}, {}, {"a", "--nope"}, {"a", "rum"}} do
  local ok, r = parser:pparse(line)
  print(ok, ok and table.concat(r.input, "+") or r, ok and r.output, ok and r.level, ok and r.verbose)
end
local M = require "moses"
print(M.sum {1, 2, 3}, table.concat(M.map({1, 2, 3}, function(v) return v * v end), " "), M.reduce({1, 2, 3, 4}, function(a, b) return a * b end), table.concat(M.flatten {1, {2, {3}}}, " "), M.isEqual({1, {2}}, {1, {2}}), M.count({1, 1, 2}, 1), table.concat(M.unique {1, 2, 1}, " "), M.memoize(math.sqrt)(16))
local heap = require "binaryheap"
local h = heap.minUnique()
for i, v in ipairs {5, 2, 8, 1} do h:insert(v, "p" .. i) end
print(h:pop(), h:peek(), h:size(), h:remove "p3")
local say = require "say"
say:set_namespace "en"
say:set("greeting", "Hello %s, %d times")
print(say("greeting", {"you", 3}))
local colors = require "ansicolors"
print((colors "%{red}x%{reset}":gsub("\27", "ESC")))
local mediator = require "mediator"()
local seen = {}
mediator:subscribe({"a", "b"}, function(x) seen[#seen + 1] = x end)
mediator:publish({"a", "b"}, 7)
print(seen[1])
local lu = require "luaunit"
TestThings = {}
function TestThings:testEqual() lu.assertEquals({1, {x = 2}}, {1, {x = 2}}) end
function TestThings:testFails() lu.assertEquals({1, 2, 3}, {1, 2, 4}) end
function TestThings:testError() lu.assertErrorMsgContains("boom", function() error "boom" end) end
function TestThings:testString() lu.assertStrContains("hello", "ell") end
local runner = lu.LuaUnit.new()
runner:setOutputType "tap"
print(runner:runSuite "-v" > 0)
