-- Files of a web file server through the IO "net". Argument: an empty directory.
local root = arg[1]
local disk = ba.openio"disk"
assert(disk:mkdir(root .. "/served"))
require"wfs"
local wfs = ba.create.wfs("fs", assert(ba.mkio(disk, root .. "/served")))
wfs:insert()

local net = ba.openio"net"
local url = ("http://127.0.0.1:%d/fs"):format(ba.serverport)
print(net:resourcetype())
print("netconf", net:netconf{intf = "127.0.0.1"})
local io = assert(ba.mkio(net, url))
print("type", io:resourcetype())

print("mkdir", io:mkdir"a dir")
print("mkdir again", (select(2, io:mkdir"a dir")))
print("mkdir below nothing", (select(2, io:mkdir"none/x")))
local rw = require"rwfile"
print("write", rw.file(io, "a dir/file & co.txt", ("0123456789"):rep(1000)))
print("on disk", disk:stat(root .. "/served/a dir/file & co.txt").size)
print("read", #rw.file(io, "/a dir/./x/../file & co.txt"))
print("read by URL", #rw.file(net, url .. "/a dir/file & co.txt"))
print("empty", rw.file(io, "empty", ""), #rw.file(io, "empty"))

local st = io:stat"a dir/file & co.txt"
print("stat", st.name, st.isdir, st.type, st.size, math.abs(st.mtime - os.time()) < 100)
st = io:stat"a dir"
print("stat", st.name, st.isdir, st.type)
print("stat root", io:stat"".isdir, io:stat"/".isdir)
print("none", (select(2, io:stat"none")), (select(2, io:open"none")), (pcall(io.files, io, "none")))
print("a directory is no file", (select(2, io:open"a dir")))

local f = assert(io:open"a dir/file & co.txt")
print("pieces", f:read(3), f:read(4))
print("seek", f:seek(9995), f:read"a", f:read(1), f:close())
for name, isdir, mtime, size in io:files("", true) do print("list", name, isdir, size) end
print("rename", io:rename("a dir/file & co.txt", "a dir/new"), io:stat"a dir/new".size, (select(2, io:stat"a dir/file & co.txt")))
print("append", (select(2, io:open("a dir/new", "a"))))
print("remove a full directory", (select(2, io:remove"a dir")), (select(2, io:rmdir"a dir")))
print("remove", io:remove"a dir/new", io:remove"a dir", (select(2, io:remove"a dir")))
print("run", rw.file(io, "code.lua", "return ..., 6 * 7"), io:dofile"code.lua")
print("leaves the root", (select(2, io:stat"../x")), (select(2, io:stat"a\\b")))
print("no URL", (select(2, net:stat"x")), (select(2, net:stat"ftp://host/x")), (select(2, net:stat"http://h/x?y")))
print("no server", (select(2, ba.mkio(net, "http://127.0.0.1:1/"))))
