package io.moongate.runtime.internal.app;

import io.moongate.runtime.Grants;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.app.AppManifest;
import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an app's {@code .manifest}, in the syntax of Java properties:
 *
 * <pre>
 * mount = /device
 * priority = 10
 * grants = process, disk
 * </pre>
 *
 * All of it is optional. A deployed app that says nothing of grants may use the network and the device's keys by name, one
 * run in place everything.
 */
final class ManifestReader {

    static final String FILE = ".manifest";
    /** Bytes a manifest may have. */
    private static final int LONGEST = 64 << 10;

    private ManifestReader() {}

    /** @throws IOException naming the file when it cannot be read or says what it must not */
    static AppManifest read(Io io, AppSource source) throws IOException {
        Properties properties = load(io);
        String mount = properties.getProperty("mount");
        return new AppManifest(
                mount == null ? source.usualMount() : mountOf(mount.strip()),
                priorityOf(properties.getProperty("priority", "0").strip()),
                grantsOf(properties.getProperty("grants"), source.usualGrants()));
    }

    private static Properties load(Io io) throws IOException {
        Properties properties = new Properties();
        try {
            String text = new String(io.readAll(FILE, LONGEST), StandardCharsets.UTF_8);
            properties.load(new StringReader(text));
        } catch (IoException e) {
            if (!e.code().equals(IoException.ENOENT) && !e.code().equals(IoException.NOT_FOUND)) {
                throw e;
            }
        } catch (IllegalArgumentException e) {
            throw new IOException(FILE + " is malformed: " + e.getMessage(), e);
        }
        return properties;
    }

    private static Optional<String> mountOf(String mount) throws IOException {
        if (mount.isEmpty() || mount.equals("none")) {
            return Optional.empty();
        }
        if (!mount.startsWith("/") || mount.contains("..")) {
            throw new IOException(FILE + ": mount is '" + mount + "', but a path from '/' or 'none' is expected");
        }
        return Optional.of(mount);
    }

    private static int priorityOf(String priority) throws IOException {
        try {
            return Integer.parseInt(priority);
        } catch (NumberFormatException e) {
            throw new IOException(FILE + ": priority is '" + priority + "', but an integer is expected", e);
        }
    }

    private static Grants grantsOf(@Nullable String grants, Grants usual) throws IOException {
        if (grants == null) {
            return usual;
        }
        Set<Grant> granted = EnumSet.noneOf(Grant.class);
        for (String name : grants.split(",", -1)) {
            if (!name.isBlank()) {
                granted.add(grantOf(name.strip()));
            }
        }
        return new Grants(granted);
    }

    private static Grant grantOf(String name) throws IOException {
        try {
            return Grant.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    FILE + ": unknown grant '" + name + "', expected one of " + EnumSet.allOf(Grant.class), e);
        }
    }
}
