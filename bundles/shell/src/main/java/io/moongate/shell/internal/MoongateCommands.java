package io.moongate.shell.internal;

import io.moongate.deploy.Deployer;
import io.moongate.deploy.RefreshPlan;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.LuaVms;
import io.moongate.runtime.Strand;
import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.Apps;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands {@code moongate:*}. */
@Component(
        service = MoongateCommands.class,
        property = {
            "osgi.command.scope=moongate",
            "osgi.command.function=vms",
            "osgi.command.function=modules",
            "osgi.command.function=apps",
            "osgi.command.function=app",
            "osgi.command.function=swap",
            "osgi.command.function=deployed",
            "osgi.command.function=undeploy"
        })
public final class MoongateCommands {

    private final BundleContext context;
    private final LuaVms vms;
    private final Apps apps;
    private final Deployer deployer;

    /** Called by the framework. */
    @Activate
    public MoongateCommands(
            BundleContext context, @Reference LuaVms vms, @Reference Apps apps, @Reference Deployer deployer) {
        this.context = context;
        this.vms = vms;
        this.apps = apps;
        this.deployer = deployer;
    }

    @Descriptor("lists the Lua VMs and what runs in them")
    public String vms() {
        Table table = new Table("VM", "STRANDS", "WAITING");
        vms.list().stream()
                .sorted(Comparator.comparing(LuaVm::name))
                .forEach(vm -> table.row(
                        vm.name(),
                        Integer.toString(vm.strands().size()),
                        Long.toString(
                                vm.strands().stream().filter(Strand::isWaiting).count())));
        return table.toString();
    }

    @Descriptor("lists the Lua modules and the bundles they come from")
    public String modules() throws InvalidSyntaxException {
        Table table = new Table("MODULE", "BUNDLE", "VERSION");
        for (ServiceReference<LuaModule> module : context.getServiceReferences(LuaModule.class, null).stream()
                .sorted(Comparator.comparing(ServiceReference::getBundle))
                .toList()) {
            Bundle bundle = module.getBundle();
            LuaModule service = context.getService(module);
            table.row(
                    service.name(),
                    bundle.getSymbolicName(),
                    bundle.getVersion().toString());
            context.ungetService(module);
        }
        return table.toString();
    }

    @Descriptor("lists the apps and how they are doing")
    public String apps() {
        Table table = new Table("APP", "STATE", "MOUNT", "SOURCE", "REASON");
        for (AppStatus app : apps.list()) {
            table.row(
                    app.name(),
                    app.state().name().toLowerCase(java.util.Locale.ROOT),
                    app.mount().orElse("-"),
                    app.source(),
                    app.reason().orElse(""));
        }
        return table.toString();
    }

    @Descriptor("starts, stops, restarts or undeploys an app")
    public String app(
            @Descriptor("start, stop, restart or undeploy") String action, @Descriptor("the app's name") String name)
            throws IOException {
        switch (action) {
            case "start" -> apps.start(name);
            case "stop" -> apps.stop(name);
            case "restart" -> apps.restart(name);
            case "undeploy" -> apps.undeploy(name);
            default -> throw new IOException("app: start, stop, restart or undeploy, not '" + action + "'");
        }
        return apps();
    }

    @Descriptor("deploys a bundle, in place of the one of the same symbolic name, and shows what restarts with it")
    public String swap(
            CommandSession session,
            @Descriptor("do it even if other bundles restart")
                    @Parameter(
                            names = {"-f", "--force"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean force,
            @Descriptor("only show what would be done")
                    @Parameter(
                            names = {"-n", "--dry-run"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean dryRun,
            @Descriptor("the bundle's file") String file)
            throws IOException {
        Path path = session.currentDir().resolve(file);
        RefreshPlan plan = deployer.preview(path);
        if (dryRun) {
            return "would do: " + plan.describe();
        }
        if (!plan.isContained() && !force) {
            throw new IOException("not done without --force: " + plan.describe());
        }
        return "done: " + deployer.deploy(path, force).describe();
    }

    @Descriptor("lists the bundles deployed over the distribution")
    public String deployed() {
        Table table = new Table("BUNDLE", "VERSION");
        deployer.list().forEach(bundle -> table.row(bundle.symbolicName(), bundle.version()));
        return table.toString();
    }

    @Descriptor("takes back a deployed bundle; the distribution's of that name comes back")
    public String undeploy(
            @Descriptor("do it even if other bundles restart")
                    @Parameter(
                            names = {"-f", "--force"},
                            presentValue = "true",
                            absentValue = "false")
                    boolean force,
            @Descriptor("symbolic name") String bundle)
            throws IOException {
        return "done: " + deployer.undeploy(bundle, force).describe();
    }
}
