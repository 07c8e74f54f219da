-- Manual 6.5 to 6.10: utf8, table, math, io, os, debug.
local function fails(message, f, ...) local ok, m = pcall(f, ...) assert(not ok and m:find(message, 1, true), message .. " : " .. tostring(m)) end
local maxi, mini = math.maxinteger, math.mininteger
-- utf8.
assert(utf8.char() == "" and utf8.char(72, 228, 8364, 0x10FFFF) == "Hä€\u{10FFFF}" and utf8.charpattern == "[\0-\x7F\xC2-\xFD][\x80-\xBF]*" and utf8.len "häß€" == 4 and utf8.len "" == 0 and select(2, utf8.len "a\xffb") == 2 and utf8.len("häß", 2, 3) == 1 and utf8.len("abc", 4) == 0 and utf8.len("\u{7FFFFFFF}", 1, -1, true) == 1)
assert(utf8.codepoint "ä" == 228 and select("#", utf8.codepoint("häß", 1, -1)) == 3 and utf8.offset("häß", 3) == 4 and utf8.offset("häß", -1) == 4 and utf8.offset("häß", 0, 3) == 2 and utf8.offset("abc", 5) == nil and utf8.offset("abc", 4) == 4)
local out = {}
for p, c in utf8.codes "aä€" do out[#out + 1] = p .. "=" .. c end
assert(table.concat(out, " ") == "1=97 2=228 4=8364")
for _, c in ipairs {"\xF4\x9F\xBF\xBF", "\u{D800}", "\xC0\x80", "\xFF", "\x80", "\xE2\x82"} do assert(utf8.len(c) == nil and not pcall(utf8.codepoint, c), c) end
fails("value out of range", utf8.char, -1)
fails("out of bounds", utf8.codepoint, "abc", 1, 4)
fails("initial position is a continuation byte", utf8.offset, "ä", 1, 2)
fails("invalid UTF-8 code", function() for _ in utf8.codes "a\xff" do end end)
-- table.
local t = {1, 2, 3}
table.insert(t, 4)
table.insert(t, 1, 0)
assert(table.concat(t, ",") == "0,1,2,3,4" and table.remove(t) == 4 and table.remove(t, 1) == 0 and table.remove({}) == nil and table.remove({}, 0) == nil and #t == 3 and table.remove(t, 4) == nil)
fails("wrong number of arguments to 'insert'", table.insert, {}, 1, 2, 3)
fails("wrong number of arguments to 'insert'", table.insert, {})
fails("position out of bounds", table.insert, {1}, 3, "x")
fails("position out of bounds", table.remove, {1}, 7)
fails("table expected, got nil", table.insert, nil, 1)
assert(table.concat({}) == "" and table.concat({1, "a", 2.5}, "-") == "1-a-2.5" and table.concat({1, 2, 3}, ",", 2, 3) == "2,3" and table.concat({1, 2}, ",", 3) == "" and table.concat({[maxi] = "x"}, "", maxi, maxi) == "x")
fails("at index 2 in table for 'concat'", table.concat, {1, {}, 3})
assert(table.pack(1, nil, 3).n == 3 and table.pack().n == 0 and select("#", table.unpack({1, nil, 3}, 1, 3)) == 3 and select("#", table.unpack({}, 1, 0)) == 0 and table.unpack({1, 2}, 2) == 2 and select("#", table.unpack({}, maxi, maxi)) == 1)
fails("too many results to unpack", table.unpack, {}, 1, 1e7)
fails("too many results to unpack", table.unpack, {}, mini, maxi)
assert(table.concat(table.move({1, 2, 3}, 1, 3, 2), ",") == "1,1,2,3" and table.concat(table.move({1, 2, 3}, 2, 3, 1), ",") == "2,3,3" and #table.move({1, 2}, 1, 2, 3, {9, 9}) == 4 and next(table.move({}, 1, 0, 5)) == nil)
fails("too many elements to move", table.move, {}, mini, maxi, 1)
fails("destination wrap around", table.move, {}, 1, maxi, 2)
local function sorted(a, f) table.sort(a, f) return table.concat(a, " ") end
assert(sorted {3, 1, 2} == "1 2 3" and sorted({"b", "a", "c"}, function(a, b) return a > b end) == "c b a" and sorted {} == "" and sorted {2.5, 1, 2, -1.5} == "-1.5 1 2 2.5" and sorted {"10", "9", "1"} == "1 10 9")
local many = {}
for i = 1, 1000 do many[i] = (i * 7919) % 1009 end
table.sort(many)
for i = 2, 1000 do assert(many[i - 1] <= many[i]) end
fails("invalid order function for sorting", table.sort, {1, 2, 3, 4, 5}, function() return true end)
fails("attempt to compare", table.sort, {1, "a", {}})
fails("function expected", table.sort, {2, 1}, 5)
fails("array too big", table.sort, setmetatable({}, {__len = function() return maxi end}))
fails("object length is not an integer", table.insert, setmetatable({}, {__len = function() return "x" end}), 1)
local proxy = setmetatable({}, {__index = function(_, i) return i <= 3 and i * 2 or nil end, __len = function() return 3 end})
assert(table.concat(proxy, ",") == "2,4,6" and select("#", table.unpack(proxy)) == 3)
-- math.
local function same(a, b) return a == b and math.type(a) == math.type(b) end
assert(same(math.floor(3.7), 3) and same(math.floor(-3.5), -4) and same(math.ceil(3.2), 4) and same(math.ceil(-3.5), -3) and same(math.floor(5), 5) and same(math.floor(1e100), 1e100) and same(math.floor(2^62), 1 << 62))
assert(same(math.abs(mini), mini) and same(math.abs(-5), 5) and same(math.abs(-0.5), 0.5) and same(math.max(1, 2.5, -1), 2.5) and same(math.min(3, 1, 2), 1) and math.sqrt(16) == 4.0 and math.exp(0) == 1.0 and math.log(8, 2) == 3.0 and math.log(1000, 10) > 2.99 and math.log(1) == 0.0)
assert(same(math.fmod(7, 3), 1) and same(math.fmod(-7, 3), -1) and same(math.fmod(7, -3), 1) and math.fmod(5.5, 2) == 1.5 and same(math.fmod(mini, -1), 0) and math.fmod(3, math.huge) == 3.0)
fails("bad argument #2 to 'math.fmod' (zero)", math.fmod, 1, 0)
assert(same(math.tointeger(3.0), 3) and math.tointeger(3.5) == nil and same(math.tointeger "8", 8) and math.tointeger(2^63) == nil and math.tointeger {} == nil and math.type(1) == "integer" and math.type(1.0) == "float" and math.type "1" == nil)
assert(math.ult(1, -1) and not math.ult(-1, 1) and math.pi > 3.14 and math.huge > maxi and select(2, math.modf(3.5)) == 0.5 and math.modf(-3.5) == -3 and select(2, math.modf(math.huge)) == 0.0 and math.deg(math.pi) == 180.0 and math.rad(180) == math.pi and math.atan(1, -1) > 2.35 and math.atan(0.0, -1) == math.pi and math.sin(0) == 0.0 and math.cos(0) == 1.0)
fails("value expected", math.max)
fails("number has no integer representation", math.random, 1.5)
fails("interval is empty", math.random, 2, 1)
fails("wrong number of arguments", math.random, 1, 2, 3)
math.randomseed(42)
assert(math.random(100) == 50 and math.random(100) == 76 and math.random(0) ~= nil)
math.randomseed(42, 7)
assert(math.random(1, 1 << 40) == 92019247665 and math.random(-5, 5) == -2)
for i = 1, 500 do local x, n = math.random(), math.random(3, 5) assert(x >= 0 and x < 1 and n >= 3 and n <= 5 and math.type(math.random(mini, maxi)) == "integer") end
-- io.
local name = os.tmpname()
local f = assert(io.open(name, "w"))
assert(f:write("line 1\n", 2, " ", 3.5, "\n\nlast") == f and f:seek() == 18 and f:seek("set", 5) == 5 and f:write "X" and f:close() == true)
assert(io.type(f) == "closed file" and tostring(f) == "file (closed)" and io.type(io.stdout) == "file" and io.type(5) == nil)
fails("attempt to use a closed file", f.read, f)
f = assert(io.open(name))
assert(f:read() == "line X" and f:read("n", "n") == 2 and f:read "L" == "\n" and f:read(0) == "" and f:read "l" == "" and f:read(2) == "la" and f:read "a" == "st" and f:read "a" == "" and f:read "l" == nil and f:read(0) == nil and f:seek "end" == 18 and f:seek("set") == 0 and f:seek("cur", 3) == 3)
assert(select("#", f:read(1, 1)) == 2)
fails("invalid format", f.read, f, "x")
fails("invalid option 'bad'", f.seek, f, "bad")
assert(select(2, f:write "x") ~= nil and f:close())
local lines = {}
for l in io.lines(name) do lines[#lines + 1] = l end
for a, b in io.lines(name, 1, "l") do lines[#lines + 1] = a .. "/" .. tostring(b) end
assert(table.concat(lines, ";") == "line X;2 3.5;;last;l/ine X;2/ 3.5;\n/last")
f = io.open(name, "a+")
assert(f:write "+" and f:seek("set") == 0 and f:read "a" == "line X\n2 3.5\n\nlast+" and f:close())
f = io.open(name, "r+b")
assert(f:read(2) == "li" and f:seek("cur", 0) == 2 and f:write "NE" and f:seek("set") and f:read "l" == "liNE X" and f:setvbuf("full", 1024) and f:setvbuf "no" and f:flush() and f:close())
f = io.open(name, "w")
f:write "0x1F -7 .5e1 0x.8p1 nan 1e+ 99999999999999999999"
f:close()
f = io.open(name)
local a, b, c, d, e = f:read("n", "n", "n", "n", "n")
assert(a == 31 and b == -7 and c == 5.0 and d == 1.0 and e == nil)
f:close()
assert(select(2, io.open "/nonexistent/x") == "/nonexistent/x: No such file or directory" and select(3, io.open "/nonexistent/x") == 2)
fails("invalid mode", io.open, name, "rw")
fails("No such file or directory", io.lines, "/nonexistent/x")
do
  local previous = io.output()
  io.output(name)
  assert(io.write("a", 1, "\n") == io.output() and io.close() == true)
  fails("default output file is closed", io.write, "x")
  io.output(previous)
  local input = io.input()
  io.input(name)
  assert(io.read "l" == "a1" and io.read "l" == nil and io.close(io.input()))
  io.input(input)
  do local g <close> = io.open(name) f = g end
  assert(io.type(f) == "closed file")
  local tmp = io.tmpfile()
  assert(tmp:write "abc" and tmp:seek "set" == 0 and tmp:read "a" == "abc" and tmp:close())
  local p = io.popen("printf 'x\\ny'; exit 3")
  assert(p:read "a" == "x\ny")
  local r, what, code = p:close()
  assert(r == nil and what == "exit" and code == 3)
end
-- os.
assert(os.rename(name, name .. "2") == true and os.remove(name .. "2") == true and select(2, os.remove(name)):find "No such file or directory" and os.getenv "NO_SUCH_VARIABLE" == nil and type(os.clock()) == "number" and os.difftime(10, 4) == 6.0 and math.type(os.time()) == "integer" and os.setlocale() == "C" and os.setlocale "xx" == nil)
assert(os.date("!%Y-%m-%d %H:%M:%S", 86399) == "1970-01-01 23:59:59" and os.date("!%c", 0) == "Thu Jan  1 00:00:00 1970" and os.date("!%x %X %p %j %a %A %b %B %y %% %D %F %T %R %e %I %U %w %V %G", 1e9 // 1 | 0) == "09/09/01 01:46:40 AM 252 Sun Sunday Sep September 01 % 09/09/01 2001-09-09 01:46:40 01:46  9 01 36 0 36 2001")
local date = os.date("!*t", 1e9 | 0)
assert(date.year == 2001 and date.month == 9 and date.day == 9 and date.hour == 1 and date.min == 46 and date.sec == 40 and date.wday == 1 and date.yday == 252 and date.isdst == false)
local time = os.time {year = 2005, month = 1, day = 1, hour = 1, min = 0, sec = -3602}
local normal = {year = 2005, month = 1, day = 1, hour = 1, min = 0, sec = -3602}
os.time(normal)
assert(normal.year == 2004 and normal.month == 12 and normal.day == 31 and normal.hour == 23 and normal.min == 59 and normal.sec == 58 and normal.yday == 366 and os.time(os.date("*t", time)) == time and os.time {year = 2020, month = 14, day = 1} == os.time {year = 2021, month = 2, day = 1, hour = 12})
fails("field 'day' missing in date table", os.time, {year = 2000, month = 1})
fails("field 'month' is not an integer", os.time, {year = 2000, month = 1.5, day = 1})
fails("field 'year' is out-of-bound", os.time, {year = maxi, month = 1, day = 1})
fails("invalid conversion specifier '%Ez'", os.date, "%Ez")
assert(os.execute() == true and select(3, os.execute "exit 5") == 5 and select(2, os.execute "kill -9 $$") == "signal" and os.execute "true" == true)
-- debug.
local function probe(p, q, ...) local r = 3; return debug.getlocal(1, 1), select(2, debug.getlocal(1, 2)), debug.getlocal(1, 3), select(2, debug.getlocal(1, -1)) end
local n1, v2, n3, x1 = probe(1, 2, "extra")
assert(n1 == "p" and v2 == 2 and n3 == "r" and x1 == "extra" and debug.getlocal(probe, 2) == "q" and debug.getlocal(probe, 3) == nil)
local info = debug.getinfo(probe)
assert(info.what == "Lua" and info.nparams == 2 and info.isvararg and info.short_src:find "others" and info.source:sub(1, 1) == "@" and info.linedefined == info.lastlinedefined and info.currentline == -1 and debug.getinfo(print).what == "C" and debug.getinfo(1, "l").currentline > 100 and debug.getinfo(1, "S").what == "main" and debug.getinfo(1000) == nil)
local function named() return debug.getinfo(1, "n") end
local who = named()
assert(who.name == "named" and who.namewhat == "local" and debug.getinfo(named, "n").name == nil and debug.getinfo(1, "f").func ~= nil)
local up1, up2 = 1, 2
local function reads() return up1, up2 end
local function other() return up2 end
assert(debug.getupvalue(reads, 1) == "up1" and debug.setupvalue(reads, 1, 10) == "up1" and up1 == 10 and debug.upvalueid(reads, 2) == debug.upvalueid(other, 1) and debug.upvalueid(reads, 1) ~= debug.upvalueid(reads, 2) and debug.getupvalue(reads, 3) == nil)
debug.upvaluejoin(other, 1, reads, 1)
assert(other() == 10 and debug.traceback("m", 1):find "^m\nstack traceback:\n\t.*in main chunk" and debug.traceback({1})[1] == 1 and debug.traceback("x", 1):find "%[C%]: in %?$")
fails("level out of range", debug.getlocal, 1000, 1)
fails("invalid option", debug.getinfo, 1, "X")
fails("invalid upvalue index", debug.upvaluejoin, reads, 5, other, 1)
local events = {}
debug.sethook(function(event, line) events[#events + 1] = event .. (line and debug.getinfo(2, "l").currentline == line and "" or "?") end, "l")
local z = 1
z = z + 1
debug.sethook()
assert(#events == 3 and events[1] == "line" and debug.gethook() == nil)
local calls = 0
debug.sethook(function(event) if event == "call" then calls = calls + 1 end end, "c")
probe()
debug.sethook()
assert(calls >= 1)
assert(debug.setmetatable(5, {__index = {foo = "bar"}}) == 5 and (1).foo == "bar" and debug.getmetatable(1).__index.foo == "bar")
debug.setmetatable(5, nil)
assert(type(debug.getregistry()) == "table" and debug.getuservalue(1) == nil)
print "OK"
