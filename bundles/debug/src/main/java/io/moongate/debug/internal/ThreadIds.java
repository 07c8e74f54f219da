package io.moongate.debug.internal;

import io.moongate.lua.LuaDebug;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Strand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.eclipse.lsp4j.debug.Thread;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaValue;

/**
 * The threads that the debugger sees: the VM's strands, and coroutines that ran since it came. The first is {@code main}, the
 * strand that let the debugger in; when that has ended, the next strand that stops. Thread-safe.
 */
final class ThreadIds {

    static final int MAIN = 1;

    private final LuaVm vm;
    private final LuaDebug debug;
    private final Map<LuaValue, Integer> ids = new WeakHashMap<>();
    private int last = MAIN;

    ThreadIds(LuaVm vm) {
        this.vm = vm;
        this.debug = vm.state().debug();
    }

    /** The number of a thread, a new one for one that was not seen before. */
    synchronized int of(LuaValue thread) {
        Integer known = ids.get(thread);
        return known != null ? known : add(thread);
    }

    private int add(LuaValue thread) {
        Map<LuaValue, String> strands = strands();
        boolean isMain = strands.containsKey(thread)
                && ids.entrySet().stream().noneMatch(e -> e.getValue() == MAIN && strands.containsKey(e.getKey()));
        if (isMain) {
            ids.values().removeIf(id -> id == MAIN);
        }
        int id = isMain ? MAIN : ++last;
        ids.put(thread, id);
        return id;
    }

    private Map<LuaValue, String> strands() {
        Map<LuaValue, String> strands = new LinkedHashMap<>();
        for (Strand strand : vm.strands()) {
            strands.put(strand.coroutine(), strand.name());
        }
        return strands;
    }

    synchronized Optional<LuaValue> thread(int id) {
        return ids.entrySet().stream()
                .filter(entry -> entry.getValue() == id)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    synchronized List<Thread> list() {
        Map<LuaValue, String> strands = strands();
        strands.keySet().forEach(this::of);
        List<Thread> list = new ArrayList<>();
        list.add(thread(MAIN, "main"));
        ids.forEach((thread, id) -> {
            String name = name(thread, id, strands.get(thread));
            if (id != MAIN && name != null) {
                list.add(thread(id, name));
            }
        });
        list.sort((a, b) -> Integer.compare(a.getId(), b.getId()));
        return list;
    }

    /** Null for what has ended. */
    private @Nullable String name(LuaValue thread, int id, @Nullable String strand) {
        if (strand != null) {
            return strand + " " + id;
        }
        return isStrandOrDead(thread) ? null : "coroutine " + id;
    }

    private boolean isStrandOrDead(LuaValue thread) {
        return debug.isMain(thread) || debug.isDead(thread);
    }

    private static Thread thread(int id, String name) {
        Thread thread = new Thread();
        thread.setId(id);
        thread.setName(name);
        return thread;
    }
}
