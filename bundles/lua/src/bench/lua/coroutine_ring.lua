-- Many coroutines that are switched between in turn.
local yield, resume, create = coroutine.yield, coroutine.resume, coroutine.create

return function()
  local ring, n = {}, 500
  for i = 1, n do
    ring[i] = create(function(token)
      while true do token = yield(token + 1) end
    end)
  end
  local token, _ = 0, nil
  for _ = 1, 1000 do
    for i = 1, n do
      _, token = resume(ring[i], token)
    end
  end
  return token
end
