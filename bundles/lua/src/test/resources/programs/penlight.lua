-- Penlight: classes, containers, text, data, templates, lexers.
package.path = "/usr/share/lua/5.4/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.4/?/init.lua;" .. package.path
local List, Set, OrderedMap, class = require "pl.List", require "pl.Set", require "pl.OrderedMap", require "pl.class"
local tablex, stringx, pretty, seq, text = require "pl.tablex", require "pl.stringx", require "pl.pretty", require "pl.seq", require "pl.text"
local template, lexer, data, sip, func = require "pl.template", require "pl.lexer", require "pl.data", require "pl.sip", require "pl.func"
local xml, comprehension, permute, array2d = require "pl.xml", require "pl.comprehension".new(), require "pl.permute", require "pl.array2d"
local l = List {5, 3, 9, 1}
print(l:sorted(), l:map(function(x) return x * 2 end), l:slice(2, 3), l:reduce "+", l:index(9), List.range(1, 5):filter(function(x) return x % 2 == 1 end))
print(Set {1, 2, 3} * Set {2, 3, 4} == Set {2, 3}, #Set.values(Set {"a"} + Set {"b"}))
local m = OrderedMap()
m:set("z", 1)
m:set("a", 2)
print(m, m:keys())
class.Animal()
function Animal:_init(name) self.name = name end
function Animal:__tostring() return self.name .. ": " .. self:speak() end
class.Cat(Animal)
function Cat:speak() return "meow" end
print(Cat "Tom", Cat "Tom":is_a(Animal), Animal:class_of(Cat "x"))
print(tablex.deepcompare({1, {2, x = {3}}}, {1, {2, x = {3}}}), tablex.find({10, 20}, 20), table.concat(tablex.zip({1, 2}, {3, 4})[2], ","), #tablex.keys {a = 1, b = 2})
print(stringx.split("a,b,,c", ","), stringx.strip "  x ", stringx.replace("aXbX", "X", "-"), stringx.startswith("hello", "he"), stringx.title "hello world", stringx.center("x", 7, "*"), stringx.partition("a=b", "="))
print(pretty.write({1, 2, {a = "x"}, b = true}, ""), pretty.number(123456, "N", 2), pretty.read "{1, x = 2}".x)
print(seq.sum {1, 2, 3}, seq.copy(seq.take(seq.range(1, 10), 3)), seq.reduce("*", seq.list {1, 2, 3, 4}))
print(text.dedent "  one\n    two\n", text.wrap("the quick brown fox jumps", 10), text.indent("a\nb\n", 2))
print(template.substitute("# for i, v in ipairs(T) do\nitem $(i): $(v:upper())\n# end\n", {T = {"a", "b"}, ipairs = ipairs}))
for t, v in lexer.lua "local x = 10 + f('s') -- c" do io.write(t, ":", tostring(v), " ") end
print()
local d = data.read(require "pl.stringio".open "x y\n1 2\n3 4\n")
print(d:column_by_name "y", #d)
local r = {}
print(sip.match("$v{key} = $d{value}", "abc = 42", r), r.key, r.value)
print(xml.tostring(xml.parse "<a x='1'><b>t</b></a>"), comprehension "x^2 for x=1,4"()[3])
for p in permute.iter {1, 2, 3} do io.write(table.concat(p, ""), " ") end
print(array2d.reduce2("+", "+", {{1, 2}, {3, 4}}), tostring(func._1 + func._2), func.I(func._1 * 2)(21))
