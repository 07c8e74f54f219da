package io.moongate.runtime.security;

import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The accounts of a gateway: names and password hashes in {@code state/accounts}, one line each. Passwords are never kept.
 * An OSGi service of the runtime; thread-safe. {@link #verify} takes a good part of a second on purpose: call it on a thread
 * that may block.
 */
@Component(service = Accounts.class)
public final class Accounts {

    private static final int LIMIT = 1 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9@._-]{0,63}");
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 256;

    /** Letters and digits that are not mistaken for one another, 32 of them. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private static final int FIRST_PASSWORD_LENGTH = 20;

    private final DurableFile file;
    private final Map<String, PasswordHash> hashes = new TreeMap<>();

    /** The accounts of this gateway. Called by the framework. */
    @Activate
    public Accounts(BundleContext context) {
        this(Path.of(context.getProperty("moongate.home"), "state"));
    }

    /** @param state the directory {@code state} of the gateway's home */
    public Accounts(Path state) {
        this.file = new DurableFile(state.resolve("accounts"), LIMIT);
        file.read().ifPresent(this::load);
    }

    private void load(byte[] content) {
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            String[] words = line.split(" ", 2);
            if (words.length == 2) {
                PasswordHash.parse(words[1]).ifPresent(hash -> hashes.put(words[0], hash));
            }
        }
    }

    /**
     * Makes the first account with a random password of 100 bits.
     *
     * @return the password, to be shown once; empty when there is an account already
     * @throws IOException when it cannot be kept
     */
    public synchronized Optional<String> createFirst(String name) throws IOException {
        if (!hashes.isEmpty()) {
            return Optional.empty();
        }
        String password = new SecureRandom()
                .ints(FIRST_PASSWORD_LENGTH, 0, ALPHABET.length())
                .mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
        setPassword(name, password.toCharArray());
        return Optional.of(password);
    }

    /**
     * Sets the password of an account, which is made when missing.
     *
     * @throws IllegalArgumentException for a name or password that is too short, too long or has other characters
     * @throws IOException when it cannot be kept; the old password stays
     */
    public synchronized void setPassword(String name, char[] password) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a name has 1 to 64 letters, digits or @ . _ -");
        }
        if (password.length < SHORTEST_PASSWORD || password.length > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        Map<String, PasswordHash> changed = new TreeMap<>(hashes);
        changed.put(name, PasswordHash.of(password));
        String text = changed.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().text() + "\n")
                .collect(Collectors.joining());
        file.write(text.getBytes(StandardCharsets.UTF_8));
        hashes.putAll(changed);
    }

    /** Whether the password is the account's. Takes as long when there is no such account. */
    public boolean verify(String name, char[] password) {
        if (password.length > LONGEST_PASSWORD) {
            return false;
        }
        return hashOf(name).matches(password);
    }

    private synchronized PasswordHash hashOf(String name) {
        return hashes.getOrDefault(name, PasswordHash.NONE);
    }
}
