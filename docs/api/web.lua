---@meta
-- The web server: directories, pages, requests, responses, sessions, logins. Times are seconds unless said otherwise.

ba = ba or {}
ba.create = ba.create or {}

-- Directories ----------------------------------------------------------------------------------------------------------

---A directory of the server's tree. Named ones are asked before unnamed ones, higher priority first, then in the order
---of insertion. A directory's own function is asked before what is below it, and is not protected by `setauth`.
---@class Directory
local Directory = {}
---@return string name "" when unnamed
function Directory:name() end
---@return string path from the root while inserted, ends with a slash
function Directory:baseuri() end
---Inserts into the root of the server, or another directory below this one.
---@param child? Directory
---@param keep? boolean keeps the child alive
---@return true
---Raises "Directory already inserted".
function Directory:insert(child, keep) end
---@return boolean wasInserted
function Directory:unlink() end
---@param f? fun(env:table, path:string):boolean? false means "not mine"; anything else, also nothing, that it was served
---@return true
function Directory:setfunc(f) end
---Serves a request with this directory, which need not be inserted.
---@param request Request
---@param path string below the directory, without leading slash
---@return boolean served
function Directory:service(request, path) end
---@param authenticator? Authenticator nil removes it
---@param authorizer? Authorizer
function Directory:setauth(authenticator, authorizer) end
---@param page string path from the root of what is shown when the authorizer refuses
function Directory:p403(page) end
---Plain requests are sent to https. Raises "Already set".
---@return true
function Directory:redirect2tls() end

---@param name? string
---@param priority? integer default 0
---@return Directory
function ba.create.dir(name, priority) end

---@class ResourceReader: Directory
local ResourceReader = {}
function ResourceReader:io() end
---Runs `.lsp` files as pages with this app table; without the filter they are sent as source.
---@param app? table
---@return boolean installed false when only the app changed
function ResourceReader:lspfilter(app) end
function ResourceReader:getapp() end
---@param fields table<string,string> header fields for files and pages; replaces those set before
function ResourceReader:header(fields) end
---@param seconds integer Cache-Control of files
function ResourceReader:maxage(seconds) end
---@param dir Directory asked before the files
---@param keep? boolean
function ResourceReader:insertprolog(dir, keep) end

---`ba.create.resrdr([name,] [priority,] io)`: serves the files of an IO: types by extension, ETag, ranges, gzip for
---clients that take it, index.lsp, index.html, index.htm; names with a leading dot are not served.
---@return ResourceReader
function ba.create.resrdr(...) end
---`ba.create.domainresrdr(domain [,priority], io [,page404])`: the same for one host name, before the ordinary tree.
---@return ResourceReader
function ba.create.domainresrdr(...) end
---`ba.create.dav([name,] [priority,] io [,lockdir [,maxuploads, maxlocks]])`: WebDAV, with locks when lockdir is given.
---PUT, DELETE, MOVE and COPY respect locks; UNLOCK wants the right token.
function ba.create.dav(...) end
---`ba.create.redirector(name|nil, host, port [,base] [,priority])` is a reverse proxy;
---`ba.create.redirector(name [,priority])` one whose path begins with the server: `/name/host:port/path`.
---Bodies stream both ways, each as fast as its reader takes it; connections to the server are kept for a while; WebSocket
---passes through. The server gets its own address as Host and X-Forwarded-For, -Host and -Proto. One that does not answer
---is 404.
---@return Redirector
function ba.create.redirector(...) end

---@class Redirector: Directory
local Redirector = {}
---What the proxy changes in what it passes on; replaces what was set before. A field is set to a text, or removed by
---false. With `location` URLs of the server in Location, Content-Location and the paths of cookies become paths here.
---@param rules {request?:table<string,string|false>, response?:table<string,string|false>, location?:boolean}
---@return true
---`proxy:rewrite{request={Cookie=false}, response={Server=false}, location=true}`
function Redirector:rewrite(rules) end
---@param io userdata
---@param max? integer uploads at a time, 0 for any number; more are answered 503
---@return fun(request:Request, path:string, start:function, complete:function, failed:function, env?:any) upload stores a
---PUT or a multipart POST, never returns. Callbacks get (env, upload); failed also a code and a text.
---Raises "Invalid PUT or multipart POST".
function ba.create.upload(io, max) end

---@class ServerConnection
local ServerConnection = {}
---Moves to another port; open connections go on.
---@return true|nil ok
---@return string? err "bind": the old port is kept
function ServerConnection:setport(port, op) end
---@return true
function ServerConnection:close() end
---@param port integer|ServerConnection a port, or a secure connection that gets the certificate of op.shark as a new object
---@param op? {intf?:string, ipv6?:boolean, shark?:userdata}
---@return ServerConnection|nil con
---@return string? err "bind"
function ba.create.servcon(port, op) end

---For secure ports; on others nothing happens.
---@param on boolean new connections are asked for a client certificate; those without are served too
---@return boolean secure
function ServerConnection:clientcert(on) end
---@param on boolean clients that take both get the RSA certificate instead of the EC one, up to TLS 1.2
---@return boolean secure
function ServerConnection:favorRSA(on) end

---A directory named `tracelogger.service` that shows the trace to one browser at a time.
---@return TraceLogger
function ba.create.tracelogger() end

---@class TraceLogger: Directory
local TraceLogger = {}
---What of HTTP goes into the trace, and up to which priority the browser shows it. Values of cookies and of Authorization
---are never shown. The trace also goes to a file and to the log: configuration `io.moongate.trace` with `file`, `bytes`,
---`keep`, `priority` and `log`.
---@param op? {request?:boolean, requestheaders?:boolean, responseheaders?:boolean, responsebody?:boolean, http11state?:boolean, priority?:integer}
---@return table now all settings
function TraceLogger:configure(op) end
---@param f? fun(clients:integer, session:integer|nil) told of 1 when a browser comes and of 0 when it leaves
function TraceLogger:onclient(f) end
function TraceLogger:close() end

-- Users ----------------------------------------------------------------------------------------------------------------

---@param f fun(name:string, password:string|nil, env:table):string|table|boolean|nil, integer?, boolean?, integer? the
---password, {MD5 of user:realm:password} or true; then logins at a time (3), whether the oldest is ended, idle seconds
function ba.create.authuser(f) end
---@param users userdata of authuser or jsonuser
---@param op? {type?:"auth"|"basic"|"digest"|"form"|"dav", realm?:string, response?:fun(env:table,info:table), tracker?:boolean, algorithm?:"SHA-256"}
---`algorithm` also offers SHA-256 digests. With `tracker` addresses that fail too often are banned.
---@return Authenticator
function ba.create.authenticator(users, op) end
---@class Authenticator
local Authenticator = {}
---@return boolean known false when the answer has been made
function Authenticator:authenticate(request, path) end
---@param f fun(user:string, method:string, path:string, session:Session):boolean an error refuses
---@return Authorizer
function ba.create.authorizer(f) end
---@class Authorizer
local Authorizer = {}
---@return boolean
function Authorizer:authorize(request, method, path) end
---Users in a table: `set{name={pwd=..., roles={...}, maxusers=, recycle=, inactive=}}`, `getpwd(name)`, `authorizer()`.
---`pwd` is a password, {MD5 of user:realm:password}, or what `hash(password)` returned: a salted hash that lets nobody in
---who reads it. It takes some tenths of a second to check and is for basic and form logins without a seed.
function ba.create.jsonuser() end

ba.tracker = {}
---@return {addr:string, name:string, counter:integer, time:integer, aux:integer}[] aux is when the ban ends
function ba.tracker.attempted() end
---@return {addr:string, name:string, time:integer}[]
function ba.tracker.successful() end
---Forgets failures and bans.
function ba.tracker.clearcache() end
---@param f? fun(ok:boolean, user:string, addr:string, env:table)
function ba.tracker.setlogh(f) end

---`ba.session(id)`; or `ba.session(request, path, true)`, where path begins with a session's hex id: session, rest of path.
---@return Session|false
function ba.session(...) end
---@param user? string
---@return integer[] ids
function ba.sessions(user) end
---@return string[] names of who is logged in at this app
function ba.users() end

---@class Session fields other than methods are attributes: any Lua value, seen by the code of one app
local Session = {}
---@param hex? boolean
function Session:id(hex) end
function Session:attributes() end
function Session:creationtime() end
function Session:lastaccessedtime() end
---@return integer before seconds unused after which it ends; standard 1200
function Session:maxinactiveinterval(seconds) end
function Session:peername() end
function Session:user() end
function Session:usecounter() end
---Keeps the session from ending until as many `release` calls.
function Session:lock() end
function Session:release() end
---Ends it; any use afterwards raises "session expired".
function Session:terminate() end

-- Pages ----------------------------------------------------------------------------------------------------------------

---Turns a page into Lua source with the same line numbers.
---@param text string
---@param bodyonly? boolean without the line that takes _ENV, pathname, io, page and app from `...`
---@return string|nil source
---@return string? err
function ba.parselsp(text, bodyonly) end
---@param f? fun(message:string, env:table) called for errors in pages and directory functions
function ba.seterrh(f) end

---What pages know as `request` and `response`, which are the same object.
---@class Request
local Request = {}
function Request:method() end
---@return string path decoded, without query
function Request:uri() end
---@param secure? boolean forces https
function Request:url(secure) end
function Request:domain() end
---@return "1.1"|"1.0"
function Request:version() end
---@param name? string
---@return table|string|nil
function Request:header(name) end
---Without names a table (last value of a name), with names one value each (first value).
function Request:data(...) end
---@return function iterator over name, value in order: query, then form
function Request:datapairs() end
---@return Cookie|nil
function Request:cookie(name) end
---@param create? boolean
---@return Session|false
function Request:session(create) end
---@return string|nil name
---@return string? secret
---@return string? type
function Request:user() end
---@param name? string default "_autologin_"
---@param maxusers? integer logins of that name at a time, default 3
---@param recycle? boolean ends the oldest login instead of refusing
---@return boolean|string ok the name when somebody is logged in already
function Request:login(name, maxusers, recycle) end
---@param all? boolean
---@return boolean wasLoggedIn
function Request:logout(all) end
---@return string ip, integer port, boolean ipv6
function Request:peername() end
function Request:sockname() end
function Request:issecure() end
---@return string|nil suite, string protocol nil,"sslnotenabled" on plain connections
function Request:cipher() end
function Request:certificate() end
---Answers 405 and ends the page unless the method is listed; HEAD and OPTIONS always are.
---@param methods string[]
---@return true
function Request:allow(methods) end
---Answers 304 and ends the page when the client's copy is not older.
---@param seconds integer
---@return true
function Request:checktime(seconds) end
---@param size? integer bytes of a piece at most
---@return fun():string|nil pieces of the body
---Raises for forms and for requests without body.
function Request:rawrdr(size) end
---@param callbacks {formdata?:function, beginfile?:function, filedata?:function, endmp?:function, error?:function} returning
---false or nil explicitly breaks the connection off
---@return true
function Request:multipart(callbacks, bufsize, bool) end
function Request:env() end
function Request:encodeurl(s) end
function Request:encoderedirecturl(s, addquery) end
---@return boolean, integer depth
function Request:isinclude() end
function Request:isforward() end
function Request:initial() end

---@param code integer 100 to 999
function Request:setstatus(code) end
function Request:getstatus() end
---@param value string|number|nil nil or "" removes it. Raises on control characters and "Error iscommitted"
function Request:setheader(name, value) end
function Request:containsheader(name) end
function Request:setcontenttype(type) end
function Request:setcontentlength(bytes) end
function Request:setdateheader(name, seconds) end
function Request:setmaxage(seconds) end
function Request:setdefaultheaders() end
---@return integer bytes strings and numbers only; everything else is skipped
function Request:write(...) end
---Unbuffered; raises "mixingwritesend" after write.
function Request:send(data) end
---Commits the headers and sends what is there.
function Request:flush() end
function Request:committed() end
function Request:valid() end
function Request:bytecount() end
function Request:writesize() end
function Request:getdata() end
---@param what? "buffer"|"headers"
function Request:reset(what) end
---Ends the page at once; pcall does not catch it.
function Request:abort() end
function Request:senderror(code, text) end
---Ends the page.
---@param permanent? boolean
function Request:sendredirect(url, permanent) end
function Request:redirect2tls() end
---Answers with tables as JSON; ends the page unless the last argument is true.
function Request:json(...) end
---Runs another page or sends a file in place. Raises "Error pagenotfound: path".
---@return true
function Request:include(path) end
---Drops what was written and runs another page; never returns.
function Request:forward(path) end
---Runs another page as if it had been asked for; never returns.
function Request:redirect(path) end
---@return Cookie
function Request:createcookie(name) end
function Request:setbasic(realm) end
function Request:setdigest(realm) end
function Request:clearkeepalive() end
function Request:downgrade() end
function Request:setnodelay(on) end
---Without a function what is written is deflated: `finalize(true)` sends it, `finalize()` returns it, `abort()` drops it.
---@param f? fun(piece:string)
function Request:setresponse(f) end
---Takes the response off the page: setstatus, setheader, setcontentlength, write, send, close, abort, valid.
function Request:deferred() end

---@class Cookie each method is a getter without and a setter with an argument
local Cookie = {}
function Cookie:name() end
function Cookie:value(s) end
function Cookie:path(s) end
function Cookie:domain(s) end
function Cookie:comment(s) end
function Cookie:secure(on) end
function Cookie:httponly(on) end
function Cookie:maxage(seconds) end
---Puts it into the response.
function Cookie:activate() end
---Marks it for deletion; needs activate.
function Cookie:delete() end

-- Apps inside of an app: what programs written for the Mako Server call ------------------------------------------------

---Apps that the gateway starts have a VM of their own; those made here share that of their maker, are mounted below
---`/name/` and end with it. Needs the grant `disk` where paths are given.
---@class mako
---@field port integer? of HTTP
---@field sslport integer? of HTTPS
---@field version string
mako = {}
---Runs `.preload` of a directory or ZIP with an environment that inherits from the globals and has the fields `app`, `io`
---and `dir`, then enables its pages. A failing `.preload` removes it again.
---@param name string "" is the root
---@param priority integer
---@param path string|userdata a path of the disk or an IO
---@param config? table
---@return table|nil env
---@return Directory|string dir or why not
function mako.createapp(name, priority, path, config) end
---Runs `onunload`, takes the app out of the server and empties its environment. Raises when it is not started.
---@param app table|integer its environment or number
---@return true
function mako.stopapp(app) end
---@param app table|integer
---@return true|nil
---@return string? err
function mako.startapp(app) end
---@param app table|integer
---@return true|nil
---@return string? err
function mako.reloadapp(app) end
---@param app table|integer
---@return true
function mako.removeapp(app) end
---@return string[] paths
function mako.getapps() end
---`require` looks for modules in `.lua/` of that IO too.
---@param io userdata
function mako.createloader(io) end
---Called when the VM's app ends, the newest first.
---@param f function
---@param set? boolean false takes it back
function mako.onexit(f, set) end
---Ends the process; needs the grant `process`.
function mako.exit() end
---Other certificates for the gateway's HTTPS ports: files of keys and of certificates; needs the grant `disk`.
---@param keys string[]
---@param certs string[]
---@return true|nil
---@return string? err
function mako.loadcerts(keys, certs) end
---Writes a line to the trace and to the gateway's log.
---@param text string
function mako.log(text) end
