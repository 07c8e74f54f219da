---@meta

--- Virtual I/O. An IO object is a tree of files: a directory of the disk, a ZIP archive, memory, or what Lua code makes of
--- it. Names use `/`, are UTF-8 and relative to the IO's root, which they never leave: `a/../b` is `b`, `../x` fails with
--- `noaccess`, a backslash, a drive letter or a NUL with `invalidname`; a leading slash is ignored.
---
--- What can happen is answered with `nil, code, message, name`. The codes are `enoent` and `notfound` (no such file; the
--- second in archives), `exist`, `notempty`, `noaccess` (not permitted, read only, a directory where a file is meant),
--- `nospace`, `invalidname`, `ioerror`, `noimplementation`, `mem` (larger than a limit), `zipincompatible` and
--- `wrongpassword`.
---
--- Operations on the disk take place in the caller's turn: no other strand of the VM runs meanwhile.

---@class ba
ba = {}

---@class ba.create
ba.create = {}

---@alias IO.code
---| "enoent"
---| "notfound"
---| "exist"
---| "notempty"
---| "noaccess"
---| "nospace"
---| "invalidname"
---| "ioerror"
---| "noimplementation"
---| "mem"
---| "zipincompatible"
---| "wrongpassword"

---@class IO.stat
---@field name string as asked for
---@field type "regular"|"directory"
---@field isdir boolean
---@field size integer bytes; 0 for a directory
---@field mtime integer seconds since 1970 UTC

--- An IO of this VM by its name: `vm`, the app's own files (the default), `home`, the gateway's writable data, `disk`, the
--- whole file system, with the grant `disk` only, `net`, with the grant `network`, and what else the host gives. In `net`
--- names are URLs of web file servers (`ba.create.wfs`), without query and not encoded; `ba.mkio(net, url)` makes an IO of one of
--- their directories. Its calls are HTTP requests and wait; it does not append, and renames within a directory only.
---@param name? string
---@return IO? io the same object at every call; it works again after an update of the bundle
---@return IO.code? code `noaccess` without the grant, `notfound` for another name
--- ```lua (sketch)
--- local page = assert(ba.openio"vm":open".preload"):read"a"
--- ```
function ba.openio(name) end

--- All IOs that `ba.openio` knows in this VM.
---@return table<string, IO>
function ba.io() end

--- Makes an IO of a directory, or of a ZIP archive, which is read only. Names in it do not leave it.
---
--- Archives are strict: names outside, two entries of one name, overlapping data and wrong checksums are refused, ZIP64
--- and methods other than stored and deflated too; at most 65,535 entries, 1 GiB each and 8 GiB together uncompressed.
--- Encrypted entries (AES, AE-1 and AE-2) are read after `io:setpasswd`.
---@param io IO not one written in Lua (`noimplementation`)
---@param path string
---@return IO? io
---@return IO.code? code `zipincompatible` for a file that is no archive
---@return string? message
---@return string? path
--- ```lua (sketch)
--- local site = assert(ba.mkio(ba.openio"vm", "site.zip"))
--- for name, isdir, mtime, size in site:files("", true) do print(name, size) end
--- ```
function ba.mkio(io, path) end

--- Loads a file of the app as Lua code, without running it.
---@param name string
---@param env? table the code's globals; those of the VM when absent
---@return function? chunk
---@return string? message why not
function ba.loadfile(name, env) end

--- Runs a file of the app as Lua code. Raises when it cannot be loaded or fails.
---@param name string
---@param env? table
---@return any ... what the code returns
function ba.dofile(name, env) end

--- An IO in memory, empty, which goes when nobody refers to it.
---@param limit? integer bytes of content and entries (256 each), 0 to 67108864, 1 MiB when absent; beyond it `nospace`
---@return IO
--- ```lua
--- local scratch = ba.create.memio(65536)
--- ```
function ba.create.memio(limit) end

---@class luaio.file
---@field read? fun(max: integer): string at most `max` bytes, "" at the end; fewer than asked for are no end
---@field write? fun(data: string): boolean?, string?
---@field seek? fun(offset: integer): boolean?, string?
---@field flush? fun(): boolean?, string?
---@field close? fun(): boolean?, string?

---@class luaio.listing
---@field read fun(): boolean steps to the first or next entry; false when there is none
---@field name fun(): string
---@field stat? fun(): luaio.attributes asked for when the caller wants attributes

---@class luaio.attributes
---@field mtime integer
---@field size integer
---@field isdir boolean

---@class luaio.functions
---@field open? fun(name: string, mode: "r"|"w"): luaio.file?, string?
---@field files? fun(name: string): luaio.listing?, string?
---@field stat? fun(name: string): luaio.attributes?, string?
---@field mkdir? fun(name: string): boolean?, string?
---@field rmdir? fun(name: string): boolean?, string?
---@field remove? fun(name: string): boolean?, string?

--- An IO whose functions are written in Lua; they may wait. It works wherever an IO does, on strands of this VM. Names
--- arrive as callers wrote them. A function fails by `nil, code` with one of enoent, notfound, noaccess, exist, notempty,
--- nospace, invalidname, ioerror; any other failure, an absent function and an error raised inside are `ioerror`.
--- `rename` always fails.
---@param functions luaio.functions
---@return IO
--- ```lua
--- local upper = ba.create.luaio{open = function(name)
---    local text = ba.openio"vm":open(name):read"a":upper()
---    return {read = function(max) local piece = text:sub(1, max) text = text:sub(max + 1) return piece end,
---            close = function() return true end}
--- end}
--- ```
function ba.create.luaio(functions) end

---@class IO
local IO = {}

--- Opens a file. Only the first letter of the mode counts: `r` reads, `w` truncates or creates and writes, `a` creates and
--- writes at the end. `r+` does not write, `w+` does not read. On the disk only regular files are opened.
---@param name string
---@param mode? string "r" when absent; another first letter raises
---@return FILE? file
---@return IO.code? code
---@return string? message
---@return string? name
--- ```lua
--- local file <close> = assert(ba.openio"home":open("log.txt", "a"))
--- file:write(os.date(), " started\n")
--- ```
function IO:open(name, mode) end

--- The attributes of a file or directory. `""` and `"/"` are the root.
---@param name string
---@return IO.stat? attributes
---@return IO.code? code
---@return string? message
---@return string? name
function IO:stat(name) end

--- Iterates over a directory, in no particular order; at most 100,000 entries. Raises when there is no such directory.
---@param name? string the root when absent
---@param attributes? boolean
---@return fun(): string?, boolean?, integer?, integer? next name, and with `attributes` isdir, mtime (seconds), size
--- ```lua
--- for name, isdir, mtime, size in io:files("", true) do print(name, isdir, size) end
--- ```
function IO:files(name, attributes) end

--- Makes a directory.
---@param name string
---@return true?
---@return IO.code? code `exist`; `enoent` without its parent
---@return string? message
---@return string? name
function IO:mkdir(name) end

--- Removes an empty directory.
---@param name string
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
function IO:rmdir(name) end

--- Removes a file or an empty directory.
---@param name string
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
function IO:remove(name) end

--- Moves a file, replacing one that is there, or a directory.
---@param from string
---@param to string
---@return true?
---@return IO.code? code
---@return string? message
---@return string? from
function IO:rename(from, to) end

--- Writes a whole file so that it holds its old or its new content whatever happens, a power cut included: for
--- configuration. On the disk it returns when the content is on the medium; in an IO written in Lua it is a plain write.
---@param name string
---@param content string
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
--- ```lua
--- assert(ba.openio"home":replace("config.json", ba.json.encode(config)))
--- ```
function IO:replace(name, content) end

--- Loads a file as Lua code, text or binary, of at most 16 MiB, without running it.
---@param name string
---@param env? table the code's globals; those of the VM when absent
---@return function? chunk
---@return string? message why not
function IO:loadfile(name, env) end

--- Runs a file as Lua code. Raises when it cannot be loaded or fails.
---@param name string
---@param env? table
---@return any ... what the code returns
function IO:dofile(name, env) end

--- The absolute path of a name in the host's file system; the file need not exist. Nothing for other kinds of IO.
---@param name string
---@return string? path
function IO:realpath(name) end

--- The kind of IO: `"disk", "POSIX"`, `"zip", "zip"`, `"lua", ""`, `"memory", ""` or `"net", ""`.
---@return string type
---@return string platform
function IO:resourcetype() end

--- Nil: no kind of IO here has a type besides its resource type.
---@return nil
function IO:type() end

--- False: no kind of IO here hides files.
---@param name string
---@return false
function IO:hide(name) end

--- Whether a file of an archive is encrypted.
---@param name string
---@return boolean?
---@return IO.code? code `noimplementation` for other kinds of IO
---@return string? message
---@return string? name
function IO:encrypted(name) end

--- Sets the password of an archive's encrypted files.
---@param password string any bytes
---@param required? boolean whether files that are not encrypted are refused (`noaccess`)
---@param binary? boolean taken for compatibility; passwords are bytes
---@return boolean done false for IOs without encrypted files
function IO:setpasswd(password, required, binary) end

--- Sets how the IO `net`, and all that was made of it, asks servers: the options of `httpc.create`, with `user`, `password`
--- and `trusted` of its requests. Others take it and do nothing.
---@param options table
---@return true
--- ```lua
--- local net = ba.openio"net"
--- net:netconf{user = "admin", password = "secret", trusted = true}
--- local files = ba.mkio(net, "https://gateway.example/fs/")
--- ```
function IO:netconf(options) end

--- Raises: these IOs are not closed.
function IO:close() end

---@class FILE
local FILE = {}

--- Reads: a number of bytes (fewer at the end, nil at the end, "" for 0), or `"a"` the rest ("" at the end), for each
--- argument; without one at most 1024 bytes. One read gives at most an eighth of the heap, 1 to 64 MiB (`mem`).
---@param ... integer|"a"|"*a"
---@return string? ...
--- ```lua
--- for piece in function() return file:read(4096) end do process(piece) end
--- ```
function FILE:read(...) end

--- Writes strings and numbers. Nothing is held back.
---@param ... string|number
---@return true?
---@return IO.code? code `ioerror` for a file open for reading
---@return string? message
---@return string? name
function FILE:write(...) end

--- Moves to a position. Beyond the end is fine.
---@param offset integer bytes from the start
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
function FILE:seek(offset) end

--- Hands what an IO written in Lua holds back to it; other files hold nothing back.
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
function FILE:flush() end

--- The IO object that opened the file.
---@return IO
function FILE:getio() end

--- Closes the file; any use afterwards raises. A variable declared `<close>` does so at its end, the garbage collector and
--- the end of the VM when nobody did.
---@return true?
---@return IO.code? code
---@return string? message
---@return string? name
function FILE:close() end
