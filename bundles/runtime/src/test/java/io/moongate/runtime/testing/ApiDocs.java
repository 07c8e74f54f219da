package io.moongate.runtime.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.LuaCall;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;

/**
 * Holds {@code docs/api/<name>.lua} against what modules register: the same functions and methods, each with a summary
 * and its parameters.
 *
 * {@snippet :
 * ApiDocs.of("data")
 *         .exercise("return ba.datetime(), ba.json.parser()")     // makes one object of each userdata type
 *         .required("rwfile")                                     // a module written in Lua
 *         .object("Service", "require'xmlrpc'.new('x', {})")      // an object of a class written in Lua
 *         .check(new JsonModule(), new DateModule());
 * }
 *
 * In the file a function of a global table is {@code function ba.json.encode(...) end}, of a required module
 * {@code function rwfile.file(...) end}, a method {@code function BDTz:ticks() end} with the name of its {@link LuaType}.
 */
public final class ApiDocs {

    private static final Pattern FUNCTION =
            Pattern.compile("^function ([\\w.]+(?::\\w+)?)\\(([^)]*)\\)", Pattern.MULTILINE);
    private static final Pattern COMMENTS = Pattern.compile("((?:^---.*\\n)+)\\z", Pattern.MULTILINE);
    private static final Pattern SUMMARY = Pattern.compile("^--- ?[^@\\s]", Pattern.MULTILINE);

    private final Path file;
    private final List<String> exercises = new ArrayList<>();
    private final List<String> requiredModules = new ArrayList<>();
    private final TreeMap<String, String> objects = new TreeMap<>();
    private final SortedSet<String> registered = new ConcurrentSkipListSet<>();

    private ApiDocs(Path file) {
        this.file = file;
    }

    /** The file {@code docs/api/<name>.lua}. */
    public static ApiDocs of(String name) {
        return new ApiDocs(Path.of(System.getProperty("moongate.root"), "docs/api", name + ".lua"));
    }

    /** Lua code that makes one object of each userdata type: only then is it known what methods it has. */
    public ApiDocs exercise(String code) {
        exercises.add(code);
        return this;
    }

    /** A module written in Lua that the file documents. */
    public ApiDocs required(String module) {
        requiredModules.add(module);
        return this;
    }

    /** An object of a class written in Lua. @param expression makes one */
    public ApiDocs object(String documentedName, String expression) {
        objects.put(documentedName, expression);
        return this;
    }

    /** Fails unless the file documents what the modules register, and nothing else. */
    public void check(LuaModule... modules) {
        collect(modules);
        String text = read();
        assertThat(documented(text)).as("functions in %s", file).containsExactlyInAnyOrderElementsOf(registered);
        assertThat(incomplete(text))
                .as("functions in %s without summary or parameter", file)
                .isEmpty();
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // What is registered.

    private void collect(LuaModule... modules) {
        try (TestVm vm = new TestVm()) {
            for (LuaModule module : modules) {
                vm.vms().addModule(new Recorded(module));
            }
            exercises.forEach(vm::run);
            requiredModules.forEach(name ->
                    addFields(name, vm.run("return require'" + name + "'").arg1()));
            objects.forEach((name, expression) ->
                    addFields(name, methods(vm.run("return " + expression).arg1())));
        }
    }

    private static LuaValue methods(LuaValue object) {
        LuaValue metatable =
                object instanceof LuaTable || object instanceof LuaUserdata ? object.getmetatable() : LuaValue.NIL;
        return metatable instanceof LuaTable table ? table.rawget(LuaString.valueOf("__index")) : LuaValue.NIL;
    }

    private void addFields(String name, LuaValue table) {
        assertThat(table).as("table of functions of %s", name).isInstanceOf(LuaTable.class);
        for (LuaValue key : ((LuaTable) table).keys()) {
            if (((LuaTable) table).rawget(key) instanceof LuaFunction
                    && !key.tojstring().startsWith("__")) {
                registered.add(name + "." + key.tojstring());
            }
        }
    }

    private void add(LuaLibrary library) {
        String prefix = library.name().equals("_G") ? "" : library.name() + ".";
        library.functions().keySet().forEach(function -> registered.add(prefix + function));
    }

    private void add(LuaType<?> type) {
        type.methods().keySet().forEach(method -> registered.add(type.name() + "." + method));
    }

    // What is documented.

    private static SortedSet<String> documented(String text) {
        SortedSet<String> names = new TreeSet<>();
        FUNCTION.matcher(text).results().forEach(match -> names.add(name(match.group(1))));
        return names;
    }

    private static String name(String function) {
        return function.replace(':', '.');
    }

    private static List<String> incomplete(String text) {
        List<String> complaints = new ArrayList<>();
        Matcher function = FUNCTION.matcher(text);
        while (function.find()) {
            Matcher comments = COMMENTS.matcher(text.substring(0, function.start()));
            String comment = comments.find() ? comments.group() : "";
            if (!SUMMARY.matcher(comment).find()) {
                complaints.add(function.group(1) + ": no summary");
            }
            for (String parameter : function.group(2).split("[, ]+")) {
                if (!parameter.isEmpty() && !comment.contains("---@param " + parameter)) {
                    complaints.add(function.group(1) + ": no ---@param " + parameter);
                }
            }
        }
        return complaints;
    }

    /** A module that tells what it registers. */
    private final class Recorded implements LuaModule {

        private final LuaModule module;

        Recorded(LuaModule module) {
            this.module = module;
        }

        @Override
        public String name() {
            return module.name();
        }

        @Override
        public List<LuaLibrary> open(ModuleContext context) {
            List<LuaLibrary> libraries = module.open(new RecordedContext(context));
            libraries.forEach(ApiDocs.this::add);
            return libraries;
        }
    }

    private final class RecordedContext implements ModuleContext {

        private final ModuleContext context;

        RecordedContext(ModuleContext context) {
            this.context = context;
        }

        @Override
        public LuaVm vm() {
            return context.vm();
        }

        @Override
        public LuaFunction function(String name, LuaCall call) {
            return context.function(name, call);
        }

        @Override
        public <T> LuaUserdata wrap(LuaType<T> type, T object) {
            add(type);
            return context.wrap(type, object);
        }

        @Override
        public <T> LuaUserdata wrapNamed(String name, LuaType<T> type, T object) {
            add(type);
            return context.wrapNamed(name, type, object);
        }

        @Override
        public void forget(Object object) {
            context.forget(object);
        }

        @Override
        public void onClose(Runnable action) {
            context.onClose(action);
        }
    }
}
