package io.moongate.lua.internal.code;

import io.moongate.lua.internal.CallInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.Varargs;

/**
 * Goes on in the interpreter where compiled code leaves off because of a hook: behind an iteration of a loop. It finds its
 * way down the syntax tree to that loop, and up again through what is left of the statements around it.
 */
final class Resumption {

    private final Frame f;
    private final List<Stat> path = new ArrayList<>();
    private final Object[] states;

    /** The loop that an interpreted function is in, and ends itself; null when the whole function was compiled. */
    private final Stat.@Nullable Loop outermost;

    private int loops;

    /** @param states how far the loops on the way are, from the outermost: see {@link Fast#counter} */
    private Resumption(Frame f, Stat from, Stat.Loop target, @Nullable Object[] states) {
        this.f = f;
        this.states = states;
        this.outermost = from instanceof Stat.Loop loop ? loop : null;
        if (!find(from, target)) {
            throw new AssertionError("no way to the loop");
        }
    }

    /** The rest of a function. */
    static Varargs function(Frame f, Stat.Loop target, @Nullable Object[] states) {
        CallInfo info = f.info;
        info.locals = f;
        info.seenNothing();
        Stat.Block body = f.closure.prototype.body;
        int signal = new Resumption(f, body, target, states).statement(0);
        return InterpretedCode.returned(f, signal);
    }

    /** The rest of a loop in an interpreted function. */
    static int loop(Frame f, Stat.Loop outermost, Stat.Loop target, @Nullable Object[] states) {
        f.info.seenNothing();
        return new Resumption(f, outermost, target, states).statement(0);
    }

    private boolean find(Stat from, Stat target) {
        path.add(from);
        boolean found = from == target
                || switch (from) {
                    case Stat.Block s -> findIn(s.statements, target);
                    case Stat.Do s -> find(s.body, target);
                    case Stat.While s -> find(s.body, target);
                    case Stat.Repeat s -> find(s.body, target);
                    case Stat.NumericFor s -> find(s.body, target);
                    case Stat.GenericFor s -> find(s.body, target);
                    case Stat.If s -> findIn(s.blocks, target) || s.otherwise != null && find(s.otherwise, target);
                    default -> false;
                };
        if (!found) {
            path.removeLast();
        }
        return found;
    }

    private boolean findIn(Stat[] list, Stat target) {
        for (Stat each : list) {
            if (find(each, target)) {
                return true;
            }
        }
        return false;
    }

    /** Executes what is left of a statement on the way. */
    private int statement(int depth) {
        return switch (path.get(depth)) {
            case Stat.Block s -> s.goOn(f, List.of(s.statements).indexOf(path.get(depth + 1)), statement(depth + 1));
            case Stat.If s -> statement(depth + 1);
            case Stat.Do s -> s.ended(f, statement(depth + 1));
            case Stat.While s -> {
                loops++;
                int signal = body(depth);
                yield signal == Stat.NORMAL ? s.exec(f) : s.ended(signal);
            }
            case Stat.Repeat s -> {
                loops++;
                int signal = body(depth);
                yield signal == Stat.NORMAL ? s.exec(f) : s.ended(signal);
            }
            case Stat.NumericFor s -> numericFor(s, depth);
            case Stat.GenericFor s -> genericFor(s, depth);
            default -> throw new AssertionError("not on the way to a loop");
        };
    }

    private boolean isTarget(int depth) {
        return depth == path.size() - 1;
    }

    /** What is left of an iteration. */
    private int body(int depth) {
        return isTarget(depth) ? Stat.NORMAL : statement(depth + 1);
    }

    private int numericFor(Stat.NumericFor s, int depth) {
        Object state = states[loops++];
        int signal = body(depth);
        if (signal != Stat.NORMAL) {
            return s.ended(signal);
        }
        if (state instanceof Range range) {
            return s.floats(f, range);
        }
        long[] counter = (long[]) state;
        return isTarget(depth)
                ? s.count(f, counter[0], counter[1], counter[2])
                : s.count(f, counter[0] + counter[2], counter[1] - 1, counter[2]);
    }

    private int genericFor(Stat.GenericFor s, int depth) {
        Iteration iteration = (Iteration) states[loops++];
        if (s == outermost) {
            return iterate(s, iteration, depth);
        }
        return s.closing(iteration, () -> iterate(s, iteration, depth));
    }

    private int iterate(Stat.GenericFor s, Iteration iteration, int depth) {
        int signal = body(depth);
        return signal == Stat.NORMAL ? s.loop(f, iteration) : s.ended(signal);
    }
}
