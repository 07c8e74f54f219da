package io.moongate.launcher;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway's home: all of its state. Held by one gateway at a time, from {@link #open} to {@link #close}.
 *
 * <p>{@code state} and {@code data} are what to back up; {@code etc} and {@code deploy} are the operator's; {@code cache}
 * and {@code run} are made anew at every start.
 */
final class Home implements AutoCloseable {

    private static final List<String> DIRECTORIES = List.of("apps", "data", "deploy", "etc", "features", "log");
    private static final List<String> PRIVATE_DIRECTORIES = List.of("cache", "run", "state");

    private final Path path;
    private final RandomAccessFile lockFile;
    private final FileLock lock;

    private Home(Path path, RandomAccessFile lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** Makes what is missing and takes the lock. @throws LaunchException when there is no using this home */
    static Home open(Path path) {
        try {
            Files.createDirectories(path);
            for (String directory : DIRECTORIES) {
                Files.createDirectories(path.resolve(directory));
            }
            for (String directory : PRIVATE_DIRECTORIES) {
                createPrivate(path.resolve(directory));
            }
            return lock(path);
        } catch (AccessDeniedException e) {
            throw LaunchException.failed("cannot use home " + path + ": no permission for " + e.getFile());
        } catch (FileAlreadyExistsException e) {
            throw LaunchException.failed("cannot use home " + path + ": " + e.getFile() + " is not a directory");
        } catch (IOException e) {
            throw LaunchException.failed("cannot use home " + path + ": " + e.getMessage());
        }
    }

    private static void createPrivate(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    private static Home lock(Path path) throws IOException {
        Path file = path.resolve("run").resolve("lock");
        RandomAccessFile lockFile = new RandomAccessFile(file.toFile(), "rw");
        FileLock lock = tryLock(lockFile);
        if (lock == null) {
            String holder = Files.readString(file).strip();
            lockFile.close();
            throw LaunchException.failed(
                    "another gateway (process " + holder + ") is running on home " + path + "; stop it or use --home");
        }
        lockFile.setLength(0);
        lockFile.write(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
        return new Home(path, lockFile, lock);
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    Path state() {
        return path.resolve("state");
    }

    Path cache() {
        return path.resolve("cache");
    }

    Path log() {
        return path.resolve("log");
    }

    Path features() {
        return path.resolve("features");
    }

    @Override
    public void close() {
        try {
            lock.close();
            lockFile.close();
        } catch (IOException e) {
            throw LaunchException.failed("cannot unlock home " + path + ": " + e.getMessage());
        }
    }
}
