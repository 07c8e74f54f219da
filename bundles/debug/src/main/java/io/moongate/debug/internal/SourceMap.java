package io.moongate.debug.internal;

import io.moongate.runtime.io.Io;
import io.moongate.runtime.io.IoException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.eclipse.lsp4j.debug.Source;

/** Which file of the debugger's a chunk of Lua code is. Thread-safe. */
final class SourceMap {

    /** Bytes of a source file that the debugger is shown. */
    private static final int SOURCE_LIMIT = 4 << 20;
    /** Where {@code require} finds files that it calls by their names alone. */
    private static final List<String> APP_DIRECTORIES = List.of("", ".lua/");

    /** A directory of the debugger's, and what it is called here; empty: the app's root. */
    private record Root(String client, String server) {}

    private final String appName;
    private final Optional<Io> io;
    private final ConcurrentMap<String, Optional<String>> appPaths = new ConcurrentHashMap<>();
    private final List<String> fetched = new ArrayList<>();
    private volatile List<Root> roots = List.of();

    /** @param io the app's files */
    SourceMap(String appName, Optional<Io> io) {
        this.appName = appName;
        this.io = io;
    }

    /** Takes {@code sourceMaps}, pairs of client and server directory, and {@code workspaceFolder} of a debugger's launch configuration. */
    void configure(Map<String, Object> configuration) {
        List<Root> given = new ArrayList<>();
        if (configuration.get("sourceMaps") instanceof List<?> pairs) {
            pairs.forEach(pair -> {
                if (pair instanceof List<?> list
                        && list.size() == 2
                        && list.get(0) instanceof String client
                        && list.get(1) instanceof String server) {
                    given.add(new Root(directory(client), directory(server)));
                }
            });
        }
        if (configuration.get("workspaceFolder") instanceof String folder) {
            given.add(new Root(directory(folder), ""));
        }
        roots = List.copyOf(given);
    }

    private static String directory(String path) {
        String normal = normal(path);
        return normal.isEmpty() || normal.endsWith("/") ? normal : normal + "/";
    }

    static String normal(String path) {
        return path.replace('\\', '/');
    }

    /** Whether a file of the debugger's is where a chunk comes from. */
    boolean matches(String clientPath, String chunk) {
        if (!chunk.startsWith("@")) {
            return false;
        }
        String name = chunk.substring(1);
        if (clientPath.equals(name) || onServer(clientPath).anyMatch(name::equals)) {
            return true;
        }
        String path = appPath(name).orElseGet(() -> withoutSlash(name));
        List<String> relative = relative(clientPath).toList();
        return relative.isEmpty()
                ? clientPath.equals(path) || clientPath.endsWith("/" + path)
                : relative.stream().anyMatch(path::equals);
    }

    private Stream<String> relative(String clientPath) {
        return roots.stream()
                .filter(root -> clientPath.startsWith(root.client()))
                .map(root -> clientPath.substring(root.client().length()));
    }

    private Stream<String> onServer(String clientPath) {
        return roots.stream()
                .filter(root -> clientPath.startsWith(root.client()))
                .map(root -> root.server() + clientPath.substring(root.client().length()));
    }

    private static String withoutSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** The path of a chunk in the app's files, if it is there. */
    private Optional<String> appPath(String name) {
        return appPaths.computeIfAbsent(name, this::findInApp);
    }

    private Optional<String> findInApp(String name) {
        String prefix = appName + "/";
        Stream<String> names = name.startsWith(prefix)
                ? Stream.of(name.substring(prefix.length()), name)
                : Stream.of(withoutSlash(name));
        return names.flatMap(candidate -> APP_DIRECTORIES.stream().map(directory -> directory + candidate))
                .filter(this::exists)
                .findFirst();
    }

    private boolean exists(String path) {
        try {
            return io.isPresent() && !io.get().stat(path).isDirectory();
        } catch (IoException e) {
            return false;
        }
    }

    /**
     * What the debugger is told of where a chunk comes from: a file of its own where that is known, else something to {@link
     * #content fetch}.
     *
     * @param known a file of the debugger's that {@link #matches}, if any
     */
    Source source(String chunk, Optional<String> known) {
        Source source = new Source();
        if (!chunk.startsWith("@")) {
            source.setName(chunk.startsWith("=") ? chunk.substring(1) : "[string]");
            return source;
        }
        String name = chunk.substring(1);
        source.setName(name.substring(name.lastIndexOf('/') + 1));
        Optional<String> inApp = appPath(name);
        Optional<String> path = known.or(() -> clientPath(name, inApp));
        source.setPath(path.orElseGet(() -> inApp.orElse(name)));
        if (path.isEmpty() && inApp.isPresent()) {
            source.setSourceReference(reference(inApp.get()));
        }
        return source;
    }

    private Optional<String> clientPath(String name, Optional<String> inApp) {
        return roots.stream()
                .filter(root -> !root.server().isEmpty() && name.startsWith(root.server()))
                .map(root -> root.client() + name.substring(root.server().length()))
                .findFirst()
                .or(() -> inApp.flatMap(path -> roots.stream().findFirst().map(root -> root.client() + path)));
    }

    private synchronized int reference(String path) {
        if (!fetched.contains(path)) {
            fetched.add(path);
        }
        return fetched.indexOf(path) + 1;
    }

    /** The text of a file of the app. */
    Optional<String> content(int reference) {
        String path;
        synchronized (this) {
            if (reference < 1 || reference > fetched.size()) {
                return Optional.empty();
            }
            path = fetched.get(reference - 1);
        }
        try {
            return io.isPresent()
                    ? Optional.of(new String(io.get().readAll(path, SOURCE_LIMIT), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IoException e) {
            return Optional.empty();
        }
    }
}
