---@meta

--- Mail, and LuaSocket's modules on which it stands.

-- Simple mail ---------------------------------------------------------------------------------------------------------

---@class socket
--- `require "socket"`, also the global `socket`: LuaSocket's interface to `ba.socket`.
---@field BLOCKSIZE integer 2048
local socket = {}

---@class MailConfiguration
---@field server string|userdata a name, or a connected socket, such as the end of a tunnel through a proxy
---@field port? integer default 25; 465 with `shark` and without `starttls`
---@field user? string authenticates with LOGIN or PLAIN, whichever is offered; nothing is sent without password or token
---@field password? string
---@field token? string an OAuth 2 access token, for XOAUTH2 instead of a password
---@field shark? userdata TLS client object, as of `ba.sharkclient()`
---@field starttls? boolean begin in plain and turn TLS on, if the server offers to; with `user` it must
---@field trusted? boolean send only when the server's certificate is trusted and has its name; default false
---@field domain? string what to call ourselves; default "localhost"

--- Makes a mail object; `require "socket.mail"` adds this function. The options stay readable as its fields.
---@param conf MailConfiguration
---@return Mail
--- ```lua
--- require "socket.mail"
--- local mail = socket.mail{server = "smtp.example.com", shark = ba.sharkclient(), trusted = true, user = "bob", password = "…"}
--- ```
function socket.mail(conf) end

---@class MailFile
---@field source string|userdata content, or an open file of `io.open` or of an IO, which is read in pieces and closed
---@field name? string the part after the last slash counts
---@field content? string media type; default by the name's extension
---@field description? string
---@field id? string of an image: what `cid:` refers to

---@class MailMessage
---@field subject string
---@field from string `Bob <bob@example.com>` or the address alone
---@field to string|string[]
---@field cc? string|string[]
---@field bcc? string|string[] not in the header
---@field replyto? string also as `["reply-to"]`
---@field body? string text; also as `txtbody`
---@field htmlbody? string beside a text the client shows one of both
---@field htmlimg? MailFile|MailFile[] images in the HTML
---@field attach? MailFile|MailFile[]
---@field encoding? "QUOTED"|"B64"|"8BIT"|"NONE" of the texts; default QUOTED
---@field charset? string of the texts and names; default utf-8

---@class Mail
local Mail = {}

--- Sends one mail. Subject and names beyond ASCII are encoded (RFC 2047). A line end in a header or an address is refused.
---@param t MailMessage raises when subject, from or to is missing
---@return 1? ok nil when it was not sent
---@return string? err a code as of `ba.socket.connect`, or the server's reply
--- ```lua (sketch)
--- local ok, err = mail:send{subject = "Report", from = "Bob <bob@example.com>", to = "alice@example.com",
---    body = "See attachment.\n", attach = {name = "report.pdf", source = ba.openio"home":open"report.pdf"}}
--- ```
function Mail:send(t) end

-- SMTP ----------------------------------------------------------------------------------------------------------------

---@class socket.smtp
--- `require "socket.smtp"`: LuaSocket's SMTP module, with TLS.
---@field SERVER string default server, "localhost"
---@field PORT integer default port, 25
---@field TIMEOUT number seconds for each step, 60
---@field DOMAIN string what to call ourselves, "localhost"
---@field ZONE string time zone in dates, "-0000"
socket.smtp = {}

--- Sends a message.
---@param mailt table `from` and `rcpt` (a string or list) with angle brackets, `source`; optional `server`, `port`, `user`,
---  `password`, `token`, `shark`, `starttls`, `trusted`, `domain` as of `socket.mail`; `step`, `create` as LuaSocket has them;
---  used if the server offers it: `size` (bytes), `["8bit"]`, `deliverby`, `dsn` (`ret`, `notify`, `id`)
---@return 1? ok
---@return string? err
--- ```lua
--- local smtp = require"socket.smtp"
--- local ok, err = smtp.send{server = "localhost", from = "<a@b.example>", rcpt = "<c@d.example>",
---    source = smtp.message{headers = {subject = "Hi"}, body = "Hello\r\n"}}
--- ```
function socket.smtp.send(mailt) end

--- A message as source. Names of headers become lower case; `date` and `mime-version` are added.
---@param message table `headers`; `body`: a string, a source, or a list of messages with `preamble` and `epilogue`
---@return fun(): string? source
--- ```lua
--- local source = smtp.message{headers = {subject = "two parts"}, body = {{body = "one"}, {body = "two"}}}
--- ```
function socket.smtp.message(message) end

--- What a server offers after EHLO.
---@param options table `server`, `port` …
---@return table<string, string>? extensions parameters by keyword, "" when there are none
---@return string? err
--- ```lua (sketch)
--- local limit = smtp.extensions{server = "localhost"}.SIZE
--- ```
function socket.smtp.extensions(options) end

--- What a server answers to HELP.
---@param options table `server`, `port` … and `command`
---@return integer? code
---@return string text
--- ```lua (sketch)
--- print(smtp.help{server = "localhost"})
--- ```
function socket.smtp.help(options) end

--- Connects, for code that runs the dialogue itself inside `socket.protect`: methods `greet`, `starttls`, `auth`, `mail`,
--- `rcpt`, `data`, `send`, `quit`, `close`, `command` and `check` throw for it.
---@param server? string|userdata
---@param port? integer
---@param create? fun(): TCP
---@return table connection
--- ```lua
--- local noop = socket.protect(function()
---    local c = smtp.open"localhost"
---    c:greet() c:command"NOOP" c:check"2.." c:quit()
---    return c:close()
--- end)
--- ```
function socket.smtp.open(server, port, create) end

-- LuaSocket -----------------------------------------------------------------------------------------------------------

--- Makes an unconnected TCP object.
---@return TCP
--- ```lua (sketch)
--- local tcp = socket.tcp()
--- tcp:settimeout(5)
--- assert(tcp:connect("localhost", 25))
--- ```
function socket.tcp() end

--- Connects.
---@param host string
---@param port integer
---@return TCP? tcp
---@return string? code as of `ba.socket.connect`
--- ```lua (sketch)
--- local tcp = assert(socket.connect("localhost", 25))
--- ```
function socket.connect(host, port) end

--- Opens a listener, whose `sock()` gives its `ba.socket` object.
---@param address string `"*"` for all
---@param port integer
---@return TCP? listener
---@return string? code
--- ```lua
--- local listener = assert(socket.bind("127.0.0.1", 0))
--- ```
function socket.bind(address, port) end

--- Turns TLS on.
---@param tcp TCP
---@param shark userdata
---@return TCP? tcp
---@return string? code
--- ```lua (sketch)
--- assert(socket.secure(tcp, ba.sharkclient()))
--- ```
function socket.secure(tcp, shark) end

--- Makes a `try` that calls a function before it throws.
---@param finalizer? function
---@return fun(...): ...
--- ```lua
--- local try = socket.newtry(function() tcp:close() end)
--- ```
function socket.newtry(finalizer) end

--- Returns its arguments, unless the first is nil or false: then it throws the second for `socket.protect`.
---@param ... any
---@return any ...
--- ```lua (sketch)
--- local tcp = socket.try(socket.connect("localhost", 25))
--- ```
function socket.try(...) end

--- Makes a function that returns nil and a message where `f` throws.
---@param f function
---@return function
--- ```lua
--- local get = socket.protect(function() return socket.try(tcp:receive()) end)
--- ```
function socket.protect(f) end

--- Drops the first `n` of its other arguments.
---@param n integer
---@param ... any
---@return any ...
--- ```lua
--- local status = socket.skip(1, request())
--- ```
function socket.skip(n, ...) end

--- Makes a function that calls another by name; without name the one called "default".
---@param t table<string, function>
---@return fun(name, a, b): any
--- ```lua
--- local make = socket.choose{default = function(x) return x end}
--- ```
function socket.choose(t) end

--- Makes a sink that sends: "keep-open" or "close-when-done".
---@param mode string
---@param tcp TCP
---@return function sink
--- ```lua (sketch)
--- ltn12.pump.all(source, socket.sink("close-when-done", tcp))
--- ```
function socket.sink(mode, tcp) end

--- Makes a source that receives: "by-length" or "until-closed", which is the default.
---@param mode string|TCP
---@param tcp? TCP
---@param length? integer
---@return function source
--- ```lua (sketch)
--- ltn12.pump.all(socket.source("by-length", tcp, 100), sink)
--- ```
function socket.source(mode, tcp, length) end

--- Seconds since 1970.
---@return integer
--- ```lua
--- local start = socket.gettime()
--- ```
function socket.gettime() end

--- Waits while others go on.
---@param seconds number
--- ```lua
--- socket.sleep(0.5)
--- ```
function socket.sleep(seconds) end

---@class TCP
local TCP = {}

--- Connects, or takes over a `ba.socket` object.
---@param host string|userdata
---@param port? integer
---@return 1? ok
---@return string? code
function TCP:connect(host, port) end

--- Notes where to listen.
---@param address string
---@param port integer
---@return 1
function TCP:bind(address, port) end

--- Opens the listener.
---@return 1? ok
---@return string? code
function TCP:listen() end

--- Sends all of the data.
---@param data string|string[]
---@param i? integer
---@param j? integer
---@return true? ok
---@return "closed"|"timeout"? err
function TCP:send(data, i, j) end

--- Receives a line without its end ("l"; up to 1 MiB), all until the peer closes ("a"), or a number of bytes.
---@param pattern? "l"|"*l"|"a"|"*a"|integer default "l"
---@param prefix? string put in front of the result
---@return string? data
---@return "closed"|"timeout"|"toomuchdata"? err
---@return string? partial what had arrived
function TCP:receive(pattern, prefix) end

--- Limits how long to wait for data.
---@param seconds? number nil, 0: no limit
---@return 1
function TCP:settimeout(seconds) end

--- The limit.
---@return integer? ms
function TCP:gettimeout() end

--- Closes.
---@return 1?
function TCP:close() end

--- As close.
---@return 1?
function TCP:shutdown() end

--- The peer's address.
---@return string? ip
---@return integer|string port or code
function TCP:getpeername() end

--- As getpeername.
---@return string? ip
---@return integer|string port or code
function TCP:peername() end

--- Our own address.
---@return string? ip
---@return integer|string port or code
function TCP:getsockname() end

--- As getsockname.
---@return string? ip
---@return integer|string port or code
function TCP:sockname() end

--- As of `ba.socket` objects.
---@param name string
---@param ... any
---@return true? ok
---@return string? err
function TCP:setoption(name, ...) end

--- Turns TLS on.
---@param shark userdata
---@param alpn? string
---@return true? ok
---@return string? code
function TCP:upgrade(shark, alpn) end

--- As upgrade.
---@param shark userdata
---@param alpn? string
---@return true? ok
---@return string? code
function TCP:sslhandshake(shark, alpn) end

--- As upgrade.
---@param shark userdata
---@param alpn? string
---@return true? ok
---@return string? code
function TCP:dohandshake(shark, alpn) end

--- The peer's certificate, as of `ba.socket` objects.
---@return table? certificate
---@return boolean|string trusted or code
function TCP:certificate() end

--- Whether the peer's certificate is trusted and names the host.
---@param host? string
---@return true? ok
---@return string? code
function TCP:trusted(host) end

--- The `ba.socket` object.
---@return userdata?
function TCP:sock() end

--- Whether it is connected.
---@return boolean
function TCP:connected() end

--- Bytes received, bytes sent, seconds since it was made.
---@return integer received
---@return integer sent
---@return integer age
function TCP:getstats() end

--- Sets what getstats answers.
---@param received? integer
---@param sent? integer
---@param age? integer
---@return 1
function TCP:setstats(received, sent, age) end

-- LTN12 ---------------------------------------------------------------------------------------------------------------

---@class ltn12
--- `require "ltn12"`. A source is a function that returns the next chunk, nil at the end, nil and a text on error. A sink
--- takes chunks, and nil at the end. A filter takes a chunk, "" or nil at the end, and returns one, "" for not yet, nil at the
--- end. A pump moves chunks from a source to a sink.
---@field BLOCKSIZE integer 2048
local ltn12 = {}

---@class ltn12.source
ltn12.source = {}

--- A source of nothing.
---@return function source
function ltn12.source.empty() end

--- A source that fails.
---@param err string
---@return function source
function ltn12.source.error(err) end

--- The content of an open file, closed at its end.
---@param handle userdata? nil: a source that fails with `err`
---@param err? string
---@return function source
--- ```lua
--- local source = ltn12.source.file(io.open"data")
--- ```
function ltn12.source.file(handle, err) end

--- The content of a string.
---@param s string
---@return function source
function ltn12.source.string(s) end

--- A source that returns chunks only, of one that may return its successor.
---@param src function
---@return function source
function ltn12.source.simplify(src) end

--- A source to which chunks can be given back by calling it with one.
---@param src function
---@return function source
function ltn12.source.rewind(src) end

--- Sources one after the other.
---@param ... function
---@return function source
function ltn12.source.cat(...) end

--- A source through filters.
---@param src function
---@param ... function filters
---@return function source
--- ```lua
--- local source = ltn12.source.chain(ltn12.source.string"text", mime.encode"base64")
--- ```
function ltn12.source.chain(src, ...) end

---@class ltn12.sink
ltn12.sink = {}

--- A sink that drops everything.
---@return function sink
function ltn12.sink.null() end

--- A sink that fails.
---@param err string
---@return function sink
function ltn12.sink.error(err) end

--- A sink that collects chunks.
---@param t? table
---@return function sink
---@return table t
function ltn12.sink.table(t) end

--- A sink that writes to an open file and closes it at the end.
---@param handle userdata? nil: a sink that fails with `err`
---@param err? string
---@return function sink
function ltn12.sink.file(handle, err) end

--- A sink of one that may return its successor.
---@param snk function
---@return function sink
function ltn12.sink.simplify(snk) end

--- A sink behind filters.
---@param ... function filters, then the sink
---@return function sink
function ltn12.sink.chain(...) end

---@class ltn12.filter
ltn12.filter = {}

--- A filter of a low-level one, `low(ctx, chunk, extra) -> result, ctx`.
---@param low function
---@param ctx any
---@param extra any
---@return function filter
--- ```lua
--- local encode = ltn12.filter.cycle(mime.b64, "")
--- ```
function ltn12.filter.cycle(low, ctx, extra) end

--- Filters one behind the other.
---@param ... function
---@return function filter
function ltn12.filter.chain(...) end

---@class ltn12.pump
ltn12.pump = {}

--- Moves one chunk.
---@param src function
---@param snk function
---@return 1? ok nil at the end
---@return string? err
function ltn12.pump.step(src, snk) end

--- Moves all chunks.
---@param src function
---@param snk function
---@param step? function instead of `ltn12.pump.step`
---@return 1? ok
---@return string? err
--- ```lua
--- assert(ltn12.pump.all(source, ltn12.sink.file(io.open("copy", "wb"))))
--- ```
function ltn12.pump.all(src, snk, step) end

-- MIME ----------------------------------------------------------------------------------------------------------------

---@class mime
--- `require "mime"`. Functions that end in a filter's name make filters; the short ones are low-level: they take what was left
--- (`C`) and what comes (`D`, nil at the end), and return the result and what is left.
local mime = {}

--- Base64.
---@param C string?
---@param D? string
---@return string? A
---@return string? B
--- ```lua
--- print((mime.b64"diego:password"))  --> ZGllZ286cGFzc3dvcmQ=
--- ```
function mime.b64(C, D) end

--- Base64 back.
---@param C string?
---@param D? string
---@return string? A
---@return string? B
function mime.unb64(C, D) end

--- Quoted-printable.
---@param C string?
---@param D? string
---@param marker? string for line ends; default CRLF
---@return string? A
---@return string? B
--- ```lua
--- print((mime.qp"maçã"))  --> ma=C3=A7=C3=A3
--- ```
function mime.qp(C, D, marker) end

--- Quoted-printable back.
---@param C string?
---@param D? string
---@return string? A
---@return string? B
function mime.unqp(C, D) end

--- Breaks lines.
---@param n integer how many characters the current line still takes
---@param B string?
---@param length? integer default 76
---@return string? A
---@return integer n
function mime.wrp(n, B, length) end

--- Breaks lines of quoted-printable softly. The `=` at the end of a line is not counted.
---@param n integer how many characters the current line still takes
---@param B string?
---@param length? integer default 76
---@return string? A
---@return integer n
function mime.qpwrp(n, B, length) end

--- Makes all line ends the same.
---@param last integer the line end character before B, or 0
---@param B string?
---@param marker? string default CRLF
---@return string? A
---@return integer last
function mime.eol(last, B, marker) end

--- Doubles dots at the beginning of lines.
---@param n integer how many characters of a line end are before B; 2 at first
---@param B string?
---@return string? A
---@return integer n
function mime.dot(n, B) end

--- A filter that encodes: "base64" or "quoted-printable", whose mode "binary" encodes line ends too.
---@param name string
---@param ... any
---@return function filter
--- ```lua
--- local filter = ltn12.filter.chain(mime.encode"base64", mime.wrap"base64")
--- ```
function mime.encode(name, ...) end

--- A filter that decodes: "base64" or "quoted-printable".
---@param name string
---@param ... any
---@return function filter
function mime.decode(name, ...) end

--- A filter that breaks lines: "text" (the default), "base64" or "quoted-printable".
---@param name? string|integer or the length
---@param ... any length, default 76
---@return function filter
function mime.wrap(name, ...) end

--- A filter that makes all line ends the same.
---@param marker? string default CRLF
---@return function filter
function mime.normalize(marker) end

--- A filter that doubles dots at the beginning of lines.
---@return function filter
function mime.stuff() end
