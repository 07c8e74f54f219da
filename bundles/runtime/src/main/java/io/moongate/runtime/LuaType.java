package io.moongate.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A userdata type whose methods are Java's:
 *
 * {@snippet :
 * LuaType.named("SOCKET", SocketObject.class).method("read", SocketObject::read).closer(SocketObject::close)
 * }
 *
 * Objects become userdata by {@link ModuleContext#wrap}.
 *
 * @param <T> the Java class of the objects
 */
public final class LuaType<T> {

    private final String name;
    private final Class<T> javaClass;
    private final SequencedMap<String, LuaMethod<T>> methods = new LinkedHashMap<>();
    private final SequencedMap<String, LuaMethod<T>> metamethods = new LinkedHashMap<>();
    private @Nullable Consumer<T> closer;

    private LuaType(String name, Class<T> javaClass) {
        this.name = name;
        this.javaClass = javaClass;
    }

    /** @param name what messages call the type, {@code __name} of its metatable */
    public static <T> LuaType<T> named(String name, Class<T> javaClass) {
        return new LuaType<>(name, javaClass);
    }

    public LuaType<T> method(String method, LuaMethod<T> implementation) {
        methods.put(method, implementation);
        return this;
    }

    /**
     * A metamethod such as {@code "__tostring"}. Its {@link Args} hold the operands after {@code self}; of a binary
     * operator in which the object stands on the right, {@code self} is the object and the first argument the left
     * operand (see {@link Args#isSwapped}). With {@code "__index"} methods are found first.
     */
    public LuaType<T> metamethod(String event, LuaMethod<T> implementation) {
        metamethods.put(event, implementation);
        return this;
    }

    /**
     * What to do with an object still open when the VM or the module stops or Lua lets go of it. Called from any thread,
     * once; must not keep or need the userdata.
     */
    public LuaType<T> closer(Consumer<T> close) {
        this.closer = close;
        return this;
    }

    public String name() {
        return name;
    }

    public Class<T> javaClass() {
        return javaClass;
    }

    public Map<String, LuaMethod<T>> methods() {
        return methods;
    }

    public Map<String, LuaMethod<T>> metamethods() {
        return metamethods;
    }

    public Optional<Consumer<T>> closer() {
        return Optional.ofNullable(closer);
    }
}
