---@meta

--- HTTP clients: `httpc` (one request after the other), `http` (follows redirects), `httpm` (JSON, forms, files). Everything
--- waits and lets other code run. Failures are `nil, code`. Needs the grant `network`.

---@class httpoptions
---@field shark? SHARKSSL client object for https; default ba.sharkclient()
---@field persistent? boolean keep connections; default true. false: HTTP/1.0
---@field intf? string
---@field ipv6? boolean
---@field proxy? string
---@field proxyport? integer default 8080, 1080 with socks
---@field socks? boolean SOCKS 5 instead of HTTP CONNECT
---@field proxyuser? string
---@field proxypass? string
---@field proxycon? boolean requests end with `nil, "prxready"` when the proxy's tunnel is there: see ba.socket.http2sock

---@class httprequest
---@field url string http, https, ws or wss; without query
---@field method? "GET"|"HEAD"|"POST"|"PUT"|"PATCH"|"DELETE" default GET
---@field header? table<string, string|number>
---@field query? table<string, string|number|list>
---@field user? string
---@field password? string
---@field size? integer of the body; default in chunks
---@field trusted? boolean fail with "sslnottrusted" unless the server's certificate is trusted
---@field shark? SHARKSSL

---@class HTTP
local HTTP = {}

--- Sends a request's head.
---@param op httprequest
---@return boolean?
---@return string? code `invalidurl`, `cannotresolve`, `cannotconnect`, `sslhandshake`, `sslnottrusted`, `incorrectuse` (the last
--- response was not read), `invalidparam` (method), `proxyauth`, `prx...`
--- ```lua
--- local http = require "httpc".create()
--- if http:request{url = "https://example.com/"} and http:status() == 200 then print(http:read "a") end
--- http:close()
--- ```
function HTTP:request(op) end

--- Ends the request's body and waits for the response's head.
---@return integer? status
---@return string? code `timeout`, `socketreadfailed`, `invalidresponse`
function HTTP:status() end

---@param name? string a field in any case; default all in a table, the last of equal ones
---@return table|string|nil
---@return integer? status
function HTTP:header(name) end

---@return fun(): string?, string?
function HTTP:headerpairs() end

---@return fun(): string?, string?, table? name, value, attributes
function HTTP:cookie() end

---@param size "a"|integer|nil all, that many bytes unless the body ends, 0 or nothing: discard
---@return string|boolean|nil nil at the end
---@return string? code
function HTTP:read(size) end

---@param data string
---@return boolean?
---@return integer|string|nil status when the server answered already, or a code
function HTTP:write(data) end

---@param ms integer for each step of an exchange; default 20000; 0: no limit
---@return boolean
function HTTP:timeout(ms) end

---@return boolean
function HTTP:close() end
