package io.moongate.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.luaj.vm2.LuaValue;

/**
 * A table of functions and constants for Lua, written as method references:
 *
 * {@snippet :
 * LuaLibrary.named("ba.socket").function("connect", this::connect).constant("MAX", Numbers.integer(8192))
 * }
 *
 * Several libraries may fill one table: {@code named("ba")} adds to what others put there.
 */
public final class LuaLibrary {

    /** Where Lua code finds a library. */
    public enum Place {
        /** A table reached from a global: {@code "ba.socket"} is field {@code socket} of global {@code ba}. */
        GLOBAL,
        /** What {@code require} of the name returns. */
        REQUIRED
    }

    private final String name;
    private final Place place;
    private final SequencedMap<String, LuaCall> functions = new LinkedHashMap<>();
    private final SequencedMap<String, LuaValue> constants = new LinkedHashMap<>();

    private final SequencedMap<String, Supplier<LuaValue>> lazies = new LinkedHashMap<>();

    private LuaLibrary(String name, Place place) {
        this.name = name;
        this.place = place;
    }

    /** A library in the global table {@code name}; dots separate nested tables, {@code "_G"} is the globals. */
    public static LuaLibrary named(String name) {
        return new LuaLibrary(name, Place.GLOBAL);
    }

    /** A library that {@code require(name)} returns. */
    public static LuaLibrary required(String name) {
        return new LuaLibrary(name, Place.REQUIRED);
    }

    public LuaLibrary function(String function, LuaCall call) {
        functions.put(function, call);
        return this;
    }

    public LuaLibrary constant(String constant, LuaValue value) {
        constants.put(constant, value);
        return this;
    }

    /** A constant that takes time to know: asked on the VM's thread when Lua first does; must not wait. */
    public LuaLibrary lazy(String constant, Supplier<LuaValue> value) {
        lazies.put(constant, value);
        return this;
    }

    public String name() {
        return name;
    }

    public Place place() {
        return place;
    }

    /** In the order they were given. */
    public Map<String, LuaCall> functions() {
        return functions;
    }

    /** In the order they were given. */
    public Map<String, LuaValue> constants() {
        return constants;
    }

    /** In the order they were given. */
    public Map<String, Supplier<LuaValue>> lazies() {
        return lazies;
    }
}
