---@meta

--- Data formats, dates, random numbers and small helpers. Unless said otherwise a string parameter also takes a number, and
--- a missing or wrong argument raises an error.

---@class ba
ba = {}

-- JSON ----------------------------------------------------------------------------------------------------------------

---@class ba.json
--- JSON (RFC 8259).
---@field null lightuserdata JSON's null: encodes as null, and decoded nulls are equal to it. Lua's nil would remove the field
ba.json = {}

--- Encodes tables as JSON in pure ASCII, one document after the other without separator. A table with `#t > 0` is a list of
--- `t[1]` to `t[#t]`, with null for holes and without its other fields; any other table is an object, `{}` when empty, whose
--- number keys become strings with the fraction cut. Integers have all digits, floats 14 significant ones (`%.14g`); use
--- `ba.ubjson` to keep them exact. Characters outside of ASCII, and `/`, are escaped, bytes that are no UTF-8 become U+FFFD.
--- Functions, userdata, byte arrays, infinities, NaN and a table inside of itself become null. Metatables are ignored.
---@param table table
---@param ... table|number more documents; a number at the end is a hint of the size in bytes
---@return string? json nil for a key that is neither string nor number, or beyond 256 MiB of text (`"mem"`)
---@return string? err
--- ```lua
--- print(ba.json.encode{1, "two", {three = 3}})  --> [1,"two",{"three":3}]
--- ```
function ba.json.encode(table, ...) end

--- Encodes a string as JSON string with its quotes.
---@param text string
---@return string json
--- ```lua
--- print(ba.json.encodestr'say "hi"')  --> "say \"hi\""
--- ```
function ba.json.encodestr(text) end

--- Decodes all documents in a text: lists and objects, not single values. Numbers without point and exponent become integers,
--- beyond 64 bits floats, all others floats. Accepts more than RFC 8259: comments (`//`, `/* */`) before a document, `'` for
--- quotes, `true`, `false` and `null` in any case, leading zeros, `1.`, a comma before `}`, control characters in strings.
--- Of equal names the last counts. Bytes of strings are not checked to be UTF-8.
---@param json string
---@param stack? integer one more than the containers that may be open at a time; default 16, at least 8
---@param namelen? integer one more than the longest name in bytes; default 255, at least 127
---@param offset? integer how many bytes to skip; default 0
---@return table? document nil and a code on fault: `"needmoredata"` (cut off or empty), `"parse"`, `"stack"` (nested too
---  deep), `"mem"` (a name or number too long, or more memory than a quarter of the heap)
---@return table|string? ... further documents, or the code and a text
--- ```lua
--- local t = ba.json.decode'{"a": [1, 2.5, null]}'
--- print(t.a[1], t.a[2], t.a[3] == ba.json.null)  --> 1 2.5 true
--- ```
function ba.json.decode(json, stack, namelen, offset) end

--- Makes a parser for documents that arrive in pieces, as from a socket.
---@param stack? integer as of `ba.json.decode`
---@param namelen? integer as of `ba.json.decode`
---@return PARSER parser
--- ```lua
--- local parser = ba.json.parser()
--- print(parser:parse'{"a":')       --> true
--- local ok, t = parser:parse'1}'
--- print(t.a)                       --> 1
--- ```
function ba.json.parser(stack, namelen) end

---@class PARSER
local PARSER = {}

--- Takes the next piece. After a fault the parser is of no use any more.
---@param piece string any number of bytes
---@param multi? boolean true: the documents come as one list
---@return boolean? ok nil and a code, as of `decode`, on fault
---@return table|string? ... the documents that this piece completed, if any
--- ```lua
--- for piece in pieces do
---    local ok, list = parser:parse(piece, true)
---    if not ok then return nil, list end
---    for _, document in ipairs(list or {}) do handle(document) end
--- end
--- ```
function PARSER:parse(piece, multi) end

-- UBJSON --------------------------------------------------------------------------------------------------------------

---@class ba.ubjson
--- Universal Binary JSON, draft 12 (ubjson.org). Null is `ba.json.null`.
ba.ubjson = {}

--- Encodes tables, one document after the other. A table is a list when all its keys are numbers: the values in the order of
--- these; any other table is an object. Containers are counted, and typed when all their values are numbers or strings of one
--- type. Floats with integral value become integers; other floats keep all 64 bits. Strings may hold any bytes. What UBJSON
--- has no form for and a table inside of itself become null.
---@param table table
---@param ... table|number more documents; a number at the end is a hint of the size in bytes
---@return string? data nil for a key that is neither string nor number, or beyond 256 MiB of data (`"mem"`)
---@return string? err
--- ```lua
--- assert(ba.ubjson.encode{1, 2, 3} == "[$i#i\3\1\2\3")
--- ```
function ba.ubjson.encode(table, ...) end

--- Decodes all documents in `data`: lists and objects, plain, counted and typed. `C` gives a string of one byte, `H` its digits
--- as string, `d` and `D` floats.
---@param data string
---@param stack? integer how many containers may be open at a time; default 8, at least 3
---@param namelen? integer one more than the longest name in bytes; default 255, at least 127
---@param offset? integer how many bytes to skip; default 0
---@return table? document nil and a code on fault: `"needmoredata"`, `"parse"`, `"stack overflow"`, `"mem"` as of JSON
---@return table|string? ... further documents, or the code and a text
--- ```lua
--- print(ba.json.encode(ba.ubjson.decode(ba.rndbs(5)..ba.ubjson.encode{"Hello World"}, 3, 0, 5)))  --> ["Hello World"]
--- ```
function ba.ubjson.decode(data, stack, namelen, offset) end

--- Makes a parser for documents that arrive in pieces.
---@param stack? integer as of `ba.ubjson.decode`
---@param namelen? integer as of `ba.ubjson.decode`
---@return PARSER parser
--- ```lua
--- local parser = ba.ubjson.parser()
--- local ok, t = parser:parse"{i\1ai\5}"
--- ```
function ba.ubjson.parser(stack, namelen) end

-- Byte arrays ---------------------------------------------------------------------------------------------------------

---@class BTA: userdata
--- A byte array. `#a` is its length, `a[i]` a byte from 1 on, `tostring(a)` its content as string. `a[i] = v` stores a byte
--- (the low 8 bits of a number), or a string, a byte array or a table of bytes from `i` on; raises when that does not fit.
--- All of these see the window that `ba.bytearray.setsize` sets. Sockets and responses take it in place of a string.
---@field [integer] integer

---@class ba.bytearray
--- Mutable arrays of bytes.
ba.bytearray = {}

--- Makes an array of `size` zero bytes, or of the bytes of a string.
---@param size integer|string 1 to 268435456, or a string that is not empty
---@return BTA array
--- ```lua
--- local a = ba.bytearray.create"hello"
--- a[1] = "J"
--- print(a, #a)  --> Jello 5
--- ```
function ba.bytearray.create(size) end

--- The array's sizes.
---@param array BTA
---@return integer allocated the length of the whole array
---@return integer first where the window begins
---@return integer last where the window ends
--- ```lua
--- print(ba.bytearray.size(ba.bytearray.create(10)))  --> 10 1 10
--- ```
function ba.bytearray.size(array) end

--- Sets the window. Positions are those of the whole array; negative ones count from its end. A window may be empty: `j`
--- one less than `i`. Raises beyond the array and changes nothing then.
---@param array BTA
---@param i? integer the first byte; default 1
---@param j? integer the last byte; default -1
--- ```lua
--- local a = ba.bytearray.create"0123456789"
--- ba.bytearray.setsize(a, -3)
--- print(a, #a)  --> 789 3
--- ba.bytearray.setsize(a)
--- print(#a)     --> 10
--- ```
function ba.bytearray.setsize(array, i, j) end

--- The content, or a part of it, as string.
---@param array BTA
---@param i? integer the first byte in the window; default 1; negative from the end
---@param j? integer the last byte; default -1; negative from the end
---@return string
--- ```lua
--- print(ba.bytearray.tostring(ba.bytearray.create"hello", 2, -2))  --> ell
--- ```
function ba.bytearray.tostring(array, i, j) end

--- Copies into an array as much as fits.
---@param to BTA
---@param n integer where to store, 1 to `#to + 1`
---@param from string|BTA what to copy
---@param i? integer the first byte of `from`; default 1; negative from the end
---@param j? integer the last byte of `from`; default -1; negative from the end
---@return integer overflow how many bytes did not fit
--- ```lua
--- local a = ba.bytearray.create"0123456789"
--- print(ba.bytearray.copy(a, 9, "abc"), a)  --> 1 01234567ab
--- ```
function ba.bytearray.copy(to, n, from, i, j) end

--- Stores an integer in network byte order (big endian).
---@param array BTA
---@param n integer where to store
---@param size integer number of bytes, 1 to 8
---@param number number its low bytes are stored
--- ```lua
--- local a = ba.bytearray.create(2)
--- ba.bytearray.h2n(a, 1, 2, 0x1234)
--- print(a[1], a[2])  --> 18 52
--- ```
function ba.bytearray.h2n(array, n, size, number) end

--- Reads an integer in network byte order.
---@param array BTA
---@param n integer where it is
---@param size integer number of bytes, 1 to 8
---@return integer number unsigned below 8 bytes
--- ```lua
--- print(ba.bytearray.n2h(ba.bytearray.create"\x12\x34", 1, 2))  --> 4660
--- ```
function ba.bytearray.n2h(array, n, size) end

---@class ba.socket
ba.socket = {}

--- An integer in network byte order (big endian).
---@param size integer number of bytes, 1 to 8
---@param number number its low bytes are taken
---@return string
--- ```lua
--- assert(ba.socket.h2n(2, 0x1234) == "\x12\x34")
--- ```
function ba.socket.h2n(size, number) end

--- Reads an integer in network byte order.
---@param size integer number of bytes, 1 to 8
---@param data string
---@param start? integer where it is; default 1
---@return integer number unsigned below 8 bytes
--- ```lua
--- print(ba.socket.n2h(2, "\0\x12\x34", 2))  --> 4660
--- ```
function ba.socket.n2h(size, data, start) end

--- A float in network byte order (IEEE 754).
---@param size 4|8 single or double precision
---@param number number
---@return string
--- ```lua
--- assert(ba.socket.fh2n(4, 1) == "\x3f\x80\0\0")
--- ```
function ba.socket.fh2n(size, number) end

--- Reads a float in network byte order.
---@param size 4|8
---@param data string
---@param start? integer where it is; default 1
---@return number
--- ```lua
--- print(ba.socket.fn2h(4, "\x3f\x80\0\0"))  --> 1.0
--- ```
function ba.socket.fn2h(size, data, start) end

-- Codecs --------------------------------------------------------------------------------------------------------------

--- Encodes as Base64 (RFC 4648) with padding and without line breaks.
---@param data string
---@return string
--- ```lua
--- print(ba.b64encode"foob")  --> Zm9vYg==
--- ```
function ba.b64encode(data) end

--- Encodes as Base64 for URLs and file names.
---@param data string
---@param pad? boolean with padding; default false
---@return string
--- ```lua
--- print(ba.b64urlencode"\251\255\191")  --> -_-_
--- ```
function ba.b64urlencode(data, pad) end

--- Decodes Base64 of both alphabets, with or without padding. Other characters are skipped, an incomplete group at the end
--- is dropped; never fails.
---@param text string
---@return string data
--- ```lua
--- print(ba.b64decode"Zm9v\r\nYg")  --> foob
--- ```
function ba.b64decode(text) end

--- Percent-encodes NUL, tab, line ends, space and ``# $ % & ' + , ; < = > ? @ [ \ ] ^ ` { | } ~`` as `%xx`. All else stays,
--- `/` and bytes beyond ASCII too.
---@param text string
---@return string
--- ```lua
--- print(ba.urlencode"a b&c")  --> a%20b%26c
--- ```
function ba.urlencode(text) end

--- Decodes percent encoding, and `+` as space. A `%` without two hexadecimal digits stays.
---@param text string
---@return string
--- ```lua
--- print(ba.urldecode"a%20b+c")  --> a b c
--- ```
function ba.urldecode(text) end

--- Compresses (RFC 1951).
---@param data string|string[] a list of strings is one text
---@param zlib? boolean true: with zlib header and checksum (RFC 1950); default false
---@return string
--- ```lua
--- local packed = ba.deflate(("hello "):rep(1000))
--- ```
function ba.deflate(data, zlib) end

--- The media type of a file name extension.
---@param extension string without dot, in any case
---@return string type `"application/octet-stream"` when unknown
---@return boolean known
--- ```lua
--- print(ba.mime"css")  --> text/css true
--- ```
function ba.mime(extension) end

-- Dates ---------------------------------------------------------------------------------------------------------------

---@class BDTz: userdata
--- An instant in the years 1 to 9999, to the nanosecond, with the offset from UTC at which it is shown. `==`, `<` and `<=`
--- compare instants. `d + t` and `d - t`, with `t` a number of nanoseconds or a table of the integers `days`, `hours`, `mins`,
--- `secs` and `nsecs`, give another date; `d1 - d2` the nanoseconds between them: an integer, beyond 292 years a float. Raises
--- when `d1` is earlier than `d2` and when the result is out of range.
---@operator add(number|table): BDTz
---@operator sub(number|table|BDTz): BDTz|number
local BDTz = {}

--- Makes a date: of now without arguments or with `"NOW"`; `"MIN"` and `"MAX"` are the limits; of the text
--- `YYYY-MM-DDTHH:MM:SS[.fraction](Z|+hh:mm|-hh:mm)`; of seconds since 1970 UTC; of a table of fields in UTC: `year`,
--- `month=1`, `day=1`, `hour=0`, `min=0`, `sec=0`, `nsec=0`, `offset=0`.
---@param date? string|integer|table
---@param nanos? integer beside seconds: 0 to 999999999; default 0
---@param offset? integer beside seconds: minutes east of UTC at which it is shown; default 0
---@return BDTz? date nil and a text when there is no such date
---@return string? err
--- ```lua
--- local d = ba.datetime"2024-02-28T12:00:00+01:00" + {days = 1}
--- print(d, d:tostring(0))  --> 2024-02-29T12:00:00+01:00 2024-02-29T11:00:00Z
--- ```
function ba.datetime(date, nanos, offset) end

--- The instant as numbers.
---@return integer secs seconds since 1970 UTC
---@return integer nanos 0 to 999999999
---@return integer offset minutes east of UTC
--- ```lua
--- print(ba.datetime"1970-01-01T00:00:01.5Z":ticks())  --> 1 500000000 0
--- ```
function BDTz:ticks() end

--- The date as a table.
---@param offset? boolean true: at its offset; default false: in UTC
---@return {year:integer, month:integer, day:integer, hour:integer, min:integer, sec:integer, nsec:integer, wday:integer, yday:integer, offset:integer} fields
---  `wday` is 1 on Sunday, `yday` 1 on 1 January
--- ```lua
--- print(ba.datetime"2024-02-29T00:00:00Z":date().yday)  --> 60
--- ```
function BDTz:date(offset) end

--- The offset; changes it when one is given.
---@param minutes? integer -1439 to 1439, east of UTC
---@return integer previous
--- ```lua
--- local d = ba.datetime"2024-01-01T00:00:00Z"
--- d:offset(60)
--- print(d)  --> 2024-01-01T01:00:00+01:00
--- ```
function BDTz:offset(minutes) end

--- The date as text (RFC 3339), with nine digits of fraction when it has one.
---@param minutes? integer the offset; default its own
---@return string
--- ```lua
--- print(ba.datetime"2024-01-01T00:00:00Z":tostring(-60))  --> 2023-12-31T23:00:00-01:00
--- ```
function BDTz:tostring(minutes) end

--- Reads a date of an HTTP or mail header, in any of the three forms of RFC 9110. The zone is taken to be GMT.
---@param date string
---@return integer seconds since 1970; 0 when it is no date
--- ```lua
--- print(ba.parsedate"Sun, 06 Nov 1994 08:49:37 GMT")  --> 784111777
--- ```
function ba.parsedate(date) end

--- Writes a date for an HTTP header.
---@param seconds number since 1970, in the years 0 to 9999; the fraction is cut
---@return string
--- ```lua
--- print(ba.encdate(0))  --> Thu, 01 Jan 1970 00:00:00 GMT
--- ```
function ba.encdate(seconds) end

--- Milliseconds of a clock that only goes forward, whatever happens to the system's time.
---@return integer ms
--- ```lua
--- local start = ba.clock()
--- work()
--- print(ba.clock() - start, "ms")
--- ```
function ba.clock() end

-- Random numbers ------------------------------------------------------------------------------------------------------

--- A random integer of the system's cryptographic generator: 0 to 2^63-1, with one argument 0 to `a`, with two `a` to `b`,
--- all included. Raises for an empty interval; an `a` of 0 alone means no bound.
---@param a? integer
---@param b? integer
---@return integer
--- ```lua
--- local dice = ba.rnd(1, 6)
--- ```
function ba.rnd(a, b) end

--- A random integer of some bytes.
---@param size integer number of bytes, up to 8
---@return integer unsigned below 8 bytes
--- ```lua
--- local port = 49152 + ba.rnds(2) % 16384
--- ```
function ba.rnds(size) end

--- A string of random bytes, fit for keys.
---@param size integer 0 to 16777216
---@return string
--- ```lua
--- local key = ba.rndbs(32)
--- ```
function ba.rndbs(size) end

--- Adds to the generator's seed; never makes it worse.
---@param seed number
--- ```lua
--- ba.rndseed(ba.clock())
--- ```
function ba.rndseed(seed) end

-- Events --------------------------------------------------------------------------------------------------------------

---@class EventEmitter
--- `require "EventEmitter"`. Events with any number of listeners.
---@field reporterr? fun(cb:function, err:any) hears of listeners that raise; otherwise the trace does
local EventEmitter = {}

--- Makes an emitter, of a table if one is given.
---@param self? table
---@return EventEmitter emitter
--- ```lua
--- local emitter = require"EventEmitter".create()
--- ```
function EventEmitter.create(self) end

--- Adds a listener; adding it twice counts once. A retained event is delivered to it after this returned.
---@param event string
---@param cb function called with the arguments of `emit`; when it raises, the others are called all the same
---@return true
--- ```lua
--- emitter:on("myEvent", function(msg) print("Received:", msg) end)
--- ```
function EventEmitter:on(event, cb) end

--- Calls the listeners of an event, in the order they were added.
---@param event string|{name:string, retain?:boolean} retain: also kept for listeners that come later, until the next such
---@param ... any
---@return boolean heard whether there was a listener
--- ```lua
--- emitter:emit("myEvent", "Hello World")
--- emitter:emit({name = "myEvent", retain = true}, "Retained Message")
--- ```
function EventEmitter:emit(event, ...) end

--- Removes a listener, or all of an event.
---@param event string
---@param cb2rem? function
---@return boolean removed whether there was one
--- ```lua
--- emitter:removeListener("myEvent", listener)
--- ```
function EventEmitter:removeListener(event, cb2rem) end

-- Files ---------------------------------------------------------------------------------------------------------------

---@class rwfile
--- `require "rwfile"`. Whole files. What is written is there completely or not at all, even when the power fails.
local rwfile = {}

--- Reads a file, or writes it when `data` is given.
---@param io IO
---@param name string
---@param data? string
---@return string|true|nil content or true; nil and a code such as `"enoent"` on failure
---@return string? code
--- ```lua
--- local rw = require"rwfile"
--- rw.file(ba.openio"home", "motto.txt", "Keep going")
--- print((rw.file(ba.openio"home", "motto.txt")))  --> Keep going
--- ```
function rwfile.file(io, name, data) end

--- Reads a JSON file as table, or writes a table as JSON. A byte order mark in front is skipped.
---@param io IO
---@param name string
---@param tab? table
---@return table|true|nil content or true; nil and a code on failure, `"jsonerr"` when it holds no JSON
---@return string? code
--- ```lua
--- local conf = require"rwfile".json(ba.openio"home", "conf.json") or {}
--- ```
function rwfile.json(io, name, tab) end

-- XML -----------------------------------------------------------------------------------------------------------------

---@class ba.xmlrpc
--- Values of XML-RPC for which Lua has no type. `require "xmlrpc"` moves these functions into the module.
ba.xmlrpc = {}

--- Wraps bytes to be sent as `base64`.
---@param data string
---@return fun(): string, "XMLRPC" value gives the XML
--- ```lua
--- print(ba.xmlrpc.base64"hello"())  --> <base64>aGVsbG8=</base64> XMLRPC
--- ```
function ba.xmlrpc.base64(data) end

--- Wraps a time to be sent as `dateTime.iso8601`.
---@param time number|string seconds since 1970 UTC, or the text itself
---@param decode? boolean true: returns nil
---@return fun(): string, "XMLRPC" value gives the XML
--- ```lua
--- print(ba.xmlrpc.iso8601(0)())  --> <dateTime.iso8601>19700101T00:00:00</dateTime.iso8601> XMLRPC
--- ```
function ba.xmlrpc.iso8601(time, decode) end

---@class xmlrpc
--- `require "xmlrpc"`. XML-RPC services and clients. Integers of more than 32 bits are sent as `i8`, nil and
--- `ba.json.null` as `nil`; a list is sent as array, another table as struct. A received time becomes seconds since 1970, or
--- stays text when it is earlier.
local xmlrpc = {}

--- As `ba.xmlrpc.base64`.
---@param data string
---@return fun(): string, "XMLRPC" value
--- ```lua
--- local call = xmlrpc.encodecall("store", xmlrpc.base64(bytes))
--- ```
function xmlrpc.base64(data) end

--- As `ba.xmlrpc.iso8601`.
---@param time number|string
---@param decode? boolean
---@return fun(): string, "XMLRPC" value
--- ```lua
--- local call = xmlrpc.encodecall("schedule", xmlrpc.iso8601(os.time()))
--- ```
function xmlrpc.iso8601(time, decode) end

--- Makes a service.
---@param name string
---@param description table functions by name; tables in it are the parts of names with dots
---@return Service service
--- ```lua
--- local service = require"xmlrpc".new("calculator", {math = {add = function(a, b) return a + b end}})
--- ```
function xmlrpc.new(name, description) end

--- Encodes a call. Raises for a value that XML-RPC has no form for.
---@param method string
---@param ... any
---@return string xml
--- ```lua
--- local xml = require"xmlrpc".encodecall("math.add", 1, 2)
--- ```
function xmlrpc.encodecall(method, ...) end

--- Encodes the answer to a call.
---@param value any
---@return string xml
--- ```lua
--- local xml = require"xmlrpc".encoderesponse{sum = 3}
--- ```
function xmlrpc.encoderesponse(value) end

--- Encodes the answer to a call that failed.
---@param code integer
---@param message string
---@return string xml
--- ```lua
--- local xml = require"xmlrpc".encodefault(4, "too many parameters")
--- ```
function xmlrpc.encodefault(code, message) end

--- Decodes a call.
---@param xml string
---@return string? method nil and a text when this is no call
---@return table|string params the parameters, with their number in field `n`
--- ```lua
--- local method, params = require"xmlrpc".decodecall(xml)
--- ```
function xmlrpc.decodecall(xml) end

--- Decodes an answer.
---@param xml string
---@return any value nil, text and code when the call failed; nil and text when this is no answer
---@return string? err
---@return integer? code
--- ```lua
--- local sum, err, code = require"xmlrpc".decoderesponse(body)
--- ```
function xmlrpc.decoderesponse(xml) end

---@class Service
local Service = {}

--- Answers a call.
---@param xml string
---@return string xml the answer; a fault for an unknown method and for an error in it
--- ```lua
--- local answer = service:call(body)
--- ```
function Service:call(xml) end

--- Answers an HTTP request with a call in its body.
---@param request table
---@param response table
--- ```lua
--- local dir = ba.create.dir("rpc")
--- dir:setfunc(function(_, path) service:execute(request, response) end)
--- ```
function Service:execute(request, response) end

---@class xparser
--- `require "xparser"`. A parser for XML 1.0 that takes pieces of any size and calls handlers. Checks that tags match and
--- attributes are unique; skips document types and expands none but the predefined entities, so that no document can make it
--- read files or grow. Limits: tokens of 16 MiB, 1024 open elements, 1024 attributes, names of 1024 bytes.
local xparser = {}

--- Makes a parser. Handlers, all optional: `START_ELEMENT(name, attributes)`, `END_ELEMENT(name)`, `EMPTY_ELEMENT(name,
--- attributes)` (without it start and end are called), `TEXT(text)`, `CDATA(text)` (without it `TEXT`), `COMMENT(text)`,
--- `PI(target, text)`. What a handler returns, unless nil, ends `parse` and is returned from there.
---@param handlers table<string, function>
---@return XPARSER parser
--- ```lua
--- local parser = require"xparser".create{TEXT = function(text) print(text) end}  --> hello
--- print(parser:parse"<a>hello</a>")                                              --> OK true
--- ```
function xparser.create(handlers) end

---@class XPARSER
local XPARSER = {}

--- Takes the next piece, which may be empty to go on after a handler ended `parse`.
---@param text string
---@return "OK"|"ERROR"|any status `"OK"`: more may come; `"ERROR"`: this is no XML; else what a handler returned
---@return boolean|string|any detail after `"OK"` whether the root element is complete, after `"ERROR"` a text
--- ```lua
--- local status, detail = parser:parse(piece)
--- if status == "ERROR" then return nil, detail end
--- ```
function XPARSER:parse(text) end

--- Begins anew with other handlers.
---@param handlers table<string, function>
--- ```lua
--- parser:init{START_ELEMENT = print}
--- ```
function XPARSER:init(handlers) end

--- Begins anew with the same handlers.
--- ```lua
--- parser:reset()
--- ```
function XPARSER:reset() end
