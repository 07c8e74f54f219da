package io.moongate.debug.internal;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.lsp4j.debug.Breakpoint;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.debug.SourceBreakpoint;

/**
 * A place to stop.
 *
 * @param path the debugger's file
 * @param condition an expression that has to be true; empty: none
 * @param hitCount empty when it stops at every hit
 * @param logMessage text to write instead of stopping, with expressions in braces; empty: none
 * @param hits how often it was passed with its condition true
 */
record LineBreakpoint(
        int id,
        String path,
        int line,
        String condition,
        Optional<HitCount> hitCount,
        String logMessage,
        AtomicLong hits) {

    static LineBreakpoint of(int id, String path, SourceBreakpoint asked) {
        return new LineBreakpoint(
                id,
                path,
                asked.getLine(),
                text(asked.getCondition()),
                HitCount.parse(text(asked.getHitCondition())),
                text(asked.getLogMessage()),
                new AtomicLong());
    }

    static String text(String given) {
        return given == null ? "" : given.strip();
    }

    /** Counts a hit. @return whether it is one to stop at */
    boolean hit() {
        long count = hits.incrementAndGet();
        return hitCount.map(limit -> limit.stopsAt(count)).orElse(true);
    }

    /** What the debugger is told. */
    Breakpoint answer(Source source) {
        Breakpoint answer = new Breakpoint();
        answer.setId(id);
        answer.setVerified(true);
        answer.setLine(line);
        answer.setSource(source);
        return answer;
    }
}
