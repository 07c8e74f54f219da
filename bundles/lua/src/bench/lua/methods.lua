-- Method calls, inheritance by __index, metamethods.
local Account = {}
Account.__index = Account

function Account.new(balance) return setmetatable({balance = balance}, Account) end
function Account:deposit(v) self.balance = self.balance + v end
function Account:get() return self.balance end

local Limited = setmetatable({}, {__index = Account})
Limited.__index = Limited

function Limited.new(balance, limit)
  local o = Account.new(balance)
  o.limit = limit
  return setmetatable(o, Limited)
end

function Limited:withdraw(v)
  if v - self:get() >= self.limit then return false end
  self.balance = self.balance - v
  return true
end

local Vec = {}
Vec.__index = Vec
Vec.__add = function(a, b) return setmetatable({x = a.x + b.x, y = a.y + b.y}, Vec) end
Vec.__eq = function(a, b) return a.x == b.x and a.y == b.y end
Vec.__lt = function(a, b) return a.x < b.x end
Vec.__len = function(a) return 2 end
Vec.__call = function(self, k) return self.x * k end

return function()
  local a, failed = Limited.new(100, 1000), 0
  for i = 1, 400000 do
    a:deposit(2)
    if not a:withdraw(i % 5) then failed = failed + 1 end
  end
  local v, one, less = setmetatable({x = 0, y = 0}, Vec), setmetatable({x = 1, y = 2}, Vec), 0
  for i = 1, 100000 do
    v = v + one
    if one < v then less = less + 1 end
    if v == one then less = less + 1 end
    less = less + #v + v(1) % 2
  end
  return table.concat({a:get(), failed, v.x, v.y, less}, " ")
end
