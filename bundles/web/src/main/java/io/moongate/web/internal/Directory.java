package io.moongate.web.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A directory of the server's tree, made by the code of one VM and serving on strands of that VM. The tree below a
 * directory is of that VM too.
 */
class Directory {

    private final VmWeb web;
    private final String name;
    private final int priority;
    private volatile List<Directory> children = List.of();
    private volatile @Nullable Place parent;
    private volatile @Nullable LuaFunction function;
    private volatile @Nullable Authenticator authenticator;
    private volatile @Nullable Authorizer authorizer;
    private volatile boolean tlsOnly;
    private volatile @Nullable String refusedPage;

    /** Where a directory can be inserted. */
    interface Place {
        void remove(Directory child);

        /** The path of what is inserted here; ends with a slash. */
        String path();
    }

    Directory(VmWeb web, String name, int priority) {
        this.web = web;
        this.name = name;
        this.priority = priority;
    }

    VmWeb web() {
        return web;
    }

    /** Empty for a directory that serves the path of its parent. */
    String name() {
        return name;
    }

    int priority() {
        return priority;
    }

    /** The path from the root, or from the topmost directory that is not inserted. */
    String baseUri() {
        Place at = parent;
        if (at == null) {
            return "/";
        }
        return name.isEmpty() ? at.path() : at.path() + name + "/";
    }

    // --- the tree

    void insert(Directory child) {
        for (Place up = placeBelow(); up instanceof Below below; up = below.directory().parent) {
            if (below.directory() == child) {
                throw new LuaError("a directory cannot be inserted below itself");
            }
        }
        child.insertAt(placeBelow());
        children = inserted(children, child);
    }

    private Below placeBelow() {
        return new Below(this);
    }

    /** Below another directory. */
    record Below(Directory directory) implements Place {
        @Override
        public void remove(Directory child) {
            directory.children = without(directory.children, child);
        }

        @Override
        public String path() {
            return directory.baseUri();
        }
    }

    void insertAt(Place place) {
        if (parent != null) {
            throw new LuaError("Directory already inserted");
        }
        parent = place;
    }

    boolean isInserted() {
        return parent != null;
    }

    /** Takes the directory out of the tree. @return whether it was in it */
    boolean unlink() {
        Place at = parent;
        if (at == null) {
            return false;
        }
        at.remove(this);
        parent = null;
        return true;
    }

    /** The list with another directory, in the order of search: higher priority first, then as inserted. */
    static List<Directory> inserted(List<Directory> list, Directory child) {
        List<Directory> next = new ArrayList<>(list);
        int i = 0;
        while (i < next.size() && next.get(i).priority >= child.priority) {
            i++;
        }
        next.add(i, child);
        return List.copyOf(next);
    }

    static List<Directory> without(List<Directory> list, Directory child) {
        return list.stream().filter(other -> other != child).toList();
    }

    // --- settings

    void setFunction(@Nullable LuaFunction f) {
        function = f;
        tlsOnly = tlsOnly && f == null;
    }

    void requireTls() {
        if (tlsOnly || function != null) {
            throw new LuaError("Already set");
        }
        tlsOnly = true;
    }

    void setAuth(@Nullable Authenticator by, @Nullable Authorizer rules) {
        authenticator = by;
        authorizer = rules;
    }

    void setRefusedPage(String page) {
        refusedPage = page;
    }

    // --- serving

    /** Whether it cannot serve yet; from any thread. */
    boolean isStarting() {
        return false;
    }

    /**
     * Serves a request, on a strand of the directory's VM.
     *
     * @param path below this directory, without a leading slash
     * @return whether it was this directory's
     */
    boolean serve(Command command, String path) {
        if (tlsOnly && command.demandTls()) {
            return true;
        }
        LuaFunction own = function;
        if (own != null && ownAnswers(own, command, path)) {
            return true;
        }
        return !isAllowed(command, path) || content(command, path);
    }

    private static boolean ownAnswers(LuaFunction own, Command command, String path) {
        Varargs result = own.invoke(command.environment(), io.moongate.runtime.Result.string(path));
        return result.narg() == 0 || !Values.isFalse(result.arg1());
    }

    /** Whether the user may go on; otherwise the answer has been made. */
    private boolean isAllowed(Command command, String path) {
        Authenticator by = authenticator;
        if (by == null || command.isInternal()) {
            return true;
        }
        if (!by.authenticate(command, path)) {
            return false;
        }
        Authorizer rules = authorizer;
        if (rules == null || rules.authorize(command, command.exchange().method(), path)) {
            return true;
        }
        refuse(command);
        return false;
    }

    private void refuse(Command command) {
        String page = refusedPage;
        if (page == null) {
            command.sendError(403, "");
        } else {
            command.serveInstead(page);
        }
    }

    /** What is in the directory, behind its authentication. */
    protected boolean content(Command command, String path) {
        return children(command, path);
    }

    /** Asks the directories below: named ones first. */
    final boolean children(Command command, String path) {
        return serveFirst(children, command, path);
    }

    static boolean serveFirst(List<Directory> directories, Command command, String path) {
        int slash = path.indexOf('/');
        if (slash > 0) {
            String first = path.substring(0, slash);
            for (Directory child : directories) {
                if (child.name.equals(first) && child.serve(command, path.substring(slash + 1))) {
                    return true;
                }
            }
        }
        for (Directory child : directories) {
            if (child.name.isEmpty() && child.serve(command, path)) {
                return true;
            }
        }
        return false;
    }

    LuaValue io() {
        return LuaValue.NIL;
    }

    /** Lets go of everything; the module stops. */
    void close() {
        unlink();
        children = List.of();
        function = null;
    }
}
