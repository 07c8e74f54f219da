package io.moongate.lua.internal;

import org.luaj.vm2.LuaString;

/** The events that metatables control (manual 2.4), each with its key. */
public enum Event {
    INDEX("index"),
    NEWINDEX("newindex"),
    CALL("call"),
    EQ("eq"),
    LEN("len"),
    ADD("add"),
    SUB("sub"),
    MUL("mul"),
    MOD("mod"),
    POW("pow"),
    DIV("div"),
    IDIV("idiv"),
    BAND("band"),
    BOR("bor"),
    BXOR("bxor"),
    SHL("shl"),
    SHR("shr"),
    UNM("unm"),
    BNOT("bnot"),
    LT("lt"),
    LE("le"),
    CONCAT("concat"),
    CLOSE("close"),
    GC("gc"),
    MODE("mode"),
    NAME("name"),
    METATABLE("metatable"),
    PAIRS("pairs"),
    TOSTRING("tostring");

    private final String label;
    private final LuaString key;

    Event(String label) {
        this.label = label;
        this.key = LuaString.valueOf("__" + label);
    }

    /** The name as it appears in messages: {@code "add"}. */
    public String label() {
        return label;
    }

    /** The key in a metatable: {@code "__add"}. */
    public LuaString key() {
        return key;
    }
}
