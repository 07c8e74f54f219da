package io.moongate.web.internal;

import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions of the server and who is logged in. Thread-safe. */
final class Sessions {

    static final String COOKIE = "mgsession";
    /** Sessions at a time; without room nobody gets a new one. */
    private static final int LIMIT = 20000;

    private static final int TOKEN_BYTES = 12;

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong logins = new AtomicLong();
    private final Map<String, Session> byToken = new ConcurrentHashMap<>();

    Optional<Session> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    Optional<Session> byId(long id) {
        return byToken.values().stream().filter(session -> session.id() == id).findFirst();
    }

    /** A new session, unless there are too many. */
    Optional<Session> create(String peer) {
        if (byToken.size() >= LIMIT) {
            return Optional.empty();
        }
        Session session = new Session(random.nextInt(1, Integer.MAX_VALUE), token(), peer);
        byToken.put(session.token(), session);
        return Optional.of(session);
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** A number for a login, higher than those before. */
    long nextLogin() {
        return logins.incrementAndGet();
    }

    /** Gives a session another token, so that whoever planted the old one in the browser has nothing. */
    void renew(Session session) {
        byToken.remove(session.token());
        session.setToken(token());
        byToken.put(session.token(), session);
    }

    void terminate(Session session) {
        byToken.remove(session.token());
        session.end();
    }

    /** Ends what nobody used for too long. */
    void expire() {
        byToken.values().stream().filter(Session::isExpired).toList().forEach(this::terminate);
    }

    List<Session> all() {
        return List.copyOf(byToken.values());
    }

    List<Session> of(String app, String user) {
        return byToken.values().stream()
                .filter(session ->
                        session.user(app).filter(who -> who.name().equals(user)).isPresent())
                .sorted(Comparator.comparing(Session::login))
                .toList();
    }

    List<String> users(String app) {
        return byToken.values().stream()
                .flatMap(session -> session.user(app).stream())
                .map(Session.User::name)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Makes room for another login of a user. One that was never used since its login is replaced; with {@code recycle}
     * the oldest ends.
     *
     * @param limit logins at a time
     * @return false when the limit is reached
     */
    synchronized boolean admit(String app, String user, int limit, boolean recycle) {
        List<Session> logins = of(app, user);
        if (logins.size() < limit) {
            return true;
        }
        Optional<Session> unused =
                logins.stream().filter(session -> !session.isUsedSinceLogin()).findFirst();
        if (unused.isEmpty() && !recycle) {
            return false;
        }
        terminate(unused.orElse(logins.getFirst()));
        return true;
    }

    void forget(VmWeb web) {
        byToken.values().forEach(session -> session.forget(web));
    }
}
