package io.moongate.debug.internal;

import org.eclipse.lsp4j.debug.InitializeRequestArguments;

/** Which form of the protocol the debugger expects. */
enum Dialect {
    /** That of the specification. */
    STANDARD,
    /**
     * That of clients written for the first debuggers of this Lua API, which announce nothing of their own abilities: {@code
     * configurationDone} and {@code disconnect} are not answered, scopes are Globals, Parameters, Closures and Varargs, strings
     * have no quotes, and what is wrong with an expression is its value.
     */
    PLAIN;

    /** Every development environment says whether it shows types of variables, or runs terminals. */
    static Dialect of(InitializeRequestArguments client) {
        return client.getSupportsVariableType() == null && client.getSupportsRunInTerminalRequest() == null
                ? PLAIN
                : STANDARD;
    }

    boolean answersAll() {
        return this == STANDARD;
    }

    boolean quotesStrings() {
        return this == STANDARD;
    }

    boolean failsExpressions() {
        return this == STANDARD;
    }
}
