package io.moongate.web.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoFile;
import io.moongate.runtime.io.IoStat;
import io.moongate.web.internal.DavLocks.Lock;
import io.moongate.web.internal.DavXml.Property;
import io.moongate.web.internal.http.Exchange;
import io.moongate.web.internal.http.HttpDates;
import io.moongate.web.internal.http.Response;
import io.moongate.web.internal.http.Target;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.xml.stream.XMLStreamException;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;

/** A directory that speaks WebDAV: class 1, and class 2 when it has locks. RFC 4918. */
class DavDirectory extends Directory {

    private static final int XML_LIMIT = 65536;
    /** Files and directories in a COPY, a DELETE or a listing. */
    private static final int TREE_LIMIT = 10000;

    private static final String ALLOWED = "GET, HEAD, OPTIONS, PUT, DELETE, MKCOL, COPY, MOVE, PROPFIND, PROPPATCH";
    private static final List<Property> ALL = List.of(
            new Property("DAV:", "resourcetype"),
            new Property("DAV:", "getlastmodified"),
            new Property("DAV:", "getetag"),
            new Property("DAV:", "getcontentlength"),
            new Property("DAV:", "getcontenttype"));

    private final Io io;
    private final LuaValue ioValue;
    private final StaticFiles files;
    private final Optional<DavLocks> locks;
    private final UploadLimit uploads;

    DavDirectory(
            VmWeb web,
            String name,
            int priority,
            Io io,
            LuaValue ioValue,
            Optional<DavLocks> locks,
            UploadLimit uploads) {
        super(web, name, priority);
        this.io = io;
        this.ioValue = ioValue;
        this.locks = locks;
        this.uploads = uploads;
        this.files = new StaticFiles(io, web.server().mediaTypes());
    }

    @Override
    LuaValue io() {
        return ioValue;
    }

    Io files() {
        return io;
    }

    Optional<DavLocks> locks() {
        return locks;
    }

    @Override
    protected boolean content(Command command, String path) {
        return dav(command, path) || children(command, path);
    }

    /** @return false when the path is not there and the method does not make it */
    final boolean dav(Command command, String path) {
        String name = trim(path);
        if (Reader.isHidden(name)) {
            return false;
        }
        try {
            return serve(command, name, command.exchange().method());
        } catch (IoException e) {
            answer(command, statusOf(e));
        } catch (XMLStreamException e) {
            answer(command, 400);
        }
        return true;
    }

    static String trim(String path) {
        return path.replaceAll("^/+|/+$", "");
    }

    static int statusOf(IoException e) {
        return switch (e.code()) {
            case IoException.ENOENT, IoException.NOT_FOUND -> 404;
            case IoException.EXIST -> 405;
            case IoException.NO_ACCESS, IoException.INVALID_NAME -> 403;
            case IoException.NOT_EMPTY -> 409;
            case IoException.NO_SPACE -> 507;
            default -> 500;
        };
    }

    private boolean serve(Command command, String path, String method) throws IoException, XMLStreamException {
        switch (method) {
            case "GET", "HEAD" -> {
                return read(command, path);
            }
            case "OPTIONS" -> options(command);
            case "PROPFIND" -> {
                return find(command, path);
            }
            case "PROPPATCH" -> patch(command, path);
            case "PUT" -> put(command, path);
            case "MKCOL" -> make(command, path);
            case "DELETE" -> delete(command, path);
            case "COPY" -> copy(command, path, false);
            case "MOVE" -> copy(command, path, true);
            case "LOCK" -> lock(command, path);
            case "UNLOCK" -> unlock(command, path);
            default -> Answers.methodNotAllowed(command.response(), allowed());
        }
        return true;
    }

    private String allowed() {
        return locks.isPresent() ? ALLOWED + ", LOCK, UNLOCK" : ALLOWED;
    }

    static void answer(Command command, int status) {
        Response response = command.response();
        response.resetBuffer();
        response.setStatus(status);
        if (status != 204) {
            response.setContentLength(0);
        }
    }

    // --- reading

    private boolean read(Command command, String path) throws IoException {
        Optional<IoStat> stat = stat(path);
        if (stat.isEmpty() || stat.get().isDirectory()) {
            return false;
        }
        files.send(command, path, stat.get(), -1);
        return true;
    }

    Optional<IoStat> stat(String path) throws IoException {
        try {
            return Optional.of(path.isEmpty() ? new IoStat("", true, 0, rootTime()) : io.stat(path));
        } catch (IoException e) {
            if (statusOf(e) == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private long rootTime() {
        try {
            return io.stat("/").modifiedSeconds();
        } catch (IoException e) {
            return 0;
        }
    }

    private void options(Command command) {
        Response response = command.response();
        response.headers().set("DAV", locks.isPresent() ? "1, 2" : "1");
        response.headers().set("MS-Author-Via", "DAV");
        response.headers().set("Allow", allowed());
        response.setContentLength(0);
    }

    // --- PROPFIND

    private boolean find(Command command, String path) throws IoException, XMLStreamException {
        Optional<IoStat> stat = stat(path);
        if (stat.isEmpty()) {
            return false;
        }
        Optional<List<Property>> asked = DavXml.requested(body(command));
        String depth = command.exchange().header("Depth");
        if (depth != null && depth.equalsIgnoreCase("infinity") && stat.get().isDirectory()) {
            answer(command, 403);
            return true;
        }
        begin(command);
        entry(command, path, stat.get(), asked);
        if (stat.get().isDirectory() && !"0".equals(depth)) {
            for (IoStat child : sorted(path)) {
                entry(command, path.isEmpty() ? child.name() : path + "/" + child.name(), child, asked);
            }
        }
        command.write("</D:multistatus>\n");
        return true;
    }

    List<IoStat> sorted(String path) throws IoException {
        return io.files(path.isEmpty() ? "/" : path).stream()
                .filter(file -> !file.name().startsWith("."))
                .sorted(java.util.Comparator.comparing(IoStat::name))
                .limit(TREE_LIMIT)
                .toList();
    }

    private static void begin(Command command) {
        command.response().setStatus(207);
        command.response().headers().set("Content-Type", "text/xml; charset=\"utf-8\"");
        command.write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus xmlns:D=\"DAV:\">\n");
    }

    private void entry(Command command, String path, IoStat stat, Optional<List<Property>> asked) {
        StringBuilder have = new StringBuilder();
        StringBuilder lack = new StringBuilder();
        for (Property property : asked.orElse(ALL)) {
            Optional<String> value = property.isDav() ? value(property.name(), path, stat) : Optional.empty();
            if (value.isPresent()) {
                have.append("<D:").append(property.name()).append('>').append(value.get());
                have.append("</D:").append(property.name()).append('>');
            } else if (asked.isPresent()) {
                lack.append(empty(property));
            }
        }
        command.write("<D:response><D:href>" + PageErrors.escape(href(path, stat.isDirectory())) + "</D:href>"
                + group(have, "200 OK") + group(lack, "404 Not Found") + "</D:response>\n");
    }

    private static String empty(Property property) {
        return property.isDav()
                ? "<D:" + property.name() + "/>"
                : "<x:" + property.name() + " xmlns:x=\"" + PageErrors.escape(property.namespace()) + "\"/>";
    }

    private static String group(StringBuilder properties, String status) {
        return properties.isEmpty()
                ? ""
                : "<D:propstat><D:prop>" + properties + "</D:prop><D:status>HTTP/1.1 " + status
                        + "</D:status></D:propstat>";
    }

    private String href(String path, boolean directory) {
        String base = Urls.encode(baseUri() + path);
        return directory && !base.endsWith("/") ? base + "/" : base;
    }

    private Optional<String> value(String property, String path, IoStat stat) {
        boolean directory = stat.isDirectory();
        return switch (property) {
            case "resourcetype" -> Optional.of(directory ? "<D:collection/>" : "");
            case "getlastmodified" -> Optional.of(HttpDates.format(stat.modifiedSeconds()));
            case "creationdate" ->
                Optional.of(
                        java.time.Instant.ofEpochSecond(stat.modifiedSeconds()).toString());
            case "displayname" -> Optional.of(PageErrors.escape(stat.name()));
            case "getetag" -> Optional.of(PageErrors.escape(StaticFiles.tag(stat)));
            case "getcontentlength" -> directory ? Optional.empty() : Optional.of(Long.toString(stat.size()));
            case "getcontenttype" ->
                directory
                        ? Optional.empty()
                        : Optional.of(web().server().mediaTypes().of(path));
            case "supportedlock" ->
                locks.map(none -> "<D:lockentry><D:lockscope><D:exclusive/></D:lockscope>"
                        + "<D:locktype><D:write/></D:locktype></D:lockentry>");
            case "lockdiscovery" ->
                locks.map(
                        all -> all.covering(path).map(lock -> active(all, lock)).orElse(""));
            default -> Optional.empty();
        };
    }

    private void patch(Command command, String path) throws IoException, XMLStreamException {
        Optional<IoStat> stat = stat(path);
        if (stat.isEmpty()) {
            answer(command, 404);
        } else if (isLocked(command, path)) {
            answer(command, 423);
        } else {
            StringBuilder refused = new StringBuilder();
            DavXml.properties(body(command)).forEach(property -> refused.append(empty(property)));
            begin(command);
            command.write("<D:response><D:href>"
                    + PageErrors.escape(href(path, stat.get().isDirectory())) + "</D:href>"
                    + group(refused, "403 Forbidden") + "</D:response>\n</D:multistatus>\n");
        }
    }

    private byte[] body(Command command) throws XMLStreamException {
        try {
            return command.await(command.exchange().body().readAll(XML_LIMIT));
        } catch (CompletionException e) {
            throw new XMLStreamException("body is larger than the limit of " + XML_LIMIT + " bytes", e);
        }
    }

    // --- writing

    /** The tokens that the client says it holds. */
    private static String tokens(Command command) {
        String condition = command.exchange().header("If");
        String token = command.exchange().header("Lock-Token");
        return (condition == null ? "" : condition) + (token == null ? "" : token);
    }

    private boolean isLocked(Command command, String path) {
        return locks.isPresent()
                && locks.get().conflicting(path, tokens(command)).isPresent();
    }

    private boolean hasParent(String path) throws IoException {
        int slash = path.lastIndexOf('/');
        return slash < 0
                || stat(path.substring(0, slash)).filter(IoStat::isDirectory).isPresent();
    }

    private void put(Command command, String path) throws IoException {
        Optional<IoStat> before = stat(path);
        if (before.filter(IoStat::isDirectory).isPresent()) {
            answer(command, 405);
        } else if (!hasParent(path)) {
            answer(command, 409);
        } else if (isLocked(command, path)) {
            answer(command, 423);
        } else if (!uploads.enter()) {
            UploadLimit.refuse(command);
        } else {
            try {
                store(command, path);
            } finally {
                uploads.leave();
            }
            answer(command, before.isPresent() ? 204 : 201);
        }
    }

    private void store(Command command, String path) throws IoException {
        try (IoFile file = io.open(path, Io.Mode.WRITE)) {
            byte[] piece;
            while ((piece = RequestMethods.read(command)).length > 0) {
                file.write(piece, 0, piece.length);
            }
        } catch (LuaError e) {
            throw new IoException(IoException.IO_ERROR, "the body broke off");
        }
    }

    private void make(Command command, String path) throws IoException {
        if (command.exchange().header("Content-Length") != null
                && !"0".equals(command.exchange().header("Content-Length"))) {
            answer(command, 415);
        } else if (stat(path).isPresent()) {
            answer(command, 405);
        } else if (!hasParent(path)) {
            answer(command, 409);
        } else if (isLocked(command, path)) {
            answer(command, 423);
        } else {
            io.mkdir(path);
            answer(command, 201);
        }
    }

    private void delete(Command command, String path) throws IoException {
        if (path.isEmpty()) {
            answer(command, 403);
        } else if (stat(path).isEmpty()) {
            answer(command, 404);
        } else if (isLocked(command, path)) {
            answer(command, 423);
        } else {
            remove(path, 0);
            locks.ifPresent(all -> all.forget(path));
            answer(command, 204);
        }
    }

    /** Removes a file, or a directory with all that is in it. */
    final void remove(String path, int depth) throws IoException {
        checkDepth(depth);
        if (io.stat(path).isDirectory()) {
            for (IoStat child : io.files(path)) {
                remove(path + "/" + child.name(), depth + 1);
            }
            io.rmdir(path);
        } else {
            io.remove(path);
        }
    }

    private static void checkDepth(int depth) throws IoException {
        if (depth > 100) {
            throw new IoException(IoException.INVALID_NAME, "directories are nested deeper than the limit of 100");
        }
    }

    private void copy(Command command, String path, boolean move) throws IoException {
        Optional<String> destination = destination(command);
        if (stat(path).isEmpty()) {
            answer(command, 404);
        } else if (destination.isEmpty()) {
            answer(command, 502);
        } else {
            copy(command, path, destination.get(), move);
        }
    }

    private void copy(Command command, String path, String to, boolean move) throws IoException {
        boolean exists = stat(to).isPresent();
        if (path.equals(to) || to.isEmpty() || to.startsWith(path + "/") || path.startsWith(to + "/")) {
            answer(command, 403);
        } else if (!hasParent(to)) {
            answer(command, 409);
        } else if (exists && "F".equalsIgnoreCase(command.exchange().header("Overwrite"))) {
            answer(command, 412);
        } else if (isLocked(command, to) || (move && isLocked(command, path))) {
            answer(command, 423);
        } else {
            if (exists) {
                remove(to, 0);
            }
            if (move) {
                io.rename(path, to);
                locks.ifPresent(all -> all.forget(path));
            } else {
                copyTree(path, to, "0".equals(command.exchange().header("Depth")) ? 100 : 0);
            }
            answer(command, exists ? 204 : 201);
        }
    }

    private void copyTree(String from, String to, int depth) throws IoException {
        checkDepth(depth);
        if (!io.stat(from).isDirectory()) {
            copyFile(from, to);
            return;
        }
        io.mkdir(to);
        if (depth < 100) {
            for (IoStat child : io.files(from)) {
                copyTree(from + "/" + child.name(), to + "/" + child.name(), depth + 1);
            }
        }
    }

    private void copyFile(String from, String to) throws IoException {
        byte[] block = new byte[65536];
        try (IoFile in = io.open(from, Io.Mode.READ);
                IoFile out = io.open(to, Io.Mode.WRITE)) {
            int n;
            while ((n = in.read(block, 0, block.length)) > 0) {
                out.write(block, 0, n);
            }
        }
    }

    /** The Destination field as a path in this directory; empty when it leads elsewhere. */
    private Optional<String> destination(Command command) {
        String field = command.exchange().header("Destination");
        if (field == null) {
            return Optional.empty();
        }
        String own = "://" + command.exchange().host() + "/";
        int scheme = field.indexOf("://");
        if (scheme >= 0 && !field.substring(scheme).startsWith(own)) {
            return Optional.empty();
        }
        return Target.parse(field)
                .map(Target::path)
                .filter(path -> path.startsWith(baseUri()))
                .map(path -> trim(path.substring(baseUri().length())))
                .filter(path -> !Reader.isHidden(path));
    }

    // --- locks

    private void lock(Command command, String path) throws IoException, XMLStreamException {
        if (locks.isEmpty()) {
            Answers.methodNotAllowed(command.response(), allowed());
            return;
        }
        DavLocks all = locks.get();
        byte[] body = body(command);
        if (body.length == 0) {
            refresh(command, all, path);
            return;
        }
        boolean exists = stat(path).isPresent();
        if (!exists && !hasParent(path)) {
            answer(command, 409);
            return;
        }
        boolean deep = !"0".equals(command.exchange().header("Depth"))
                && stat(path).filter(IoStat::isDirectory).isPresent();
        String user = command.user().map(Session.User::name).orElse("");
        Optional<Lock> lock = all.lock(path, deep, DavXml.owner(body), user, time(command.exchange()));
        if (lock.isEmpty()) {
            answer(command, 423);
            return;
        }
        if (!exists) {
            io.open(path, Io.Mode.WRITE).close();
        }
        command.response().headers().set("Lock-Token", "<" + lock.get().token() + ">");
        describe(command, all, lock.get(), exists ? 200 : 201);
    }

    private void refresh(Command command, DavLocks all, String path) {
        Optional<Lock> held = all.covering(path).filter(lock -> tokens(command).contains(lock.token()));
        if (held.isEmpty()) {
            answer(command, 412);
        } else {
            describe(command, all, all.refresh(held.get(), time(command.exchange())), 200);
        }
    }

    private static void describe(Command command, DavLocks all, Lock lock, int status) {
        command.response().setStatus(status);
        command.response().headers().set("Content-Type", "text/xml; charset=\"utf-8\"");
        command.write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:prop xmlns:D=\"DAV:\"><D:lockdiscovery>"
                + active(all, lock) + "</D:lockdiscovery></D:prop>\n");
    }

    private static String active(DavLocks all, Lock lock) {
        return "<D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/></D:lockscope><D:depth>"
                + (lock.deep() ? "infinity" : "0") + "</D:depth><D:owner>" + lock.owner()
                + "</D:owner><D:timeout>Second-"
                + all.secondsLeft(lock) + "</D:timeout><D:locktoken><D:href>" + lock.token()
                + "</D:href></D:locktoken></D:activelock>";
    }

    private static long time(Exchange exchange) {
        String field = exchange.header("Timeout");
        if (field != null) {
            for (String item : field.split(",")) {
                String one = item.strip();
                if (one.matches("(?i)second-\\d{1,9}")) {
                    return Long.parseLong(one.substring(7));
                }
            }
        }
        return 600;
    }

    private void unlock(Command command, String path) {
        if (locks.isEmpty()) {
            Answers.methodNotAllowed(command.response(), allowed());
            return;
        }
        String token = command.exchange().header("Lock-Token");
        Optional<Lock> held = locks.get().covering(path).filter(lock -> token != null && token.contains(lock.token()));
        if (held.isEmpty()) {
            answer(command, 409);
        } else {
            locks.get().unlock(held.get().path());
            answer(command, 204);
        }
    }
}
