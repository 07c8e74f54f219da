package io.moongate.runtime.io;

import java.util.Optional;

/** A kind of file that holds a tree of files, such as a ZIP archive. An OSGi service; called from any thread. */
public interface IoFormat {

    /** What messages call it, such as {@code "zip"}. */
    String name();

    /**
     * Opens the file {@code name} of {@code io}, which has to stay, as an IO of its own.
     *
     * @return empty when the file is not of this format
     * @throws IoException {@code zipincompatible} or the like when it is, but damaged, hostile or unsupported
     */
    Optional<Io> mount(Io io, String name) throws IoException;
}
