---@meta

--- TCP, UDP, TLS and WebSocket connections, and named pipes. Everything that waits lets other code of the app run.
--- Failures are `nil, code`; the codes are `timeout`, `socketclosed` (closed here, or by a WebSocket close frame),
--- `socketreadfailed`, `socketwritefailed`, `cannotconnect`, `cannotresolve`, `bind`, `gethostbyname`, `invalidsocketcon`,
--- `incorrectuse`, `failed`, `sslnotenabled`, `sslhandshake`. An app may have 20,000 sockets open; to open more raises, and a
--- listener closes what it would accept, which is traced. Needs the grant `network`; pipes need `process`.

---@class ba
ba = {}

---@class ba.socket
ba.socket = {}

---@class socketoptions
---@field intf? string local address, or name of an interface; default any
---@field ipv6? boolean use IPv6; default false
---@field shark? SHARKSSL TLS: a server object for bind, a client object for connect
---@field alpn? string application protocols, best first, separated by commas
---@field timeout? integer milliseconds to connect; default 1000
---@field port? integer local port of a UDP socket; default any

--- Listens. Connections wait until an event function accepts them.
---@param port integer 0: any free port
---@param op? socketoptions intf, ipv6, shark, alpn
---@return socket? listener
---@return string? code `bind`
--- ```lua
--- local listener = assert(ba.socket.bind(7000))
--- listener:event(function(l)
---   while true do
---     local c = l:accept()
---     if not c then break end
---     c:event(function(s)
---       for data in s.read, s do s:write(data) end
---     end)
---   end
--- end, "r")
--- ```
function ba.socket.bind(port, op) end

--- Connects, and completes the TLS handshake if asked for. In a cosocket that is not connected the cosocket itself is
--- connected and returned, once: further attempts are `incorrectuse`.
---@param address string name or address
---@param port integer
---@param op? socketoptions intf, ipv6, shark, alpn, timeout
---@return socket?
---@return string? code `cannotresolve` (with a text), `cannotconnect`, `bind`, `sslhandshake`, `incorrectuse`
---@return string? text
function ba.socket.connect(address, port, op) end

--- A UDP socket, connected when an address is given.
---@param address? string
---@param port? integer
---@param op? socketoptions intf, port, ipv6
---@return socket?
---@return string? code
---@overload fun(op: socketoptions): socket?, string?
function ba.socket.udpcon(address, port, op) end

--- Runs a function as a cosocket, at once until its first wait. Its socket is not connected yet; it is closed when the
--- function ends, and an error in it is traced.
---@param f fun(sock: socket, ...)
---@return socket? nil, "failed" when the function has ended already
function ba.socket.event(f, ...) end

--- The cosocket that runs now; nil in threads, timers and request handlers.
---@return socket?
function ba.socket.getsock() end

--- Looks up a name.
---@param name string
---@param ipv6? boolean
---@return string? address
---@return string? code `cannotresolve`
---@return string? text
function ba.socket.toip(name, ipv6) end

--- How many socket objects there are, and how many of them are open.
---@return integer all
---@return integer open
function ba.socket.stat() end

--- Takes the connection out of a request. A WebSocket handshake is answered with 101 and the headers set so far; otherwise
--- nothing is sent: flush your own response first. Only in pages and directory functions.
---@param request request
---@return socket?
---@return string? extra bytes received behind the header, or the code: `socketclosed` when it was taken before
--- ```lua (sketch)
--- local s = ba.socket.req2sock(request)
--- if s then
---   s:event(function(s) for text in s.read, s do s:write(text, true) end end, "s")
--- end
--- ```
function ba.socket.req2sock(request) end

--- Takes the connection out of an HTTP client, usually after `http:status()`. With a `ws://` or `wss://` url and status 101
--- the socket is a WebSocket.
---@param http HTTP
---@return socket?
---@return string? extra bytes received behind the header, or the code: `invalidsocketcon`
function ba.socket.http2sock(http) end

--- Gives a connection to the HTTP server, which reads the next request from it.
---@param sock socket
---@param data? string bytes already read
---@return boolean?
---@return string? code `invalidsocketcon`
function ba.socket.sock2req(sock, data) end

--- An integer as big-endian bytes: the low bytes of its two's complement.
---@param size integer 1 to 8 bytes
---@param number integer
---@return string
function ba.socket.h2n(size, number) end

--- An unsigned integer out of big-endian bytes.
---@param size integer 1 to 8 bytes
---@param data string
---@param start? integer default 1
---@return integer
function ba.socket.n2h(size, data, start) end

--- A float as big-endian bytes (IEEE 754).
---@param size integer 4 or 8 bytes
---@param number number
---@return string
function ba.socket.fh2n(size, number) end

--- A float out of big-endian bytes.
---@param size integer 4 or 8 bytes
---@param data string
---@param start? integer default 1
---@return number
function ba.socket.fn2h(size, data, start) end

---@class socket
local socket = {}

--- Reads what is there, or waits for it. Of a cosocket only its own function may read. An unconnected cosocket sleeps.
--- A WebSocket gives messages: whole up to 65535 bytes, longer frames in parts with the bytes so far and of the frame.
---@param timeout? integer milliseconds; default no limit
---@param withaddr? boolean UDP in event mode: also return the sender's address and port
---@return string? data
---@return string|boolean|nil code or, of a WebSocket, whether the message is text; of UDP the sender's address
---@return integer? sofar of a WebSocket; the close code after `socketclosed`; of UDP the sender's port
---@return integer? length of a WebSocket frame
function socket:read(timeout, withaddr) end

--- Writes. In blocking mode and in its own function it waits while the peer takes nothing; others that write to a cosocket
--- queue up to `queuelen` bytes and never wait.
---@param data string|number|bytearray
---@param i? integer first byte, as string.sub
---@param j? integer last byte
---@param text? boolean WebSocket: a text frame; at most 65535 bytes
---@return boolean? ok false for no data
---@return integer|string|nil queued bytes that wait, or the code; `nil, queued` when the message does not fit: none of it is sent
function socket:write(data, i, j, text) end

--- Sends a datagram to an address; names are not looked up.
---@param data string at most 65507 bytes
---@param ip string
---@param port integer
---@return boolean?
---@return string? code `gethostbyname`, `socketwritefailed`
function socket:sendto(data, ip, port) end

--- Sends a WebSocket ping.
---@param data? string at most 125 bytes; default "BAS"
---@return boolean?
function socket:ping(data) end

--- The next connection; only in the event function of a listener.
---@return socket?
---@return string? code `socketclosed`
function socket:accept() end

--- Gives the socket to a function, which runs at once until its first wait. When it ends the socket is closed.
---@param f fun(sock: socket, ...)
---@param mode? "s"|"r" cosocket (default), or receive only: writes of others wait
---@return boolean?
---@return string? code `invalidsocketcon`, `failed` when the function has ended already
function socket:event(f, mode, ...) end

--- In its own function: waits until enable, and returns its arguments. From outside: holds back received data, while the
--- function waits in read.
---@return any ... or nil, `socketclosed`|`incorrectuse`
function socket:disable() end

--- Lets a disabled function go on. Arguments become results of its `disable`.
---@return boolean? true when it was disabled
function socket:enable(...) end

--- What the socket's function does now, and whether the socket is connected.
---@return "notcon"|"exec"|"accept"|"connect"|"upgrade"|"read"|"write"|"disabled"|"terminated" state
---@return boolean connected
function socket:state() end

--- Whether the caller is the socket's own function.
---@return boolean
function socket:owner() end

---@return string? ip
---@return integer|string port or the code `failed`
---@return boolean? ipv6
function socket:sockname() end

---@return string? ip
---@return integer|string port or the code `failed`
---@return boolean? ipv6
function socket:peername() end

--- Closes after what is queued is sent. Who waits for the socket is told `socketclosed`.
---@return boolean was whether it was open
function socket:close() end

---@return boolean
function socket:websocket() end

--- How many bytes others may queue for a cosocket.
---@param bytes? integer new limit; default 16384
---@return integer before
function socket:queuelen(bytes) end

--- The largest TLS record to send.
---@param bytes integer 65 to 8192
---@return boolean ok false without TLS
function socket:maxsize(bytes) end

--- `keepalive`, bool [, idle seconds, interval seconds]; `tcp-nodelay`, bool; `broadcast`, bool; `dontroute`, bool (without
--- effect where the gateway runs without Netty's native transport); `ip-membership`, bool, group [, interface].
---@param name string
---@return boolean?
---@return string? text
---@return integer? errno
function socket:setoption(name, ...) end

--- How far the peer's certificate is trusted.
---@param host? string whose certificate it should be; default the name given to connect
---@return boolean?
---@return "cn"|"cert"|"certcn"|"none"|"sslnotenabled"|nil code name only, chain only, both but expired, neither
function socket:trusted(host) end

--- The peer's certificate, with `parent` tables along the validated chain.
---@return table?
---@return boolean|string|nil validated or the code
function socket:certificate() end

---@return string? suite
---@return string? protocol such as "TLS_1_3", or the code
---@return string? alpn what was agreed on
function socket:cipher() end

---@return boolean?
---@return string? code
function socket:isresumed() end

--- Starts TLS in mid-connection.
---@param shark SHARKSSL a client object starts the handshake, a server object waits for it
---@param alpn? string
---@return boolean? ok false when closed
---@return string? code
function socket:upgrade(shark, alpn) end

---@class ba.pipe
ba.pipe = {}

--- Makes a named pipe.
---@param path string
---@param mode? integer permissions; default 0666 less the umask
---@return boolean?
---@return string? text
function ba.pipe.mkfifo(path, mode) end

--- Opens a named pipe: with a function for reading and writing, as a cosocket; without for writing, which fails when nobody
--- reads.
---@param path string
---@param f? fun(pipe: socket, ...)
---@return socket?
---@return string? text
function ba.pipe.open(path, f, ...) end
