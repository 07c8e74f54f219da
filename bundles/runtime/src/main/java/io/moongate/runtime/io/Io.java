package io.moongate.runtime.io;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tree of files, what Lua knows as an IO object. Names use {@code /} and are relative to the IO's root, which they never
 * leave; see {@link IoPath}. Every operation fails with an {@link IoException} whose code says what was wrong.
 *
 * <p>Implementations in Java may be called from any thread; their calls last as long as the storage takes. One that {@link
 * #isScripted} is called on a strand of the VM it was made in, and may wait there.
 */
public interface Io {

    /** The largest directory that {@link #files} and {@link #names} list; longer ones fail with {@code mem}. */
    int MAX_DIRECTORY_ENTRIES = 100_000;

    /** How a file is opened. */
    enum Mode {
        READ,
        /** Truncated or created. */
        WRITE,
        /** Created when missing; writes go to the end. */
        APPEND
    }

    IoFile open(String name, Mode mode) throws IoException;

    /** The attributes of a file or directory. */
    IoStat stat(String name) throws IoException;

    /** What is in a directory, without {@code .} and {@code ..}, in no particular order. */
    List<IoStat> files(String name) throws IoException;

    /** The names of what is in a directory: {@link #files} for those who need no attributes. */
    default List<String> names(String name) throws IoException {
        return files(name).stream().map(IoStat::name).toList();
    }

    void mkdir(String name) throws IoException;

    /** Removes an empty directory. */
    void rmdir(String name) throws IoException;

    /** Removes a file or an empty directory. */
    void remove(String name) throws IoException;

    /** Moves a file, replacing what is there, or a directory. Atomic where the storage can. */
    void rename(String from, String to) throws IoException;

    /**
     * Writes a whole file so that it holds either its old or its new content, whatever happens meanwhile. This default
     * writes a temporary file beside it and renames that; only an IO with its own storage can promise more.
     */
    default void replace(String name, byte[] content) throws IoException {
        String temporary = IoPath.sibling(name, ".tmp");
        try (IoFile file = open(temporary, Mode.WRITE)) {
            file.write(content, 0, content.length);
            file.flush();
        }
        rename(temporary, name);
    }

    /** The file in the host's file system, if that is where the name stands for one; it need not exist. */
    default Optional<Path> realPath(String name) throws IoException {
        return Optional.empty();
    }

    /** The kind of resource and its platform, such as {@code "disk", "POSIX"}. */
    ResourceType resourceType();

    /** What {@code io:resourcetype()} answers. */
    record ResourceType(String type, String platform) {}

    /** An IO on one of the directories in this one: its root, which names in it never leave. */
    default Io directory(String name) throws IoException {
        return SubIo.of(this, name);
    }

    /** Whether Lua code implements this IO: it is called on a strand of its VM only, and cannot be mounted. */
    default boolean isScripted() {
        return false;
    }

    /**
     * The password with which encrypted files are read from now on.
     *
     * @param required whether files that are not encrypted are refused
     * @return false when this kind of IO has no encrypted files
     */
    default boolean setPassword(byte[] password, boolean required) {
        return false;
    }

    /** Whether a file is encrypted. @throws IoException {@code noimplementation} when this kind of IO has none */
    default boolean isEncrypted(String name) throws IoException {
        throw new IoException(IoException.NO_IMPLEMENTATION, "this IO has no encrypted files");
    }

    /** A file as a gzip stream. @param size in bytes */
    record Gzip(IoFile file, long size) {}

    /**
     * The file as a gzip stream (RFC 1952), when this IO keeps it compressed and need not do work for it: for HTTP clients
     * that accept it.
     *
     * @return empty when the file is kept as it is, or encrypted
     */
    default Optional<Gzip> openGzip(String name) throws IoException {
        return Optional.empty();
    }

    /** Reads a whole file of at most {@code limit} bytes. */
    default byte[] readAll(String name, int limit) throws IoException {
        try (IoFile file = open(name, Mode.READ)) {
            return file.readAll(limit);
        }
    }

    /** Reads a whole text file in UTF-8 of at most {@code limit} bytes. */
    default String readText(String name, int limit) throws IoException {
        return new String(readAll(name, limit), StandardCharsets.UTF_8);
    }
}
