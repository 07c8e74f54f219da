---@meta

--- Debugging by the Debug Adapter Protocol (DAP). `require "ldbgmon"` or `require "dbgmon"`; a debugger sees and changes
--- everything in its app, so this needs the grant `debug`, which only apps run from where they are have by themselves.
--- One debugger at a time. How to attach an editor is told in `docs/debugging.md`.

---@class ldbgmon
local ldbgmon = {}

---@class debugoptions
---@field client? boolean connect to a debugger that waits, default true; false: wait for one
---@field host? string where the debugger waits, default "localhost"
---@field port? integer to connect to or to wait at, 1 to 65535, default 4711
---@field intf? string local address, or name of an interface; default 127.0.0.1 for waiting, any for connecting
---@field retry? integer how often a connection that fails is tried again, a second apart; default 0
---@field reconnect? boolean when the debugger has left, let the next one in while the app runs; default false
---@field stop? boolean stop at the line after `connect`, even when the debugger does not ask for it; default false
---@field restartonmod? boolean restart the app when the debugger says that a source was modified; default false

--- Lets a debugger in, and returns when that has set its breakpoints. With `client=false` **nothing else of the app runs
--- until then**: no page, timer or socket of it is answered; other apps go on. Who connects and does not talk DAP within 30
--- seconds is sent away. A connection that there is already stays, and counts as success.
---@param op? debugoptions
---@return true? ok
---@return string? code `cannotconnect`: nobody waits there, or the port is taken
--- ```lua (sketch)
--- local dbg = require "ldbgmon"
--- dbg.connect{client = false}            -- waits for an editor to attach to port 4711
--- ```
function ldbgmon.connect(op) end

--- Tells the debugger that debugging has ended, closes its connection, and lets no other one in.
---@return boolean closed whether there was a debugger
function ldbgmon.close() end

--- Lets the app run as if there was no debugger, at full speed; it stays connected.
---@return boolean done whether there is a debugger
function ldbgmon.pause() end

--- Ends a `pause`: breakpoints count again.
---@return boolean done whether there is a debugger
function ldbgmon.resume() end

return ldbgmon
