package io.moongate.launcher.components;

import io.moongate.launcher.components.Component.Reference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** Components that run together, each with the services of the others. */
public final class Assembly implements AutoCloseable {

    private final BundleContext context;
    private final Map<Component, Object> instances = new LinkedHashMap<>();
    private final Map<String, List<Object>> services = new LinkedHashMap<>();
    private final Set<Binding> bound = new HashSet<>();

    /** References are compared by identity: two components may need the same in the same words. */
    private record Binding(Reference reference, Object service) {

        @Override
        public boolean equals(Object other) {
            return other instanceof Binding binding && binding.reference == reference && binding.service == service;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(reference) * 31 + System.identityHashCode(service);
        }
    }

    private Assembly(Map<String, String> properties) {
        this.context = new AssemblyContext(properties, this::provide).context();
    }

    /**
     * Makes what provides a service, what that needs, and the components that provide none themselves as far as their needs
     * are fulfilled.
     *
     * @param wanted name of the service's interface
     * @param late names of interfaces whose components are made when somebody calls them
     * @param properties the framework properties that components may ask for
     * @throws IllegalStateException when a component cannot be made, naming it
     */
    public static Assembly of(
            List<Component> components, String wanted, Set<String> late, Map<String, String> properties) {
        Assembly assembly = new Assembly(properties);
        List<Component> needed = needed(components, wanted);
        late.forEach(service -> assembly.provideLate(service, needed));
        assembly.makeAll(
                needed.stream().filter(component -> !isAnyOf(component, late)).toList());
        assembly.bindAll();
        new LinkedHashMap<>(assembly.instances).forEach(Assembly::activate);
        // Once more for services that were registered by what was activated.
        assembly.bindAll();
        return assembly;
    }

    private static boolean isAnyOf(Component component, Set<String> services) {
        return component.services().stream().anyMatch(services::contains);
    }

    /** In place of a service, something that makes it at the first call. From any thread. */
    private void provideLate(String service, List<Component> components) {
        components.stream()
                .filter(component -> component.services().contains(service))
                .forEach(component -> provide(service, late(service, component)));
    }

    private Object late(String service, Component component) {
        try {
            Class<?> type = Class.forName(service);
            InvocationHandler handler = (proxy, method, arguments) -> {
                try {
                    return method.invoke(made(component), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            };
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(service + " is not on the class path", e);
        }
    }

    private synchronized Object made(Component component) {
        Object made = instances.get(component);
        if (made == null) {
            made = construct(component);
            instances.put(component, made);
            bindAll(component, made);
            activate(component, made);
        }
        return made;
    }

    private static void activate(Component component, Object instance) {
        component.activate().ifPresent(method -> invoke(instance, method, List.of()));
    }

    /** The first service of an interface. */
    public <T> Optional<T> service(Class<T> type) {
        return of(type.getName()).stream().findFirst().map(type::cast);
    }

    private List<Object> of(String service) {
        return services.getOrDefault(service, List.of());
    }

    private void provide(String name, Object service) {
        services.computeIfAbsent(name, key -> new ArrayList<>()).add(service);
    }

    private static List<Component> needed(List<Component> components, String wanted) {
        Set<String> services = new HashSet<>(Set.of(wanted));
        Set<Component> needed = new LinkedHashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Component component : components) {
                boolean called = component.services().isEmpty()
                        || component.services().stream().anyMatch(services::contains);
                if (called && needed.add(component)) {
                    component.references().forEach(reference -> services.add(reference.service()));
                    more = true;
                }
            }
        }
        return List.copyOf(needed);
    }

    private void makeAll(List<Component> components) {
        Deque<Component> waiting = new ArrayDeque<>(components);
        int left = waiting.size() + 1;
        while (waiting.size() < left) {
            left = waiting.size();
            for (int i = 0; i < left; i++) {
                Component next = waiting.remove();
                if (isSatisfied(next)) {
                    make(next);
                } else {
                    waiting.add(next);
                }
            }
        }
    }

    private boolean isSatisfied(Component component) {
        return component.references().stream()
                .filter(reference -> reference.parameter().isPresent())
                .noneMatch(reference -> of(reference.service()).isEmpty());
    }

    private void make(Component component) {
        Object instance = construct(component);
        instances.put(component, instance);
        component.services().forEach(service -> provide(service, instance));
    }

    private Object construct(Component component) {
        try {
            Constructor<?> constructor = Arrays.stream(
                            Class.forName(component.className()).getConstructors())
                    .filter(candidate -> fits(candidate, component))
                    .findFirst()
                    .orElseThrow(() -> new NoSuchMethodException("no constructor fits its description"));
            return constructor.newInstance(arguments(constructor, component));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(component.className() + " does not start: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component.className() + " does not start: " + e.getMessage(), e);
        }
    }

    /** Each parameter is a service at its place, the context or a configuration. */
    private static boolean fits(Constructor<?> candidate, Component component) {
        Class<?>[] types = candidate.getParameterTypes();
        Map<Integer, String> services = new HashMap<>();
        component
                .references()
                .forEach(reference ->
                        reference.parameter().ifPresent(position -> services.put(position, reference.service())));
        return services.keySet().stream().allMatch(position -> position < types.length)
                && IntStream.range(0, types.length).allMatch(i -> fits(types[i], services.get(i)));
    }

    private static boolean fits(Class<?> type, @Nullable String service) {
        return service == null
                ? type == BundleContext.class || type.isAnnotation()
                : type.getName().equals(service);
    }

    private Object[] arguments(Constructor<?> constructor, Component component) {
        Class<?>[] types = constructor.getParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = types[i] == BundleContext.class
                    ? context
                    : types[i].isAnnotation()
                            ? defaults(types[i])
                            : of(types[i].getName()).getFirst();
        }
        return arguments;
    }

    /** A configuration that nobody has changed. */
    private static Object defaults(Class<?> type) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getDefaultValue());
    }

    private void bindAll() {
        // A copy: what is bound may call a late service, which is made then.
        new LinkedHashMap<>(instances).forEach(this::bindAll);
    }

    private void bindAll(Component component, Object instance) {
        component
                .references()
                .forEach(reference -> of(reference.service()).forEach(service -> bind(instance, reference, service)));
    }

    private void bind(Object instance, Reference reference, Object service) {
        if (bound.add(new Binding(reference, service))) {
            reference.bind().ifPresent(method -> invoke(instance, method, List.of(service)));
            reference.field().ifPresent(field -> set(instance, field, service));
        }
    }

    private static void set(Object instance, String name, Object service) {
        try {
            Field field = instance.getClass().getDeclaredField(name);
            field.setAccessible(true);
            field.set(instance, service);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(instance + ": " + e.getMessage(), e);
        }
    }

    private static void invoke(Object instance, String name, List<Object> arguments) {
        try {
            Method method = Arrays.stream(instance.getClass().getDeclaredMethods())
                    .filter(candidate ->
                            candidate.getName().equals(name) && candidate.getParameterCount() == arguments.size())
                    .findFirst()
                    .orElseThrow(() -> new NoSuchMethodException(name));
            method.setAccessible(true);
            method.invoke(instance, arguments.toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(instance + ": " + name + " failed: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(instance + ": " + e.getMessage(), e);
        }
    }

    /** Deactivates the components, the last made first. */
    @Override
    public synchronized void close() {
        List.copyOf(instances.entrySet())
                .reversed()
                .forEach(entry ->
                        entry.getKey().deactivate().ifPresent(method -> invoke(entry.getValue(), method, List.of())));
        instances.clear();
    }
}
