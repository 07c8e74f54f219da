package io.moongate.web.internal;

import io.moongate.runtime.LuaVm;
import io.moongate.runtime.security.Accounts;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The gateway's accounts as users of an authenticator. Passwords are compared off the VM's thread: it takes long on purpose. */
record AccountUsers(Accounts accounts, LuaVm vm) implements UserDatabase {

    private static final Credentials ACCEPTED = new Credentials(Credentials.Kind.ACCEPTED, "?", 20, true, 0);

    @Override
    public Optional<Credentials> find(Command command, String name, @Nullable String password) {
        if (password == null) {
            return Optional.empty();
        }
        boolean right = vm.await(CompletableFuture.supplyAsync(() -> accounts.verify(name, password.toCharArray())));
        return right ? Optional.of(ACCEPTED) : Optional.empty();
    }
}
