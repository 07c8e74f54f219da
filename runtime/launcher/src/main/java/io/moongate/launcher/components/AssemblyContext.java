package io.moongate.launcher.components;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

/** A bundle context for components without a framework: properties, registering, and one bundle, which is active. */
final class AssemblyContext {

    private final Map<String, String> properties;
    private final BiConsumer<String, Object> provide;
    private final BundleContext context = proxy(BundleContext.class, this::ofContext);
    private final Bundle bundle = proxy(Bundle.class, this::ofBundle);

    AssemblyContext(Map<String, String> properties, BiConsumer<String, Object> provide) {
        this.properties = Map.copyOf(properties);
        this.provide = provide;
    }

    BundleContext context() {
        return context;
    }

    private @Nullable Object ofContext(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getProperty" -> properties.get(first(arguments));
            case "registerService" -> register(arguments);
            case "getBundle" -> bundle;
            case "getBundles" -> new Bundle[] {bundle};
            case "addFrameworkListener", "removeFrameworkListener", "addBundleListener", "removeBundleListener" -> null;
            default -> throw unsupported(method);
        };
    }

    private static Object first(Object @Nullable [] arguments) {
        if (arguments == null) {
            throw new IllegalArgumentException("an argument is expected");
        }
        return arguments[0];
    }

    private Object register(Object @Nullable [] arguments) {
        Object type = first(arguments);
        Object service = arguments[1];
        if (type instanceof String[] names) {
            for (String name : names) {
                provide.accept(name, service);
            }
        } else {
            provide.accept(type instanceof Class<?> known ? known.getName() : type.toString(), service);
        }
        return proxy(ServiceRegistration.class, AssemblyContext::ofRegistration);
    }

    /** Services stay until the program ends. */
    private static @Nullable Object ofRegistration(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "unregister", "setProperties" -> null;
            case "hashCode" -> System.identityHashCode(proxy);
            default -> throw unsupported(method);
        };
    }

    private Object ofBundle(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "getState" -> Bundle.ACTIVE;
            case "getBundleId" -> 0L;
            case "getSymbolicName", "getLocation" -> "moongate";
            case "getVersion" -> org.osgi.framework.Version.emptyVersion;
            case "getBundleContext" -> context;
            default -> throw unsupported(method);
        };
    }

    private static UnsupportedOperationException unsupported(Method method) {
        return new UnsupportedOperationException(method + " needs a framework");
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(AssemblyContext.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
