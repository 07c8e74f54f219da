local D = ba.datetime

local function raises(f, ...) assert(not pcall(f, ...)) end

-- Small fractions keep their zeros.
assert(tostring(D"2024-01-02T03:04:05.000000001Z") == "2024-01-02T03:04:05.000000001Z")
assert(tostring(D"2024-01-02T03:04:05.05+01:00") == "2024-01-02T03:04:05.050000000+01:00")
-- From numbers and tables.
assert(tostring(D(1, 5, 60)) == "1970-01-01T01:00:01.000000005+01:00")
assert(tostring(D(-1)) == "1969-12-31T23:59:59Z")
for _, bad in ipairs{{1 << 60}, {0, -1}, {0, 1000000000}, {0, 0, 5000}, {253402300800}, {-62135596801}} do
   local d, err = D(table.unpack(bad))
   assert(d == nil and type(err) == "string")
end
local d = D"2024-02-29T23:30:00.25+02:00"
assert(D(d:date()) == d and D(d:date()):offset() == 120)
local utc, own = d:date(), d:date(true)
assert(utc.hour == 21 and utc.day == 29 and utc.min == 30 and utc.nsec == 250000000 and utc.wday == 5 and utc.yday == 60)
assert(own.hour == 23 and own.offset == 120)
assert(D{year = 2024} == D"2024-01-01T00:00:00Z")
for _, bad in ipairs{{}, {year = 0}, {year = 2024, month = 13}, {year = 2023, day = 29, month = 2}, {year = 2024, hour = 1.5}, {year = "x"}, {year = 2024, offset = 9999}} do
   assert(D(bad) == nil)
end
raises(D, d)
-- Offsets.
assert(d:offset(-60) == 120 and d:offset() == -60 and tostring(d) == "2024-02-29T20:30:00.250000000-01:00")
raises(d.offset, d, 5000)
raises(d.tostring, d, -5000)
for _, text in ipairs{"0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-00:01", "2024-01-01T00:00:00+24:00", "2024-01-01T00:00:00+01:60", "2024-01-01T00:00:00.1234567890Z", " 2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z\n"} do
   assert(D(text) == nil, text)
end
assert(D"MIN":tostring(-60) == "0000-12-31T23:00:00-01:00")
-- Arithmetic at the limits.
raises(function() return D"MAX" + 1 end)
raises(function() return D"MIN" - {secs = 1} end)
raises(function() return D"MAX" + {days = math.maxinteger} end)
raises(function() return d + {days = 1.5} end)
raises(function() return d + "x" end)
raises(function() return 1 + d end)
raises(function() return d < 1 end)
raises(function() return 1 < d end)
assert(d + {days = 1.0} == d + {hours = 24} and d + {foo = 1} == d)
assert(math.type(D"2024-01-01T00:00:00Z" - D"2023-01-01T00:00:00Z") == "integer")
assert(math.type(D"MAX" - D"MIN") == "float" and D"MAX" - D"MIN" > 3e20)
assert(d ~= 1 and d ~= "x" and d == d)

-- HTTP dates in the three forms of RFC 9110.
for _, text in ipairs{"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"} do
   assert(ba.parsedate(text) == 784111777, text)
end
for _, text in ipairs{"Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT", "Sun, 06 Nov 1994", ("x"):rep(10000)} do
   assert(ba.parsedate(text) == 0, text)
end
raises(ba.encdate, 1 << 60)
raises(ba.encdate, -1e20)
assert(ba.encdate(253402300799) == "Fri, 31 Dec 9999 23:59:59 GMT")
