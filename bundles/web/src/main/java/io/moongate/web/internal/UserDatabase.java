package io.moongate.web.internal;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows users. */
interface UserDatabase {

    /**
     * On a strand of the command's VM.
     *
     * @param password as the client sent it, null when it is not sent in the clear
     */
    Optional<Credentials> find(Command command, String name, @Nullable String password);
}
