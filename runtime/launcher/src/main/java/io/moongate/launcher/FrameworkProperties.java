package io.moongate.launcher;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Constants;

/** The properties a gateway's framework is made with; {@code moongate.*} are for bundles to read. */
final class FrameworkProperties {

    /** The last start level of features. */
    private static final int BEGINNING_LEVEL = 30;

    /** How often {@code etc} and {@code deploy} are looked at. */
    private static final int POLL_MILLIS = 200;

    /** What bundles get from the launcher's class path. */
    private static final List<String> SYSTEM_PACKAGES = List.of(
            "jdk.internal.vm",
            "org.slf4j;version=2.0.20",
            "org.slf4j.event;version=2.0.20",
            "org.slf4j.helpers;version=2.0.20",
            "org.slf4j.spi;version=2.0.20",
            "org.jline.keymap;version=4.5.0",
            "org.jline.reader;version=4.5.0",
            "org.jline.reader.impl;version=4.5.0",
            "org.jline.reader.impl.history;version=4.5.0",
            "org.jline.terminal;version=4.5.0",
            "org.jline.utils;version=4.5.0");

    private final Map<String, Object> properties = new HashMap<>();

    FrameworkProperties(Distribution distribution, Path home, Path cache, String mode) {
        properties.put(Constants.FRAMEWORK_STORAGE, cache.resolve("framework").toString());
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(BEGINNING_LEVEL));
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", SYSTEM_PACKAGES));
        properties.put("felix.cache.locking", "false");
        properties.put("felix.service.urlhandlers", "false");
        properties.put("felix.log.logger", new FrameworkLog());
        properties.put("felix.log.level", "2");
        properties.put("moongate.home", home.toString());
        properties.put("moongate.root", distribution.root().toString());
        properties.put("moongate.mode", mode);
    }

    FrameworkProperties listening(Optional<String> http, Optional<String> https) {
        http.ifPresent(address -> properties.put("moongate.http", address));
        https.ifPresent(address -> properties.put("moongate.https", address));
        return this;
    }

    /** Apps of the command line: one a line, the path and, if one was given, an equals sign and the mount. */
    FrameworkProperties withApps(List<StartOptions.AppOption> apps) {
        if (!apps.isEmpty()) {
            properties.put(
                    "moongate.apps",
                    String.join(
                            "\n",
                            apps.stream()
                                    .map(app -> app.directory()
                                            + app.mount()
                                                    .map(mount -> "=" + mount)
                                                    .orElse(""))
                                    .toList()));
        }
        return this;
    }

    /** Watches the home's {@code etc} and {@code deploy}, and keeps configurations made by programs in {@code state}. */
    FrameworkProperties watching(Path home, Path cache) {
        properties.put("felix.cm.dir", home.resolve("state").resolve("config").toString());
        properties.put("felix.fileinstall.dir", home.resolve("etc") + "," + home.resolve("deploy"));
        properties.put("felix.fileinstall.tmpdir", cache.resolve("fileinstall").toString());
        properties.put("felix.fileinstall.poll", Integer.toString(POLL_MILLIS));
        properties.put("felix.fileinstall.noInitialDelay", "true");
        properties.put("felix.fileinstall.log.level", "2");
        return this;
    }

    Map<String, Object> toMap() {
        return properties;
    }
}
