package io.moongate.runtime.internal.app;

import io.moongate.runtime.io.Io;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directories of apps in the gateway's home: {@code apps} holds what is deployed, a directory or a zip each; {@code
 * data} what apps keep.
 */
final class AppStore {

    /** Bytes an app's zip may have. */
    private static final long LONGEST_ZIP = 512L << 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final String ZIP = ".zip";

    private final Path apps;
    private final Path data;
    private final Opener opener;

    AppStore(Path home, Opener opener) {
        this.apps = home.resolve("apps");
        this.data = home.resolve("data");
        this.opener = opener;
    }

    static void checkName(String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IOException("'" + name + "' is no name for an app: letters, digits and . _ - are, up to 64");
        }
    }

    List<AppSource> list() throws IOException {
        if (!Files.isDirectory(apps)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(apps)) {
            return files.sorted().flatMap(path -> sourceOf(path).stream()).toList();
        }
    }

    private static Optional<AppSource> sourceOf(Path path) {
        String file = path.getFileName().toString();
        boolean zip = file.endsWith(ZIP);
        String name = zip ? file.substring(0, file.length() - ZIP.length()) : file;
        return NAME.matcher(name).matches() && (zip || Files.isDirectory(path))
                ? Optional.of(new AppSource(name, path, Optional.of("/" + name), false))
                : Optional.empty();
    }

    Io open(AppSource source) throws IOException {
        if (!Files.isReadable(source.path())) {
            throw new IOException("cannot read " + source.path());
        }
        return opener.open(source.path());
    }

    /** A directory of its own for what an app keeps, made when missing. */
    Io dataOf(String name) throws IOException {
        return opener.open(Files.createDirectories(data.resolve(name)));
    }

    /** Puts a zip in place when it is whole, on disk and readable as an app. */
    void save(String name, InputStream zip) throws IOException {
        Files.createDirectories(apps);
        Path temporary = apps.resolve("." + name + ".tmp");
        try {
            copy(zip, temporary);
            opener.open(temporary);
            Files.move(
                    temporary,
                    apps.resolve(name + ZIP),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void copy(InputStream zip, Path to) throws IOException {
        try (FileChannel channel = FileChannel.open(
                to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            byte[] buffer = new byte[1 << 16];
            long length = 0;
            for (int n = zip.read(buffer); n >= 0; n = zip.read(buffer)) {
                length += n;
                if (length > LONGEST_ZIP) {
                    throw new IOException("the zip is longer than the limit of " + LONGEST_ZIP + " bytes");
                }
                writeFully(channel, ByteBuffer.wrap(buffer, 0, n));
            }
            channel.force(true);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void delete(AppSource source) throws IOException {
        if (source.inPlace()) {
            return;
        }
        try (Stream<Path> files = Files.walk(source.path())) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public String toString() {
        return apps.toString();
    }
}
