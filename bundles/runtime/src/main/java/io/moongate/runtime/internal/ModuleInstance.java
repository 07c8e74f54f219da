package io.moongate.runtime.internal;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaCall;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import java.lang.ref.Cleaner;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One module in one VM: remembers, weakly, everything it handed to Lua. When it is withdrawn, functions forget their
 * implementation, userdata their object, and open objects are closed; then nothing in the VM refers to the bundle.
 */
final class ModuleInstance implements ModuleContext {

    private static final Logger LOG = LoggerFactory.getLogger(ModuleInstance.class);

    private final Vm vm;
    private final Cleaner cleaner;
    private final String module;
    private final String bundle;
    /** The VM's, which outlive this. */
    private final Map<String, Handle> named;

    private final Set<Stub> stubs = weakSet();
    private final Set<Handle> userdata = weakSet();
    private final Map<Object, OpenObject<?>> open = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Queue<Runnable> onClose = new ConcurrentLinkedQueue<>();
    private final Map<LuaType<?>, LuaTable> metatables = new HashMap<>();

    /** @param named the userdata that the VM keeps for its modules' versions, by module and name */
    ModuleInstance(Vm vm, Cleaner cleaner, String module, String bundle, Map<String, Handle> named) {
        this.vm = vm;
        this.named = named;
        this.cleaner = cleaner;
        this.module = module;
        this.bundle = bundle;
    }

    private static <E> Set<E> weakSet() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    String unavailable() {
        return "module '" + module + "' is not available (bundle " + bundle + " is stopped)";
    }

    @Override
    public String toString() {
        return module + " in VM " + vm.name();
    }

    void bind(Stub stub, LuaCall call) {
        stub.bind(this, call);
        stubs.add(stub);
    }

    @Override
    public LuaVm vm() {
        return vm;
    }

    @Override
    public LuaFunction function(String name, LuaCall call) {
        Stub stub = new Stub(vm, name);
        bind(stub, call);
        return stub;
    }

    @Override
    public <T> LuaUserdata wrap(LuaType<T> type, T object) {
        Handle value = new Handle(this, object, metatables.computeIfAbsent(type, key -> metatable(type)));
        userdata.add(value);
        type.closer().ifPresent(closer -> {
            OpenObject<T> watched = new OpenObject<>(object, closer, open::remove);
            open.put(object, watched);
            cleaner.register(value, watched);
        });
        return value;
    }

    @Override
    public <T> LuaUserdata wrapNamed(String name, LuaType<T> type, T object) {
        LuaTable metatable = metatables.computeIfAbsent(type, key -> metatable(type));
        Handle value = named.computeIfAbsent(module + "/" + name, key -> new Handle(this, object, metatable));
        value.rebind(this, object, metatable);
        userdata.add(value);
        return value;
    }

    private <T> LuaTable metatable(LuaType<T> type) {
        return new TypeMetatable<>(this, type).build();
    }

    @Override
    public void forget(Object object) {
        OpenObject<?> watched = open.remove(object);
        if (watched != null) {
            watched.forget();
        }
    }

    @Override
    public void onClose(Runnable action) {
        onClose.add(action);
    }

    /** From any thread: no new call reaches the module, and what it had open is closed. Idempotent. */
    void withdraw() {
        copyOf(stubs).forEach(stub -> stub.release(this));
        onClose.forEach(this::run);
        onClose.clear();
        copyOf(open.values()).forEach(this::run);
        open.clear();
        copyOf(userdata).forEach(handle -> handle.clear(this));
        metatables.clear();
    }

    private static <E> List<E> copyOf(Collection<E> synchronizedCollection) {
        synchronized (synchronizedCollection) {
            return List.copyOf(synchronizedCollection);
        }
    }

    private void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.warn("{} in VM {}: closing failed", module, vm.name(), e);
        }
    }

    /** Reads the object out of the first argument of a method. */
    static <T> T self(Args args, LuaType<T> type) {
        return args.object(1, type.javaClass(), type.name());
    }
}
