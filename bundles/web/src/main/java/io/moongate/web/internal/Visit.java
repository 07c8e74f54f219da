package io.moongate.web.internal;

import io.moongate.web.internal.http.Exchange;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The session side of one exchange, whatever VM answers it. */
final class Visit {

    private final Exchange exchange;
    private final Sessions sessions;
    private @Nullable Session session;
    private boolean lookedUp;

    private Visit(Exchange exchange, Sessions sessions) {
        this.exchange = exchange;
        this.sessions = sessions;
    }

    static Visit of(Exchange exchange, Sessions sessions) {
        return exchange.attachment(Visit.class, () -> new Visit(exchange, sessions));
    }

    /** The session that the request came with or got. */
    Optional<Session> session() {
        if (!lookedUp) {
            lookedUp = true;
            session = Cookies.value(exchange, Sessions.COOKIE)
                    .flatMap(sessions::byToken)
                    .orElse(null);
            if (session != null) {
                session.touch();
            }
        }
        if (session != null && session.isTerminated()) {
            session = null;
        }
        return Optional.ofNullable(session);
    }

    /** Takes a session that came in another way than by the cookie. */
    void use(Session other) {
        lookedUp = true;
        session = other;
        other.touch();
    }

    Optional<Session> sessionOrNew() {
        if (session().isEmpty()) {
            session = sessions.create(exchange.peer().getAddress().getHostAddress())
                    .orElse(null);
            setCookie();
        }
        return Optional.ofNullable(session);
    }

    private void setCookie() {
        if (session != null) {
            String secure = exchange.isSecure() ? "; secure" : "";
            // Forms of other sites must not act in the name of who is logged in; links may lead here.
            String sameSite = session.hasUsers() ? "; SameSite=Lax" : "";
            String field = Sessions.COOKIE + "=" + session.token() + "; path=/; HttpOnly" + secure + sameSite;
            exchange.response().setCookie(Sessions.COOKIE, field);
        }
    }

    Optional<Session.User> user(String app) {
        return session().flatMap(found -> found.user(app));
    }

    /**
     * Logs a user in; the session gets another token.
     *
     * @return the session, or empty when the user has too many logins
     */
    Optional<Session> logIn(String app, Session.User user, int limit, boolean recycle) {
        Optional<Session> own = sessionOrNew();
        if (own.isEmpty() || !sessions.admit(app, user.name(), limit, recycle)) {
            return Optional.empty();
        }
        own.get().logIn(app, user, sessions.nextLogin());
        if (!exchange.response().isCommitted()) {
            sessions.renew(own.get());
            setCookie();
        }
        return own;
    }

    /** @param everywhere also in the user's other sessions. @return whether somebody was logged in */
    boolean logOut(String app, boolean everywhere) {
        Optional<Session.User> who = user(app);
        session().ifPresent(sessions::terminate);
        if (everywhere) {
            who.ifPresent(user -> sessions.of(app, user.name()).forEach(sessions::terminate));
        }
        return who.isPresent();
    }
}
