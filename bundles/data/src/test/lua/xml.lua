local xparser = require "xparser"

local function events(xml, size)
   local out = {}
   local function add(kind)
      return function(a, b)
         if type(b) == "table" then
            local keys = {}
            for k, v in pairs(b) do keys[#keys + 1] = k .. "=" .. v end
            table.sort(keys)
            b = table.concat(keys, ",")
         end
         out[#out + 1] = kind .. " " .. a .. (b and " " .. b or "")
      end
   end
   local parser = xparser.create {
      START_ELEMENT = add"start", END_ELEMENT = add"end", EMPTY_ELEMENT = add"empty", TEXT = add"text", CDATA = add"cdata",
      COMMENT = add"comment", PI = add"pi",
   }
   local status, detail = "OK", false
   for i = 1, #xml, size do
      status, detail = parser:parse(xml:sub(i, i + size - 1))
      if status ~= "OK" then break end
   end
   return table.concat(out, "|"), status, detail
end

local document = "\xEF\xBB\xBF<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY x 'y>'>]><a b='1' c=\"&lt;&#65;&#x20AC;\" >t&amp;u<!-- c > d --><b/><c >\n</c><![CDATA[<&]]></a><?end?>\n"
local expected = "pi xml version='1.0'|start a b=1,c=<A\u{20AC}|text t&u|comment  c > d |empty b |start c |text \n|end c|cdata <&|end a|pi end "
for size = 1, #document do
   local out, status, complete = events(document, size)
   assert(out == expected, out)
   assert(status == "OK" and complete == true)
end

for _, bad in ipairs {
   "x", "<a></b>", "<a><b></a></b>", "</a>", "<a/><b/>", "<a b=1/>", "<a b='1' b='2'/>", "<a b='<'/>", "<a b>", "<1/>", "<a>&x;</a>",
   "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#99999999999;</a>", "<a>& </a>", "<a/>text", "<!FOO>", "<a/><!DOCTYPE a>", "<![CDATA[x]]>", "<a b='1'c='2'/>",
   ("<a>"):rep(1025), "<" .. ("n"):rep(1025) .. "/>", "< a/>", "<a/ >",
} do
   local _, status, message = events(bad, 7)
   assert(status == "ERROR" and type(message) == "string", bad)
end
-- What is not complete needs more.
for _, open in ipairs{"", "<", "<a", "<a>", "<a b='>", "<a>text", "<!", "<!-", "<!-- x --", "<?x", "<a><![CDATA[ ]]", "<a></a"} do
   local _, status, complete = events(open, 3)
   assert(status == "OK" and complete == false, open)
end

-- Handlers may end parse; the rest comes with the next call.
local names = {}
local parser = xparser.create{START_ELEMENT = function(name) names[#names + 1] = name if name == "b" then return "STOP", 7 end end}
assert(select(2, parser:parse"<a><b><c/></b></a>") == 7)
local status, complete = parser:parse""
assert(status == "OK" and complete and table.concat(names) == "abc")
parser:reset()
assert(parser:parse"<x/>" == "OK" and names[4] == "x")
parser:init{}
assert(select(2, parser:parse"<y/>") == true)
assert(parser:parse"<y/>" == "ERROR" and parser:parse"" == "ERROR")
assert(not pcall(xparser.create) and not pcall(parser.parse, parser))

-- Random bytes never raise.
local alphabet = "<>/?!-[]ab='\"& ;#x\n"
math.randomseed(42)
for _ = 1, 3000 do
   local t = {}
   for i = 1, 30 do local k = math.random(#alphabet) t[i] = alphabet:sub(k, k) end
   local _, s = events("<a>" .. table.concat(t), math.random(1, 40))
   assert(s == "OK" or s == "ERROR")
end
