package io.moongate.runtime.internal.app;

import io.moongate.runtime.store.DurableFile;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is wanted of apps and how their starts went, on disk before it happens. A start is counted as failed before it is
 * tried and forgiven when it has succeeded, so that an app that takes the whole gateway down is counted too.
 */
final class AppLedger {

    private static final Logger LOG = LoggerFactory.getLogger(AppLedger.class);
    /** The longest ledger in bytes. */
    static final int LONGEST = 1 << 20;

    private static final int LONGEST_REASON = 2000;

    private final DurableFile file;
    private final Properties entries = new Properties();

    AppLedger(DurableFile file) {
        this.file = file;
        file.read().ifPresent(this::load);
    }

    private void load(byte[] content) {
        try {
            entries.load(new StringReader(new String(content, StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the ledger of apps is unreadable, all apps will be started: {}", e.toString());
        }
    }

    boolean isStopped(String app) {
        return entries.containsKey(app + ".stopped");
    }

    void setStopped(String app, boolean stopped) throws IOException {
        put(app + ".stopped", stopped ? "true" : "");
        save();
    }

    /** Failed starts of the app in its present form. */
    int failures(String app, String fingerprint) {
        return fingerprint.equals(entries.getProperty(app + ".fingerprint"))
                ? Integer.parseInt(entries.getProperty(app + ".failures", "0"))
                : 0;
    }

    String reason(String app) {
        return entries.getProperty(app + ".reason", "it took the gateway down");
    }

    /** Counts a start as failed until {@link #succeeded}. */
    void starting(String app, String fingerprint) throws IOException {
        int failures = failures(app, fingerprint) + 1;
        put(app + ".fingerprint", fingerprint);
        put(app + ".failures", Integer.toString(failures));
        put(app + ".reason", "");
        save();
    }

    void failed(String app, String reason) throws IOException {
        put(app + ".reason", reason.substring(0, Math.min(reason.length(), LONGEST_REASON)));
        save();
    }

    /** Forgets failures: the start succeeded, or someone wants it tried again. */
    void forgive(String app) throws IOException {
        put(app + ".fingerprint", "");
        put(app + ".failures", "");
        put(app + ".reason", "");
        save();
    }

    void forget(String app) throws IOException {
        put(app + ".stopped", "");
        forgive(app);
    }

    private void put(String key, String value) {
        if (value.isEmpty()) {
            entries.remove(key);
        } else {
            entries.setProperty(key, value);
        }
    }

    private void save() throws IOException {
        StringWriter text = new StringWriter();
        entries.store(text, null);
        file.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
