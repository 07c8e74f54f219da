package io.moongate.launcher;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** What was unpacked: programs, never changed by a running gateway. */
record Distribution(Path root) {

    /** The distribution in whose {@code lib} this program's jar lies. */
    static Distribution ofThisJar() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new Distribution(jar.getParent().getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the launcher's own jar has no place", e);
        }
    }

    Path bundles() {
        return root.resolve("bundles");
    }

    Path features() {
        return root.resolve("features");
    }

    /** The classes of all bundles. */
    Path classPathJar() {
        return root.resolve("lib").resolve("bundles.jar");
    }

    /** The list of the components of a feature's bundles. */
    Path components(String feature) {
        return features().resolve(feature + ".components");
    }
}
