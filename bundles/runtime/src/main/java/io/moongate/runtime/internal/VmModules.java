package io.moongate.runtime.internal;

import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import java.lang.ref.Cleaner;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** The modules of one VM and the tables and stubs in which Lua sees them, which live as long as the VM. */
final class VmModules {

    private final Vm vm;
    private final Cleaner cleaner;
    private final Map<LuaModule, ModuleInstance> instances = new ConcurrentHashMap<>();
    private final Map<String, Stub> stubs = new ConcurrentHashMap<>();
    private final Map<LuaTable, LazyFields> lazyFields = new IdentityHashMap<>();
    private final Map<String, Handle> named = new ConcurrentHashMap<>();

    VmModules(Vm vm, Cleaner cleaner) {
        this.vm = vm;
        this.cleaner = cleaner;
    }

    /** On the VM's thread. */
    void open(LuaModule module, String bundle) {
        ModuleInstance instance = new ModuleInstance(vm, cleaner, module.name(), bundle, named);
        instances.put(module, instance);
        module.open(instance).forEach(library -> install(library, instance));
    }

    /** From any thread: returns when no new call reaches the module. */
    void withdraw(LuaModule module) {
        ModuleInstance instance = instances.remove(module);
        if (instance != null) {
            instance.withdraw();
        }
    }

    /** The classes of the modules that are open: their bundles may hold pure-Lua modules. */
    List<? extends Class<?>> classes() {
        return instances.keySet().stream().map(Object::getClass).toList();
    }

    void close() {
        List.copyOf(instances.keySet()).forEach(this::withdraw);
    }

    private void install(LuaLibrary library, ModuleInstance instance) {
        LuaTable table = tableOf(library);
        library.functions().forEach((name, call) -> {
            Stub stub = stubs.computeIfAbsent(library.name() + "." + name, key -> new Stub(vm, name));
            instance.bind(stub, call);
            table.rawset(name, stub);
        });
        library.constants().forEach(table::rawset);
        library.lazies().forEach((name, value) -> addLazy(table, name, value, instance));
    }

    private void addLazy(LuaTable table, String name, Supplier<LuaValue> value, ModuleInstance instance) {
        LazyFields fields = lazyFields.computeIfAbsent(table, LazyFields::of);
        fields.add(name, value);
        instance.onClose(() -> vm.execute(() -> fields.remove(name, value)));
    }

    private LuaTable tableOf(LuaLibrary library) {
        return switch (library.place()) {
            case GLOBAL -> library.name().equals("_G") ? vm.globals() : nested(vm.globals(), library.name());
            case REQUIRED -> field(packageTable("loaded"), library.name());
        };
    }

    private LuaTable packageTable(String field) {
        return field(field(vm.globals(), "package"), field);
    }

    private static LuaTable nested(LuaTable root, String path) {
        LuaTable table = root;
        for (String name : path.split("\\.", -1)) {
            table = field(table, name);
        }
        return table;
    }

    private static LuaTable field(LuaTable parent, String name) {
        LuaValue value = parent.rawget(name);
        if (value instanceof LuaTable table) {
            return table;
        }
        LuaTable table = new LuaTable();
        parent.rawset(name, table);
        return table;
    }
}
