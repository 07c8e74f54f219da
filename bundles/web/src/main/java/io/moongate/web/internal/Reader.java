package io.moongate.web.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoStat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaValue;

/** A resource reader: files of an IO, and pages when it has the LSP filter. */
class Reader extends Directory {

    private static final List<String> INDEX_PAGES = List.of("index.lsp", "index.html", "index.htm");

    private final Io io;
    private final LuaValue ioValue;
    private final StaticFiles files;
    private volatile List<Directory> prologs = List.of();
    private volatile Optional<Pages> pages = Optional.empty();
    private volatile Map<String, String> extraHeaders = Map.of();
    private volatile long maxAge = -1;

    Reader(VmWeb web, String name, int priority, Io io, LuaValue ioValue) {
        super(web, name, priority);
        this.io = io;
        this.ioValue = ioValue;
        this.files = new StaticFiles(io, web.server().mediaTypes());
    }

    Io files() {
        return io;
    }

    @Override
    LuaValue io() {
        return ioValue;
    }

    /** Runs pages with {@code app}. @return whether there was no filter before */
    boolean filter(LuaValue app) {
        boolean first = pages.isEmpty();
        pages = Optional.of(new Pages(web(), io, ioValue, app));
        return first;
    }

    boolean hasFilter() {
        return pages.isPresent();
    }

    LuaValue app() {
        return pages.map(Pages::app).orElse(LuaValue.NIL);
    }

    void setHeaders(Map<String, String> headers) {
        extraHeaders = Map.copyOf(headers);
    }

    void setMaxAge(long seconds) {
        maxAge = seconds;
    }

    /** Inserts a directory that is asked before the files. */
    void insertProlog(Directory child) {
        child.insertAt(new Prolog(this));
        prologs = inserted(prologs, child);
    }

    private record Prolog(Reader reader) implements Place {
        @Override
        public void remove(Directory child) {
            reader.prologs = without(reader.prologs, child);
        }

        @Override
        public String path() {
            return reader.baseUri();
        }
    }

    @Override
    protected boolean content(Command command, String path) {
        return serveFirst(prologs, command, path) || file(command, path) || children(command, path);
    }

    /** Serves a page or a file. */
    boolean file(Command command, String path) {
        if (isHidden(path) && !command.isInternal()) {
            return false;
        }
        try {
            Optional<Found> found = find(path);
            found.ifPresent(what -> serve(command, what));
            return found.isPresent();
        } catch (IoException e) {
            return false;
        }
    }

    /** A file that is there. */
    record Found(String path, IoStat stat) {}

    private Optional<Found> find(String path) throws IoException {
        if (!path.isEmpty() && !path.endsWith("/")) {
            IoStat stat = io.stat(path);
            return stat.isDirectory() ? Optional.empty() : Optional.of(new Found(path, stat));
        }
        for (String index : INDEX_PAGES) {
            Optional<Found> found = plainFile(path + index);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> plainFile(String path) {
        try {
            IoStat stat = io.stat(path);
            return stat.isDirectory() ? Optional.empty() : Optional.of(new Found(path, stat));
        } catch (IoException e) {
            return Optional.empty();
        }
    }

    private void serve(Command command, Found found) {
        extraHeaders.forEach(command.response().headers()::set);
        Optional<Pages> lsp = pages;
        if (lsp.isPresent() && found.path().endsWith(".lsp")) {
            command.runIn(this, found.path(), () -> lsp.get().run(command, found.path(), found.stat()));
        } else {
            files.send(command, found.path(), found.stat(), maxAge);
        }
    }

    static boolean isHidden(String path) {
        return path.startsWith(".") || path.contains("/.");
    }

    @Override
    void close() {
        super.close();
        prologs = List.of();
        pages = Optional.empty();
    }
}
