package io.moongate.runtime.internal.app;

import io.moongate.runtime.io.DiskIo;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens what apps are deployed from.
 *
 * @param formats of files that hold trees of files; follows the services that there are
 */
record Opener(List<IoFormat> formats) {

    /** @throws IOException when {@code path} is no directory and of no known format, or damaged */
    Io open(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return new DiskIo(path);
        }
        Io directory = new DiskIo(path.toAbsolutePath().getParent());
        for (IoFormat format : formats) {
            Optional<Io> mounted = format.mount(directory, path.getFileName().toString());
            if (mounted.isPresent()) {
                return mounted.get();
            }
        }
        throw new IOException(path + " is no app: neither a directory nor of a known format ("
                + formats.stream().map(IoFormat::name).toList() + ")");
    }
}
