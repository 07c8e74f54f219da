package io.moongate.shell.protocol;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Where a gateway's shell listens and the secret to get in, as the file {@code run/shell} of its home says, which only its
 * owner reads.
 *
 * @param socket a Unix domain socket, in a directory that only its owner enters
 */
public record Endpoint(Path socket, String token) {

    /** What fits into the kernel's {@code sun_path}, with room for the end. */
    private static final int LONGEST_SOCKET_PATH = 100;

    private static final int TOKEN_BYTES = 32;

    private static Path file(Path home) {
        return home.resolve("run").resolve("shell");
    }

    /** A new endpoint for the gateway of this home, with a new secret. */
    public static Endpoint create(Path home) throws IOException {
        Path run = home.resolve("run");
        Path usual = run.resolve("shell.sock");
        boolean fits = usual.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_SOCKET_PATH;
        Path socket = fits ? usual : Files.createTempDirectory("moongate-").resolve("shell.sock");
        byte[] token = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(token);
        return new Endpoint(socket, HexFormat.of().formatHex(token));
    }

    /** Lets clients find it: call when the server listens. */
    public void publish(Path home) throws IOException {
        Files.deleteIfExists(file(home));
        Files.createFile(
                file(home), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(file(home), List.of(socket.toString(), token), StandardOpenOption.WRITE);
    }

    /** Forgets it, with the socket's file. */
    public void withdraw(Path home) throws IOException {
        Files.deleteIfExists(file(home));
        Files.deleteIfExists(socket);
        if (!socket.startsWith(home)) {
            Files.deleteIfExists(socket.getParent());
        }
    }

    /** The endpoint of the gateway that runs on this home. @throws java.nio.file.NoSuchFileException when none does */
    public static Endpoint find(Path home) throws IOException {
        List<String> lines = Files.readAllLines(file(home));
        if (lines.size() != 2) {
            throw new IOException(file(home) + " is damaged");
        }
        return new Endpoint(Path.of(lines.get(0)), lines.get(1));
    }

    /** Whether this is the secret; takes the same time for every wrong one. */
    public boolean isToken(String candidate) {
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** What the owner alone may do. */
    public static Set<java.nio.file.attribute.PosixFilePermission> ownerOnly() {
        return PosixFilePermissions.fromString("rw-------");
    }

    @Override
    public String toString() {
        return socket.toString();
    }
}
