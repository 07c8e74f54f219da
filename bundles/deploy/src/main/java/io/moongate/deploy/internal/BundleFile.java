package io.moongate.deploy.internal;

import io.moongate.deploy.DeployException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * A file that is a bundle, as far as its manifest tells.
 *
 * @param digest SHA-256 of the content, in hexadecimal
 */
record BundleFile(Path path, String symbolicName, Version version, String digest) {

    /** Bytes a bundle may have. */
    private static final long LONGEST = 256L << 20;

    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

    static BundleFile read(Path path) throws DeployException {
        String file = path.getFileName().toString();
        try {
            if (Files.size(path) > LONGEST) {
                throw new DeployException(file + " has more than " + LONGEST + " bytes");
            }
            Attributes attributes = manifest(path, file).getMainAttributes();
            return new BundleFile(path, symbolicName(attributes, file), version(attributes, file), digest(path));
        } catch (DeployException e) {
            throw e;
        } catch (IOException e) {
            throw new DeployException(file + " is no bundle: " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(Path path, String file) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            Manifest manifest = jar.getManifest();
            if (manifest == null) {
                throw new DeployException(file + " is no bundle: it has no manifest");
            }
            return manifest;
        }
    }

    private static String symbolicName(Attributes attributes, String file) throws DeployException {
        String header = attributes.getValue(Constants.BUNDLE_SYMBOLICNAME);
        String name = header == null ? "" : header.split(";", 2)[0].strip();
        if (!SYMBOLIC_NAME.matcher(name).matches()) {
            throw new DeployException(file + " is no bundle: its Bundle-SymbolicName is missing or malformed");
        }
        return name;
    }

    private static Version version(Attributes attributes, String file) throws DeployException {
        try {
            return Version.parseVersion(attributes.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new DeployException(file + " is no bundle: " + e.getMessage(), e);
        }
    }

    /** SHA-256 of a file, in hexadecimal. */
    static String digest(Path path) throws IOException {
        try (var in = new DigestInputStream(Files.newInputStream(path), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks SHA-256", e);
        }
    }

    InputStream open() throws IOException {
        return Files.newInputStream(path);
    }
}
