package io.moongate.runtime.io;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tree of files, what Lua knows as an IO object. Names use {@code /}, are relative to the IO's root and never leave it;
 * a leading slash is ignored. Called on a strand; an implementation in Lua may wait.
 */
public interface Io {

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

    void mkdir(String name) throws IoException;

    /** Removes an empty directory. */
    void rmdir(String name) throws IoException;

    /** Removes a file or an empty directory. */
    void remove(String name) throws IoException;

    /** Moves a file, replacing what is there, or a directory. */
    void rename(String from, String to) throws IoException;

    /** The file in the host's file system, if that is where the name stands for one; it need not exist. */
    default Optional<Path> realPath(String name) throws IoException {
        return Optional.empty();
    }

    /** The kind of resource and its platform, such as {@code "disk", "POSIX"}. */
    ResourceType resourceType();

    /** What {@code io:resourcetype()} answers. */
    record ResourceType(String type, String platform) {}

    /** Reads a whole file of at most {@code limit} bytes. */
    default byte[] readAll(String name, int limit) throws IoException {
        try (IoFile file = open(name, Mode.READ)) {
            return file.readAll(limit);
        }
    }
}
