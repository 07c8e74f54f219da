package io.moongate.runtime.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces files whole: temporary file, fsync, rename, fsync of the directory. For files that other programs read or
 * people edit; state of our own, which wants a checksum and its previous content, is a {@link DurableFile}.
 */
public final class AtomicWrite {
    private AtomicWrite() {}

    /**
     * Makes {@code path} hold {@code content}, with the permissions it had. When this returns it is on the disk; when it
     * throws, the old content is, and nothing is left beside it.
     */
    public static void replace(Path path, byte[] content) throws IOException {
        replace(path, content, temporary -> copyPermissions(path, temporary));
    }

    /**
     * Makes {@code path} hold {@code content} with these permissions, which nobody ever sees wider.
     *
     * @param permissions such as {@code "rw-------"}
     */
    public static void replace(Path path, byte[] content, String permissions) throws IOException {
        var attribute = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
        replace(path, content, temporary -> {}, attribute);
    }

    private interface Finish {
        void apply(Path temporary) throws IOException;
    }

    private static void replace(Path path, byte[] content, Finish finish, FileAttribute<?>... attributes)
            throws IOException {
        Path temporary = path.resolveSibling("." + path.getFileName() + ".tmp");
        try {
            Files.deleteIfExists(temporary);
            write(temporary, content, attributes);
            finish.apply(temporary);
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        syncDirectory(path.toAbsolutePath().getParent());
    }

    private static void write(Path temporary, byte[] content, FileAttribute<?>... attributes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                temporary, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    private static void copyPermissions(Path from, Path to) throws IOException {
        PosixFileAttributeView source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        if (source != null && Files.exists(from)) {
            Files.setPosixFilePermissions(to, source.readAttributes().permissions());
        }
    }

    /** Makes a rename in {@code directory} outlast a power cut. */
    static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
