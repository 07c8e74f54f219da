---@meta

--- Threads, timers and the trace: what the runtime itself offers to every VM.

---@class ba
ba = {}

---@class ba.thread
ba.thread = {}

--- Runs a job on a thread of the pool, beside whatever else goes on in this VM. Jobs take turns where they wait (sleep,
--- sockets, processes …); Lua code that computes is not interrupted. An error ends the job and is traced.
---@param job fun() called without arguments
---@return integer jobs how many wait or run
--- ```lua
--- ba.thread.run(function() ba.sleep(100) trace"a tenth of a second later" end)
--- ```
function ba.thread.run(job) end

--- Raises the number of jobs that run at a time, 3 at first. A smaller number than there is now changes nothing.
---@param threads? integer up to 10000
---@return integer threads the number now in force
function ba.thread.configure(threads) end

--- Makes a thread of its own, whose jobs run one after the other.
---@return THREAD
function ba.thread.create() end

--- The coroutines of the pool's jobs that run now, the caller's included.
---@return thread[]
--- ```lua
--- for _, co in ipairs(ba.thread.dbg()) do print(debug.traceback(co)) end
--- ```
function ba.thread.dbg() end

---@class THREAD
local THREAD = {}

--- Runs a job after those that wait already.
---@param job fun() called without arguments
---@return integer jobs how many wait or run
function THREAD:run(job) end

--- The coroutine of the job that runs now: a list of one, or empty.
---@return thread[]
function THREAD:dbg() end

--- Makes a timer. It calls `action` as long as that returns true; `action` may also yield: `coroutine.yield(true)` goes on
--- at the next tick, `coroutine.yield()` ends. A timer that nobody refers to ends as garbage unless it keeps itself.
---@param action fun(): boolean? called without arguments; an error is traced and ends the timer
---@return TIMER
--- ```lua
--- local ticks = 0
--- local timer = ba.timer(function() ticks = ticks + 1 return ticks < 10 end)
--- timer:set(1000, true)
--- ```
function ba.timer(action) end

---@class TIMER
local TIMER = {}

--- Starts the timer, or starts it anew.
---@param ms integer milliseconds until the first call and between calls; negative is 0
---@param keep? boolean keep the timer alive while it is set, though nobody refers to it
---@param now? boolean call at once for the first time
---@return true
function TIMER:set(ms, keep, now) end

--- Starts a timer that is set anew with another time.
---@param ms integer milliseconds
---@return true? # nil when the timer is not set
function TIMER:reset(ms) end

--- Stops the timer.
---@return true? # nil when the timer is not set
function TIMER:cancel() end

--- Waits while other code of this VM runs. Not for cosockets, which wait in their reads.
---@param ms integer milliseconds; negative is 0
function ba.sleep(ms) end

--- Writes its arguments to the trace, as print does, behind the function and line it was called from.
---@param ... any
function trace(...) end

--- Writes its arguments to the trace with a priority.
---@param place boolean whether the function and line of the call come first
---@param priority integer 0 (always shown) to 20 (chatter); `trace` and `print` have 5
---@param ... any
function tracep(place, priority, ...) end
