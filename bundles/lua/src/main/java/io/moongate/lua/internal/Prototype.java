package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;

/** What functions of the same source code share, as far as error messages and the debug library need it. */
public interface Prototype {

    /** {@code "@file"}, {@code "=name"} or the source itself. */
    String source();

    /** The chunk's name as messages show it. */
    String shortSource();

    int lineDefined();

    int lastLineDefined();

    boolean isMain();

    int parameterCount();

    boolean isVararg();

    int upvalueCount();

    String upvalueName(int index);

    /** The name of the nth local variable (from 1) that is alive at a site, or null. */
    @Nullable
    LocalName local(int n, int pc);

    /** Lines with code, in ascending order. */
    int[] activeLines();

    @Nullable
    Site site(int pc);

    record LocalName(String name, int slot) {}
}
