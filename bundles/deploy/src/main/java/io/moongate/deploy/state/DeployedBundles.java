package io.moongate.deploy.state;

import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The bundles deployed over the distribution, in {@code state/deployed}, and their jars, in {@code state/bundles}. A jar is
 * on the disk before the list names it, and goes after the list has forgotten it, so that a power cut at any point leaves
 * the old list with its jars or the new one with its.
 *
 * <p>Thread-safe within one process.
 */
public final class DeployedBundles {

    /** Where bundles start that no feature names. */
    public static final int START_LEVEL = 25;

    /** Start of the location of a deployed bundle that is not in the distribution; its symbolic name follows. */
    public static final String LOCATION = "deployed:";

    /**
     * Start of the location of a bundle whose classes the JVM loads from its own class path; the name of its file in the
     * distribution follows.
     */
    public static final String CLASS_PATH = "moongate:";

    private static final int LIMIT = 1 << 20;

    private final Path jars;
    private final DurableFile list;
    private final Map<String, Entry> entries = new TreeMap<>();

    /**
     * A deployed bundle.
     *
     * @param jar the gateway's own copy
     */
    public record Entry(String symbolicName, String version, Path jar) {}

    /** @param state the directory {@code state} of the gateway's home */
    public DeployedBundles(Path state) {
        this.jars = state.resolve("bundles");
        this.list = new DurableFile(state.resolve("deployed"), LIMIT);
        list.read().ifPresent(this::load);
    }

    private void load(byte[] content) {
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                entries.put(words[0], new Entry(words[0], words[1], jars.resolve(words[2])));
            }
        }
    }

    /** In the order of symbolic names. */
    public synchronized List<Entry> list() {
        return List.copyOf(entries.values());
    }

    public synchronized Optional<Entry> find(String symbolicName) {
        return Optional.ofNullable(entries.get(symbolicName));
    }

    /**
     * Keeps a bundle. When this returns it is on the disk; when it throws, the list is as before.
     *
     * @param digest of the jar's content, for its file name
     */
    public synchronized Entry put(String symbolicName, String version, String digest, Path source) throws IOException {
        Path jar = jars.resolve(symbolicName + "-" + digest + ".jar");
        if (!Files.exists(jar)) {
            copyDurably(source, jar);
        }
        Entry entry = new Entry(symbolicName, version, jar);
        Map<String, Entry> changed = new TreeMap<>(entries);
        changed.put(symbolicName, entry);
        replace(changed);
        return entry;
    }

    /** Puts back an earlier entry, or none. */
    public synchronized void restore(String symbolicName, Optional<Entry> earlier) throws IOException {
        Map<String, Entry> changed = new TreeMap<>(entries);
        earlier.ifPresentOrElse(entry -> changed.put(symbolicName, entry), () -> changed.remove(symbolicName));
        replace(changed);
    }

    private void replace(Map<String, Entry> changed) throws IOException {
        String text = changed.values().stream()
                .map(entry -> entry.symbolicName + " " + entry.version + " " + entry.jar.getFileName() + "\n")
                .collect(Collectors.joining());
        list.write(text.getBytes(StandardCharsets.UTF_8));
        entries.clear();
        entries.putAll(changed);
    }

    private void copyDurably(Path source, Path jar) throws IOException {
        Files.createDirectories(jars);
        Path temporary = jar.resolveSibling(jar.getFileName() + ".tmp");
        Files.copy(source, temporary, StandardCopyOption.REPLACE_EXISTING);
        sync(temporary, StandardOpenOption.WRITE);
        Files.move(temporary, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        sync(jars, StandardOpenOption.READ);
    }

    private static void sync(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /** Deletes jars that no entry names. Call when nothing uses them any more. */
    public synchronized void sweep() throws IOException {
        if (!Files.isDirectory(jars)) {
            return;
        }
        List<Path> used = entries.values().stream().map(Entry::jar).toList();
        List<Path> unused = new ArrayList<>();
        try (Stream<Path> files = Files.list(jars)) {
            files.filter(file -> !used.contains(file)).forEach(unused::add);
        }
        for (Path file : unused) {
            Files.deleteIfExists(file);
        }
    }
}
