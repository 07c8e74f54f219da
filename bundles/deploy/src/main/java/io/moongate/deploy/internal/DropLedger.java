package io.moongate.deploy.internal;

import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which files in {@code deploy} were taken in and as what, so that a file is deployed once and not again at every start:
 * what the shell deployed later over it stays.
 */
final class DropLedger {

    private static final int LIMIT = 1 << 20;

    private final DurableFile file;
    private final Map<String, Drop> drops = new TreeMap<>();

    /**
     * A file taken in.
     *
     * @param digest of the content
     * @param name of the bundle or app that it became; empty when another file became that since, or when it was refused
     */
    record Drop(String digest, String name) {}

    DropLedger(DurableFile file) {
        this.file = file;
        file.read().ifPresent(this::load);
    }

    /** The longest ledger in bytes. */
    static int longest() {
        return LIMIT;
    }

    private void load(byte[] content) {
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                drops.put(URLDecoder.decode(words[0], StandardCharsets.UTF_8), new Drop(words[1], words[2]));
            }
        }
    }

    synchronized boolean has(String fileName, String digest) {
        Drop drop = drops.get(fileName);
        return drop != null && drop.digest.equals(digest);
    }

    synchronized void put(String fileName, Drop drop) throws IOException {
        drops.replaceAll((other, old) -> old.name.equals(drop.name) ? new Drop(old.digest, "") : old);
        drops.put(fileName, drop);
        save();
    }

    /** Forgets a file. @return the bundle or app that it still stands for */
    synchronized Optional<String> remove(String fileName) throws IOException {
        Drop drop = drops.remove(fileName);
        save();
        return drop == null || drop.name.isEmpty() ? Optional.empty() : Optional.of(drop.name);
    }

    private void save() throws IOException {
        String text = drops.entrySet().stream()
                .map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + " " + e.getValue().digest + " "
                        + e.getValue().name + "\n")
                .collect(Collectors.joining());
        file.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
