package io.moongate.runtime.internal.app;

import io.moongate.runtime.app.AppStatus;
import io.moongate.runtime.app.AppStatus.State;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the host knows of one app. For the host's thread, but for {@link #status}. */
final class AppEntry {

    private final AppSource source;
    private String fingerprint;
    private volatile State state = State.STOPPED;
    private volatile @Nullable String reason;
    private volatile @Nullable RunningApp running;
    private volatile Optional<String> mount;

    AppEntry(AppSource source) {
        this.source = source;
        this.mount = source.usualMount();
        this.fingerprint = source.fingerprint();
    }

    AppSource source() {
        return source;
    }

    String name() {
        return source.name();
    }

    String fingerprint() {
        return fingerprint;
    }

    /** @return whether the app must be started anew */
    boolean hasChanged() {
        String now = source.fingerprint();
        boolean changed = !now.equals(fingerprint);
        fingerprint = now;
        return changed;
    }

    State state() {
        return state;
    }

    boolean isStarting() {
        return state == State.STARTING;
    }

    void become(State next, @Nullable String why) {
        reason = why;
        state = next;
    }

    Optional<RunningApp> running() {
        return Optional.ofNullable(running);
    }

    void run(@Nullable RunningApp app) {
        running = app;
        if (app != null) {
            mount = app.manifest().mount();
        }
    }

    AppStatus status() {
        return new AppStatus(name(), source.path().toString(), mount, state, Optional.ofNullable(reason));
    }
}
