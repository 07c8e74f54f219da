package io.moongate.web.internal;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Users in a table, {@code ba.create.jsonuser}, with roles that constraints ask for. */
final class JsonUsers implements UserDatabase {

    static final int MAX_USERS = 5;

    record User(Credentials credentials, Set<String> roles) {}

    private volatile Map<String, User> users = Map.of();

    void set(Map<String, User> all) {
        users = Map.copyOf(all);
    }

    Optional<User> user(String name) {
        return Optional.ofNullable(users.get(name));
    }

    @Override
    public Optional<Credentials> find(Command command, String name, @Nullable String password) {
        return user(name).map(User::credentials);
    }
}
