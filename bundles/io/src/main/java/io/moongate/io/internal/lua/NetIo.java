package io.moongate.io.internal.lua;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoPath;
import io.moongate.runtime.io.IoStat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The IO called {@code net}: files of web file servers over HTTP. What it does is written in Lua ({@code netio.lua}), so
 * that it waits as all Lua code does and uses the VM's HTTP client; here names are made URLs that stay below their root.
 */
final class NetIo implements Io {

    private static final ResourceType TYPE = new ResourceType("net", "");
    /** Scheme and authority; path. Neither a query nor a fragment names a file. */
    private static final Pattern URL = Pattern.compile("(https?://[^/?#\\s]+)([^?#]*)", Pattern.CASE_INSENSITIVE);

    private final Server server;
    /** With a slash at its end; empty where names are whole URLs. */
    private final String base;

    NetIo(LuaVm vm) {
        this(new Server(vm), "");
    }

    private NetIo(Server server, String base) {
        this.server = server;
        this.base = base;
    }

    /** The functions of {@code netio.lua}, loaded when they are first needed, and its options. */
    private static final class Server {
        private final LuaVm vm;
        private final LuaTable options = new LuaTable();
        private @Nullable Callbacks functions;

        Server(LuaVm vm) {
            this.vm = vm;
        }

        Callbacks functions() throws IoException {
            Callbacks known = functions;
            if (known == null) {
                known = Callbacks.ofResult(vm, vm.state().call(load(), options).arg1());
                functions = known;
            }
            return known;
        }

        private LuaValue load() {
            try (InputStream source = NetIo.class.getResourceAsStream("netio.lua")) {
                return vm.state().load(source, "@netio.lua", "t", vm.globals());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The IO of whole URLs. */
        LuaIo io() throws IoException {
            return new LuaIo(functions());
        }
    }

    /** Sets what the HTTP client is made with, in place of what was set before. For all IOs made of this one. */
    void configure(LuaTable options) {
        copy(new LuaTable(), server.options, server.options);
        copy(options, server.options, options);
    }

    private static void copy(LuaTable from, LuaTable to, LuaTable keys) {
        for (Varargs entry = keys.next(LuaValue.NIL); !entry.isnil(1); entry = keys.next(entry.arg1())) {
            to.rawset(entry.arg1(), from.rawget(entry.arg1()));
        }
    }

    private String url(String name) throws IoException {
        Matcher url = URL.matcher(base + name);
        if (!url.matches()) {
            throw new IoException(
                    IoException.INVALID_NAME, "a name of the IO 'net' is a URL, http://host/path, without query");
        }
        if (!base.isEmpty()) {
            return base + IoPath.normalize(name);
        }
        return url.group(1) + "/" + IoPath.normalize(url.group(2));
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        if (mode == Mode.APPEND) {
            throw new IoException(IoException.NO_IMPLEMENTATION, "HTTP appends to no files");
        }
        return server.io().open(url(name), mode);
    }

    @Override
    public IoStat stat(String name) throws IoException {
        return server.io().stat(url(name));
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        return server.io().files(url(name));
    }

    @Override
    public List<String> names(String name) throws IoException {
        return server.io().names(url(name));
    }

    @Override
    public void mkdir(String name) throws IoException {
        server.io().mkdir(url(name));
    }

    @Override
    public void rmdir(String name) throws IoException {
        server.io().rmdir(url(name));
    }

    @Override
    public void remove(String name) throws IoException {
        server.io().remove(url(name));
    }

    @Override
    public void rename(String from, String to) throws IoException {
        server.functions().status("rename", Result.string(url(from)), Result.string(url(to)));
    }

    /** One PUT, which is as whole as the server makes it. */
    @Override
    public void replace(String name, byte[] content) throws IoException {
        server.io().replace(url(name), content);
    }

    @Override
    public Io directory(String name) throws IoException {
        String url = url(name);
        return new NetIo(server, url.endsWith("/") ? url : url + "/");
    }

    @Override
    public ResourceType resourceType() {
        return TYPE;
    }

    @Override
    public boolean isScripted() {
        return true;
    }
}
