package io.moongate.launcher.components;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.launcher.components.Component.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class AssemblyTest {

    private static final List<String> CLOSED = new ArrayList<>();

    public interface Tool {
        String use();
    }

    public @interface Config {
        int size() default 3;
    }

    /** Needs a tool and is told of every plugin. */
    public static final class Program implements Supplier<String> {

        private final Tool tool;
        private final List<Runnable> plugins = new ArrayList<>();
        private boolean active;
        private Tool field;

        public Program(BundleContext context, Tool tool) {
            this.tool = tool;
            context.registerService(StringBuilder.class, new StringBuilder("registered"), null);
        }

        void add(Runnable plugin) {
            plugins.add(plugin);
        }

        void activate() {
            active = true;
        }

        void close() {
            CLOSED.add("program");
        }

        @Override
        public String get() {
            return tool.use() + " " + plugins.size() + " " + active + " " + (field == tool);
        }
    }

    public static final class Hammer implements Tool {

        private int size;
        private int handles;

        public Hammer(Config config, BundleContext context) {
            size = config.size() + Integer.parseInt(context.getProperty("more"));
        }

        void grip(StringBuilder handle) {
            handles++;
        }

        void activate() {
            size += handles;
        }

        void close() {
            CLOSED.add("tool");
        }

        @Override
        public String use() {
            return "hammer " + size;
        }
    }

    public static final class Plugin implements Runnable {

        public Plugin(StringBuilder registered) {
            assertThat(registered).hasToString("registered");
        }

        @Override
        public void run() {}
    }

    /** Nobody wants it, so it must not be made. */
    public static final class Unwanted {
        public Unwanted() {
            throw new AssertionError("was made");
        }
    }

    private static final List<Component> COMPONENTS = List.of(
            new Component(
                    Program.class.getName(),
                    List.of(Supplier.class.getName()),
                    List.of(
                            new Reference(Tool.class.getName(), Optional.of(1), Optional.empty(), Optional.empty()),
                            new Reference(
                                    Tool.class.getName(), Optional.empty(), Optional.empty(), Optional.of("field")),
                            new Reference(
                                    Runnable.class.getName(), Optional.empty(), Optional.of("add"), Optional.empty())),
                    Optional.of("activate"),
                    Optional.of("close")),
            new Component(
                    Plugin.class.getName(),
                    List.of(Runnable.class.getName()),
                    List.of(new Reference(
                            StringBuilder.class.getName(), Optional.of(0), Optional.empty(), Optional.empty())),
                    Optional.empty(),
                    Optional.empty()),
            new Component(
                    Hammer.class.getName(),
                    List.of(Tool.class.getName()),
                    List.of(new Reference(
                            StringBuilder.class.getName(), Optional.empty(), Optional.of("grip"), Optional.empty())),
                    Optional.of("activate"),
                    Optional.of("close")),
            new Component(
                    Unwanted.class.getName(),
                    List.of("nobody.wants.It"),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));

    @Test
    void makes_what_is_needed_in_the_order_of_need_and_closes_it_in_the_other() {
        CLOSED.clear();
        try (Assembly assembly = Assembly.of(COMPONENTS, Supplier.class.getName(), Set.of(), Map.of("more", "4"))) {
            assertThat(assembly.service(Supplier.class).orElseThrow().get()).isEqualTo("hammer 8 1 true true");
            assertThat(assembly.service(Comparable.class)).isEmpty();
        }
        assertThat(CLOSED).containsExactly("program", "tool");
    }

    @Test
    void a_late_service_is_made_at_the_first_call_and_closed_if_it_was_made() {
        CLOSED.clear();
        Set<String> late = Set.of(Tool.class.getName());
        Assembly.of(COMPONENTS, Supplier.class.getName(), late, Map.of("more", "some"))
                .close();
        assertThat(CLOSED).containsExactly("program");
        try (Assembly assembly = Assembly.of(COMPONENTS, Supplier.class.getName(), late, Map.of("more", "4"))) {
            assertThat(assembly.service(Supplier.class).orElseThrow().get()).isEqualTo("hammer 8 1 true true");
        }
        assertThat(CLOSED).containsExactly("program", "tool", "program");
    }

    @Test
    void what_cannot_be_made_is_named() {
        assertThatThrownBy(() -> Assembly.of(COMPONENTS, Supplier.class.getName(), Set.of(), Map.of("more", "some")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Hammer does not start: java.lang.NumberFormatException");
    }

    @Test
    void a_list_is_read_as_it_was_written(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("list");
        ComponentFiles.write(file, COMPONENTS);
        assertThat(ComponentFiles.read(file)).isEqualTo(COMPONENTS);
    }
}
