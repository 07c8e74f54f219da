package io.moongate.device.internal;

import io.moongate.device.internal.DeviceFacts.Interface;
import io.moongate.device.internal.DeviceFacts.Memory;
import io.moongate.device.internal.DeviceFacts.Temperature;
import io.moongate.lua.Numbers;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code ba.device}: read-only facts of the device and the gateway. */
@Component
public final class DeviceModule implements LuaModule {

    private final DeviceFacts facts;
    private final LuaVms vms;
    private final Supplier<List<Bundle>> bundles;

    @Activate
    public DeviceModule(@Reference LuaVms vms, BundleContext context) {
        this(new DeviceFacts(new SystemFiles(Path.of("/"))), vms, () -> List.of(context.getBundles()));
    }

    DeviceModule(DeviceFacts facts, LuaVms vms, Supplier<List<Bundle>> bundles) {
        this.facts = facts;
        this.vms = vms;
        this.bundles = bundles;
    }

    @Override
    public String name() {
        return "ba.device";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba.device")
                .function("info", args -> info())
                .function("load", args -> load())
                .function("memory", args -> memory(facts.memory()))
                .function("uptime", args -> uptime())
                .function("temperatures", args -> array(facts.temperatures(), DeviceModule::temperature))
                .function("interfaces", args -> array(facts.interfaces(), DeviceModule::networkInterface))
                .function("vms", args -> array(List.copyOf(vms.list()), DeviceModule::vm))
                .function("bundles", args -> array(bundles.get(), DeviceModule::bundle)));
    }

    private LuaTable info() {
        LuaTable table = new LuaTable();
        table.rawset("host", Result.string(facts.hostName()));
        table.rawset("model", Result.string(facts.model()));
        table.rawset("os", Result.string(System.getProperty("os.name") + " " + System.getProperty("os.version")));
        table.rawset("arch", Result.string(System.getProperty("os.arch")));
        table.rawset("java", Result.string(Runtime.version().toString()));
        table.rawset("processors", Numbers.integer(Runtime.getRuntime().availableProcessors()));
        return table;
    }

    private Varargs load() {
        List<Double> averages = facts.load();
        return averages.isEmpty()
                ? Result.fail("notavailable")
                : LuaValue.varargsOf(averages.stream().map(Numbers::number).toArray(LuaValue[]::new));
    }

    private static LuaTable memory(Memory memory) {
        LuaTable table = new LuaTable();
        set(table, "total", memory.total());
        set(table, "available", memory.available());
        set(table, "process", memory.process());
        table.rawset("heap", Numbers.integer(memory.heap()));
        table.rawset("heaplimit", Numbers.integer(memory.heapLimit()));
        return table;
    }

    private Varargs uptime() {
        LuaValue process = Numbers.integer(facts.processUptime().toSeconds());
        LuaValue device = facts.uptime()
                .map(up -> (LuaValue) Numbers.integer(up.toSeconds()))
                .orElse(process);
        return Result.of(device, process);
    }

    private static LuaTable temperature(Temperature reading) {
        LuaTable table = new LuaTable();
        table.rawset("sensor", Result.string(reading.sensor()));
        table.rawset("celsius", Numbers.number(reading.celsius()));
        return table;
    }

    private static LuaTable networkInterface(Interface one) {
        LuaTable table = new LuaTable();
        table.rawset("name", Result.string(one.name()));
        table.rawset("up", LuaValue.valueOf(one.isUp()));
        table.rawset("loopback", LuaValue.valueOf(one.isLoopback()));
        table.rawset("addresses", array(one.addresses(), Result::string));
        set(table, "received", one.received());
        set(table, "sent", one.sent());
        return table;
    }

    private static LuaTable vm(LuaVm vm) {
        LuaTable table = new LuaTable();
        table.rawset("name", Result.string(vm.name()));
        table.rawset("strands", Numbers.integer(vm.strands().size()));
        return table;
    }

    private static LuaTable bundle(Bundle bundle) {
        LuaTable table = new LuaTable();
        String name = bundle.getSymbolicName();
        table.rawset("name", Result.string(name == null ? bundle.getLocation() : name));
        table.rawset("version", Result.string(bundle.getVersion().toString()));
        table.rawset("active", LuaValue.valueOf(bundle.getState() == Bundle.ACTIVE));
        return table;
    }

    private static void set(LuaTable table, String name, Optional<Long> value) {
        value.ifPresent(number -> table.rawset(name, Numbers.integer(number)));
    }

    private static <T> LuaTable array(List<T> items, Function<T, LuaValue> toLua) {
        LuaTable table = new LuaTable();
        int n = 0;
        for (T item : items) {
            table.rawset(++n, toLua.apply(item));
        }
        return table;
    }
}
