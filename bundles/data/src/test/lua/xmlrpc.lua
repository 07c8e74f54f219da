local iso8601, base64 = ba.xmlrpc.iso8601, ba.xmlrpc.base64
local xmlrpc = require "xmlrpc"
assert(ba.xmlrpc == nil and xmlrpc.iso8601 == iso8601 and xmlrpc.base64 == base64)

-- A call comes back with the same values.
local sent = {1, "a<b>&", true, false, 1.5, {1, {2}}, {name = "x", list = {}}, ba.json.null, 1 << 40, -7}
local method, params = xmlrpc.decodecall(xmlrpc.encodecall("math.add", table.unpack(sent)))
assert(method == "math.add" and params.n == #sent)
assert(ba.json.encode(params[7].list) == "{}" and params[7].name == "x" and params[9] == 1 << 40)
for i = 1, 5 do assert(params[i] == sent[i], i) end
assert(params[6][2][1] == 2 and params[8] == ba.json.null and params[10] == -7)
-- Wrapped values.
local _, wrapped = xmlrpc.decodecall(xmlrpc.encodecall("f", base64"\0\1\255", iso8601(86400)))
assert(wrapped[1] == "\0\1\255" and wrapped[2] == 86400)
-- Documents of others: default type, whitespace, dates before 1970.
local answer = xmlrpc.decoderesponse[[<?xml version="1.0"?>
<methodResponse> <params> <param> <value><array> <data>
  <value>plain</value> <value><i4> -12 </i4></value> <value><dateTime.iso8601>19600102T03:04:05</dateTime.iso8601></value>
  <value><dateTime.iso8601>2024-01-02T03:04:05Z</dateTime.iso8601></value> <value><struct><member><name>a</name><value><double>1e3</double></value></member></struct></value>
</data></array></value></param></params></methodResponse>]]
assert(answer[1] == "plain" and answer[2] == -12 and answer[3] == "19600102T03:04:05" and answer[4] == 1704164645 and answer[5].a == 1000)
-- Faults.
local value, text, code = xmlrpc.decoderesponse(xmlrpc.encodefault(4, "too <many>"))
assert(value == nil and text == "too <many>" and code == 4)
for _, bad in ipairs{"", "x", "<a/>", "<methodResponse/>x", "<methodResponse><fault/></methodResponse>", "<methodResponse><params><param><value><foo/></value></param></params></methodResponse>", "<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>", "<methodCall/>"} do
   local v, err = xmlrpc.decoderesponse(bad)
   assert(v == nil and type(err) == "string", bad)
end
assert(not pcall(xmlrpc.encodecall, "f", function() end) and not pcall(xmlrpc.encodecall, "f", 0/0))
local loop = {} loop[1] = loop
assert(not pcall(xmlrpc.encodecall, "f", loop))

-- A service.
local service = xmlrpc.new("calculator", {math = {add = function(a, b) return a + b end, fail = function() error"boom" end}, none = function() end})
local function call(...) return xmlrpc.decoderesponse(service:call(xmlrpc.encodecall(...))) end
assert(call("math.add", 1, 2) == 3)
assert(call"none" == ba.json.null)
assert(select(3, call"math.sub") == -32601 and select(3, call"math") == -32601 and select(3, call"math.add.x") == -32601)
assert(select(2, call"math.fail"):find"boom")
assert(select(3, xmlrpc.decoderesponse(service:call"junk")) == -32700)
-- Over HTTP, with stand-ins for request and response.
local response = {}
function response:setcontenttype(t) self.type = t end
function response:setcontentlength(n) self.length = n end
function response:send(s) self.body = s end
local body = xmlrpc.encodecall("math.add", 20, 22)
local request = {}
function request:rawrdr()
   local i = 0
   return function() i = i + 1 return i == 1 and body:sub(1, 10) or i == 2 and body:sub(11) or nil end
end
service:execute(request, response)
assert(xmlrpc.decoderesponse(response.body) == 42 and response.length == #response.body and response.type == "text/xml")
