package io.moongate.web.internal;

import io.moongate.runtime.Result;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoStat;
import java.io.ByteArrayInputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The compiled pages of a reader and their page tables, for one app. On the VM's thread. */
final class Pages {

    private static final int PAGE_BYTES_LIMIT = 4 << 20;
    /** Compiled pages kept; the one used longest ago goes first. */
    private static final int PAGES_LIMIT = 2000;

    private record Page(LuaFunction function, LuaTable table, long modified, long size) {}

    private final VmWeb web;
    private final Io io;
    private final LuaValue ioValue;
    private final LuaValue app;
    private final Map<String, Page> compiled = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Page> eldest) {
            return size() > PAGES_LIMIT;
        }
    };

    Pages(VmWeb web, Io io, LuaValue ioValue, LuaValue app) {
        this.web = web;
        this.io = io;
        this.ioValue = ioValue;
        this.app = app;
    }

    LuaValue app() {
        return app;
    }

    /** Runs a page to its end. */
    void run(Command command, String path, IoStat stat) {
        Page page = page(path, stat);
        command.setDefaultHeadersOnce();
        LuaValue[] arguments = {command.environment(), Result.string(path), ioValue, page.table, app};
        web.vm().state().call(page.function, LuaValue.varargsOf(arguments));
    }

    private Page page(String path, IoStat stat) {
        Page page = compiled.get(path);
        if (page == null || page.modified != stat.modifiedSeconds() || page.size != stat.size()) {
            LuaTable table = page == null ? Values.table() : page.table;
            page = new Page(compile(path), table, stat.modifiedSeconds(), stat.size());
            compiled.put(path, page);
        }
        return page;
    }

    private LuaFunction compile(String path) {
        try {
            byte[] text = io.readAll(path, PAGE_BYTES_LIMIT);
            if (text.length == 0) {
                throw new LuaError(path + ": the page is empty");
            }
            var source = new ByteArrayInputStream(LspParser.parse(text, false));
            return web.vm().state().load(source, "@" + path, "t", web.vm().globals());
        } catch (LspParser.SyntaxException | IoException e) {
            throw new LuaError(path + ": " + e.getMessage());
        }
    }
}
