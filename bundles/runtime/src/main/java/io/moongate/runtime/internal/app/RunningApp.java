package io.moongate.runtime.internal.app;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.app.App;
import io.moongate.runtime.app.AppExtension;
import io.moongate.runtime.app.AppManifest;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import io.moongate.runtime.io.IoStat;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One start of an app. Its methods other than {@link #start} and {@link #stop} are for the VM's thread. */
final class RunningApp implements App {

    private static final String PRELOAD = ".preload";
    /** Bytes of code a file may have. */
    private static final int LONGEST_CODE = 16 << 20;
    /** How long {@code onunload} may take before the VM is closed anyway. */
    private static final long UNLOAD_SECONDS = 5;

    private final String name;
    private final AppManifest manifest;
    private final LuaVm vm;
    private final Io io;
    private final List<AppExtension> extensions;
    private final List<AppExtension> told = new ArrayList<>();
    private final LuaTable environment = new LuaTable();

    /** @param extensions a list that follows the services that there are */
    RunningApp(String name, AppManifest manifest, LuaVm vm, Io io, List<AppExtension> extensions) {
        this.name = name;
        this.manifest = manifest;
        this.vm = vm;
        this.io = io;
        this.extensions = extensions;
    }

    /** Runs {@code .preload} and the scripts. @return completes when the app has started, or with why it did not */
    CompletionStage<Varargs> start() {
        return vm.spawn("start", () -> {
                    prepareEnvironment();
                    extensions.forEach(this::tellStarting);
                    run(PRELOAD, environment);
                    scripts().forEach(script -> run(script, inheriting(environment)));
                    told.forEach(extension -> extension.started(this));
                    return Result.none();
                })
                .result();
    }

    /** Runs {@code onunload}, tells the extensions and closes the VM; idempotent, from any thread but the VM's. */
    CompletionStage<?> stop() {
        return vm.spawn("stop", this::unload)
                .result()
                .toCompletableFuture()
                .orTimeout(UNLOAD_SECONDS, TimeUnit.SECONDS)
                .handle((results, error) -> {
                    if (error != null) {
                        vm.report("onunload", error);
                    }
                    vm.close();
                    return results;
                });
    }

    private Varargs unload() {
        try {
            if (environment.rawget("onunload") instanceof LuaFunction onunload) {
                vm.state().call(onunload, LuaValue.NONE);
            }
        } finally {
            told.forEach(extension -> extension.stopped(this));
            told.clear();
        }
        return Result.none();
    }

    /** An extension that comes while the app runs. */
    void join(AppExtension extension) {
        vm.spawn("extend", () -> {
            tellStarting(extension);
            extension.started(this);
            return Result.none();
        });
    }

    /** An extension that goes. */
    void leave(AppExtension extension) {
        vm.spawn("withdraw", () -> {
            if (told.remove(extension)) {
                extension.stopped(this);
            }
            return Result.none();
        });
    }

    private void tellStarting(AppExtension extension) {
        told.add(extension);
        extension.starting(this);
    }

    private void prepareEnvironment() {
        environment.rawset("app", environment);
        environment.setmetatable(globalsBehind());
        if (vm.globals().get("ba") instanceof LuaTable ba && ba.get("openio") instanceof LuaFunction openio) {
            environment.rawset("io", openio.call(LuaValue.valueOf("vm")));
        }
    }

    private LuaTable globalsBehind() {
        LuaTable metatable = new LuaTable();
        metatable.rawset("__index", vm.globals());
        return metatable;
    }

    private static LuaTable inheriting(LuaTable parent) {
        LuaTable metatable = new LuaTable();
        metatable.rawset("__index", parent);
        LuaTable table = new LuaTable();
        table.setmetatable(metatable);
        return table;
    }

    private List<String> scripts() {
        try {
            return io.files("/").stream()
                    .filter(file -> !file.isDirectory())
                    .map(IoStat::name)
                    .filter(file -> file.endsWith(".xlua"))
                    .sorted()
                    .toList();
        } catch (IoException e) {
            throw new CompletionException("cannot list the app's files: " + e.getMessage(), e);
        }
    }

    private void run(String file, LuaTable env) {
        byte[] code;
        try {
            code = io.readAll(file, LONGEST_CODE);
        } catch (IoException e) {
            if (file.equals(PRELOAD) && isMissing(e)) {
                return;
            }
            throw new CompletionException("cannot read " + file + ": " + e.getMessage(), e);
        }
        LuaFunction chunk = vm.state().load(new ByteArrayInputStream(code), "@" + name + "/" + file, "t", env);
        vm.state().call(chunk, LuaValue.NONE);
    }

    private static boolean isMissing(IoException e) {
        return e.code().equals(IoException.ENOENT) || e.code().equals(IoException.NOT_FOUND);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public AppManifest manifest() {
        return manifest;
    }

    @Override
    public LuaVm vm() {
        return vm;
    }

    @Override
    public Io io() {
        return io;
    }

    @Override
    public LuaTable environment() {
        return environment;
    }
}
