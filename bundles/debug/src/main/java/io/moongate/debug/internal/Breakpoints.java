package io.moongate.debug.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import org.eclipse.lsp4j.debug.SourceBreakpoint;

/** The breakpoints of a session. Thread-safe; looking for those of a line without any costs a look into a map. */
final class Breakpoints {

    /** Breakpoints that a session may have. */
    static final int LIMIT = 10_000;

    private record Pair(String path, String chunk) {}

    private final SourceMap sources;
    private final Map<String, List<LineBreakpoint>> byPath = new TreeMap<>();
    private final ConcurrentMap<Pair, Boolean> matches = new ConcurrentHashMap<>();
    private volatile Map<Integer, List<LineBreakpoint>> byLine = Map.of();
    private int lastId;

    Breakpoints(SourceMap sources) {
        this.sources = sources;
    }

    /**
     * Replaces those of a file.
     *
     * @throws IllegalArgumentException when there would be too many
     */
    synchronized List<LineBreakpoint> set(String path, List<SourceBreakpoint> asked) {
        int others = byPath.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(path))
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        if (others + asked.size() > LIMIT) {
            throw new IllegalArgumentException(
                    (others + asked.size()) + " breakpoints are more than the limit of " + LIMIT);
        }
        List<LineBreakpoint> made = new ArrayList<>();
        asked.forEach(one -> made.add(LineBreakpoint.of(++lastId, path, one)));
        byPath.put(path, made);
        byLine = byPath.values().stream().flatMap(List::stream).collect(Collectors.groupingBy(LineBreakpoint::line));
        return made;
    }

    boolean areAt(int line) {
        return byLine.containsKey(line);
    }

    List<LineBreakpoint> at(int line, String chunk) {
        return byLine.getOrDefault(line, List.of()).stream()
                .filter(breakpoint -> match(breakpoint.path(), chunk))
                .toList();
    }

    private boolean match(String path, String chunk) {
        return matches.computeIfAbsent(new Pair(path, chunk), pair -> sources.matches(pair.path(), pair.chunk()));
    }

    /** The debugger's name of the file a chunk comes from, if it has set breakpoints there. */
    synchronized Optional<String> pathOf(String chunk) {
        return byPath.keySet().stream().filter(path -> match(path, chunk)).findFirst();
    }
}
