---@meta

--- Programs and shell commands. They need the app's grant `process`.

---@class ba
ba = {}

--- Starts a program on a pseudo-terminal of its own; its standard error is a channel apart. With a function first, that
--- function runs with the program: its reads wait for data.
---@param prog string path; a program that cannot be started says so on the error channel and ends with status 2
---@param ... string|number arguments
---@return PTY? pty
---@return string? text when the system has no terminal left
---@overload fun(f: fun(pty: PTY), prog: string, ...): PTY?, string?
--- ```lua
--- local p = ba.forkpty("/bin/sh", "-c", "echo hello; sleep 1")
--- print((p:read(1000))) --> hello
--- p:close(true)
--- ```
function ba.forkpty(prog, ...) end

--- Runs a shell command and waits for it; `2>&1` is appended.
---@param command string
---@return string? output at most 64 KB; then the command's pipe breaks
---@return integer status 0, or the raw wait status: exit code * 256, or the signal
---@return string? output of a command that failed
function ba.exec(command) end

---@class PTY
local PTY = {}

---@param timeout? integer milliseconds; default 0: do not wait
---@return string? data
---@return boolean|string|nil stderr whether it comes from the error channel; absent after a time-out; "terminated" at the end
function PTY:read(timeout) end

---@param data string what is typed
---@return boolean?
---@return string? text
function PTY:write(data) end

---@param lines integer
---@param columns integer
---@return boolean?
function PTY:winsize(lines, columns) end

--- Stops the program, or lets it go on.
---@param stop boolean
---@return boolean?
function PTY:pause(stop) end

--- Sends Ctrl-C to a program that runs; tells how it ended once it has. A program that ignores Ctrl-C is hung up after three
--- seconds and killed after six when `wait` is true.
---@param wait? boolean wait for the end
---@return integer|boolean status -1: runs still; 0; or code, exited, signaled, signal; when called again with true before it
---@return boolean|integer|nil exited
---@return boolean|nil signaled
---@return integer|nil signal
function PTY:close(wait) end

--- Kills a program that runs; else as close does when called again.
---@return boolean?
---@return integer|string|nil status
function PTY:terminate() end
