package io.moongate.standalone.internal;

import java.util.Optional;

/** Where the prompt reads its lines. */
interface Lines extends AutoCloseable {

    /** Waits for a line; empty at the end of the input. Never called on the VM's thread. */
    Optional<String> read(String prompt);

    @Override
    default void close() {}
}
