package io.moongate.web.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaTable;

/** What the server remembers of a browser between requests. Thread-safe; its attributes are tables of one VM each. */
final class Session {

    /** Who is logged in. @param secret password or hash as the login had it */
    record User(String name, String secret, String type) {}

    private final int id;
    private final String peer;
    private final long created = now();
    private final Map<VmWeb, LuaTable> attributes = new WeakHashMap<>();
    private String token;
    private final Map<String, User> users = new HashMap<>();
    private long lastAccessed = created;
    private long maxInactive = 1200;
    private long uses;
    private long usesSinceLogin;
    private long login;
    private int locks;
    private boolean terminated;

    /** @param token what the cookie carries */
    Session(int id, String token, String peer) {
        this.id = id;
        this.token = token;
        this.peer = peer;
    }

    private static long now() {
        return System.currentTimeMillis() / 1000;
    }

    int id() {
        return id;
    }

    synchronized String token() {
        return token;
    }

    synchronized void setToken(String next) {
        token = next;
    }

    String peer() {
        return peer;
    }

    long created() {
        return created;
    }

    /** A request came with the session. */
    synchronized void touch() {
        lastAccessed = now();
        uses++;
        usesSinceLogin++;
    }

    synchronized long lastAccessed() {
        return lastAccessed;
    }

    synchronized long uses() {
        return uses;
    }

    synchronized boolean isUsedSinceLogin() {
        return usesSinceLogin > 0;
    }

    /** Who is logged in at an app: each decides for itself whom it knows. @param app the name of its VM */
    synchronized Optional<User> user(String app) {
        return Optional.ofNullable(users.get(app));
    }

    synchronized boolean hasUsers() {
        return !users.isEmpty();
    }

    /** @param number counts logins in their order: seconds do not tell two of them apart */
    synchronized void logIn(String app, User who, long number) {
        users.put(app, who);
        usesSinceLogin = 0;
        login = number;
    }

    /** The number of its last login. */
    synchronized long login() {
        return login;
    }

    synchronized long maxInactive() {
        return maxInactive;
    }

    synchronized void setMaxInactive(long seconds) {
        maxInactive = seconds;
    }

    synchronized void lock() {
        locks++;
    }

    synchronized void release() {
        locks = Math.max(0, locks - 1);
    }

    synchronized boolean isExpired() {
        return locks == 0 && now() - lastAccessed > maxInactive;
    }

    synchronized boolean isTerminated() {
        return terminated;
    }

    synchronized void end() {
        terminated = true;
        users.clear();
        attributes.clear();
    }

    /** The attributes that code of a VM set; null when there are none. On the VM's thread. */
    synchronized @Nullable LuaTable attributes(VmWeb web) {
        return attributes.get(web);
    }

    synchronized LuaTable attributesForWriting(VmWeb web) {
        return attributes.computeIfAbsent(web, key -> Values.table());
    }

    synchronized void forget(VmWeb web) {
        attributes.remove(web);
    }
}
