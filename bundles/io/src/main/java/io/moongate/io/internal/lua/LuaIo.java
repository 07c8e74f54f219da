package io.moongate.io.internal.lua;

import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** An IO whose functions are Lua's: {@code ba.create.luaio}. Names reach them as the caller wrote them. */
final class LuaIo implements Io {

    private static final ResourceType TYPE = new ResourceType("lua", "");

    private final Callbacks functions;

    LuaIo(Callbacks functions) {
        this.functions = functions;
    }

    @Override
    public IoFile open(String name, Mode mode) throws IoException {
        LuaValue file = functions.value("open", Result.string(name), Result.string(mode == Mode.READ ? "r" : "w"));
        return new ScriptedFile(Callbacks.ofResult(functions.vm(), file), mode);
    }

    @Override
    public IoStat stat(String name) throws IoException {
        return stat(name, functions.value("stat", Result.string(name)));
    }

    private static IoStat stat(String name, LuaValue attributes) throws IoException {
        if (!(attributes instanceof LuaTable table)) {
            throw Callbacks.wrong("stat returned no table");
        }
        return new IoStat(name, table.get("isdir").toboolean(), integer(table, "size"), integer(table, "mtime"));
    }

    private static long integer(LuaTable table, String field) {
        LuaValue number = table.get(field).tonumber();
        return number.isnil() ? 0 : number.tolong();
    }

    @Override
    public List<IoStat> files(String name) throws IoException {
        Callbacks listing = listing(name);
        List<IoStat> files = new ArrayList<>();
        while (hasNext(listing, files.size())) {
            String file = fileName(listing);
            files.add(stat(file, listing.value("stat")));
        }
        return files;
    }

    @Override
    public List<String> names(String name) throws IoException {
        Callbacks listing = listing(name);
        List<String> names = new ArrayList<>();
        while (hasNext(listing, names.size())) {
            names.add(fileName(listing));
        }
        return names;
    }

    private Callbacks listing(String name) throws IoException {
        return Callbacks.ofResult(functions.vm(), functions.value("files", Result.string(name)));
    }

    private static boolean hasNext(Callbacks listing, int count) throws IoException {
        if (!listing.call("read").arg1().toboolean()) {
            return false;
        }
        if (count == MAX_DIRECTORY_ENTRIES) {
            throw new IoException(IoException.MEM, "the directory has more than " + MAX_DIRECTORY_ENTRIES + " entries");
        }
        return true;
    }

    private static String fileName(Callbacks listing) throws IoException {
        LuaValue name = listing.value("name");
        if (!name.isstring()) {
            throw Callbacks.wrong("name returned no string");
        }
        return name.tojstring();
    }

    @Override
    public void mkdir(String name) throws IoException {
        functions.status("mkdir", Result.string(name));
    }

    @Override
    public void rmdir(String name) throws IoException {
        functions.status("rmdir", Result.string(name));
    }

    @Override
    public void remove(String name) throws IoException {
        functions.status("remove", Result.string(name));
    }

    @Override
    public void rename(String from, String to) throws IoException {
        throw new IoException(IoException.IO_ERROR, "an IO written in Lua does not rename");
    }

    @Override
    public void replace(String name, byte[] content) throws IoException {
        try (IoFile file = open(name, Mode.WRITE)) {
            file.write(content, 0, content.length);
        }
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
