package io.moongate.runtime.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the codes of {@link IoException} from what the host's file system answers. */
final class DiskErrors {

    /** The texts of the errors for which the JDK has no class, as strerror(3) words them in the C locale. */
    private static final Map<String, String> CODE_OF_REASON = Map.of(
            "No space left on device", IoException.NO_SPACE,
            "Disk quota exceeded", IoException.NO_SPACE,
            "File too large", IoException.NO_SPACE,
            "Read-only file system", IoException.NO_ACCESS,
            "Operation not permitted", IoException.NO_ACCESS,
            "Permission denied", IoException.NO_ACCESS,
            "Is a directory", IoException.NO_ACCESS,
            "Not a directory", IoException.ENOENT,
            "Directory not empty", IoException.NOT_EMPTY,
            "File name too long", IoException.INVALID_NAME);

    private DiskErrors() {}

    static IoException of(IOException cause) {
        return cause instanceof IoException known ? known : new IoException(codeOf(cause), reason(cause), cause);
    }

    private static String codeOf(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> IoException.ENOENT;
            case NotDirectoryException e -> IoException.ENOENT;
            case FileAlreadyExistsException e -> IoException.EXIST;
            case DirectoryNotEmptyException e -> IoException.NOT_EMPTY;
            case AccessDeniedException e -> IoException.NO_ACCESS;
            case FileSystemLoopException e -> IoException.NO_ACCESS;
            default -> CODE_OF_REASON.getOrDefault(reason(cause), IoException.IO_ERROR);
        };
    }

    /** Without the path, which would show the host's directories to an app. */
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException e -> "no such file or directory";
            case NotDirectoryException e -> "not a directory";
            case FileAlreadyExistsException e -> "it exists";
            case DirectoryNotEmptyException e -> "the directory is not empty";
            case AccessDeniedException e -> "permission denied";
            case AtomicMoveNotSupportedException e -> "cannot move between file systems";
            case FileSystemException e -> orUnknown(e.getReason());
            default -> orUnknown(cause.getMessage());
        };
    }

    private static String orUnknown(@Nullable String reason) {
        return reason == null ? "input/output error" : reason;
    }
}
