package io.moongate.lua.internal;

/** A debug hook (manual, {@code debug.sethook}). Called in the thread that runs, before what the event announces. */
public interface Hook {

    void onCall(Coroutine thread, boolean tailCall);

    void onReturn(Coroutine thread);

    void onLine(Coroutine thread, int line);

    void onCount(Coroutine thread);

    boolean wantsCalls();

    boolean wantsReturns();

    boolean wantsLines();

    /** Every how many steps {@link #onCount} is called; 0 for never. */
    int count();
}
