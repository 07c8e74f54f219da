package io.moongate.runtime.internal;

import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.VmOptions;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleReference;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The gateway's VMs and the modules that are open in all of them. */
@Component(service = LuaVms.class)
public final class RuntimeVms implements LuaVms {

    private final Cleaner cleaner = Cleaner.create();
    private final SliceWatch slices = new SliceWatch();
    private final Map<LuaModule, String> bundleOfModule = new LinkedHashMap<>();
    private final List<Vm> vms = new ArrayList<>();

    @Override
    public LuaVm create(VmOptions options) {
        Vm vm = new Vm(options, cleaner, slices, this::remove);
        synchronized (this) {
            vms.add(vm);
            bundleOfModule.forEach((module, bundle) -> open(vm, module, bundle));
        }
        vm.start();
        return vm;
    }

    @Override
    public synchronized Collection<LuaVm> list() {
        return List.copyOf(vms);
    }

    /** Opens a module in every VM, present and future. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public synchronized void addModule(LuaModule module) {
        String bundle = bundleOf(module);
        bundleOfModule.put(module, bundle);
        vms.forEach(vm -> open(vm, module, bundle));
    }

    /** Withdraws a module from every VM; returns when no new call reaches it. */
    public void removeModule(LuaModule module) {
        List<Vm> present;
        synchronized (this) {
            bundleOfModule.remove(module);
            present = List.copyOf(vms);
        }
        present.forEach(vm -> vm.modules().withdraw(module));
    }

    @Deactivate
    public void close() {
        list().forEach(LuaVm::close);
        slices.stop();
    }

    private static void open(Vm vm, LuaModule module, String bundle) {
        vm.execute(() -> vm.modules().open(module, bundle));
    }

    private synchronized void remove(Vm vm) {
        vms.remove(vm);
    }

    /** On the class path, where no class loader tells, by the rule for the names of packages. */
    private static String bundleOf(LuaModule module) {
        return module.getClass().getClassLoader() instanceof BundleReference loader
                ? loader.getBundle().getSymbolicName()
                : module.getClass().getPackageName().split("\\.internal", 2)[0];
    }
}
