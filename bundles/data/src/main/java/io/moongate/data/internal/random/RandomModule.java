package io.moongate.data.internal.random;

import io.moongate.runtime.Args;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.luaj.vm2.Varargs;
import org.osgi.service.component.annotations.Component;

/** {@code ba.rnd}, {@code ba.rnds}, {@code ba.rndbs}, {@code ba.rndseed}: fit for keys. */
@Component
public final class RandomModule implements LuaModule {

    /** The longest string of {@code ba.rndbs}: 16 MiB. */
    private static final int LONGEST = 1 << 24;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String name() {
        return "ba (random)";
    }

    @Override
    public List<LuaLibrary> open(ModuleContext context) {
        return List.of(LuaLibrary.named("ba")
                .function("rnd", this::number)
                .function("rnds", this::shortNumber)
                .function("rndbs", this::bytes)
                .function("rndseed", this::addSeed));
    }

    private Varargs number(Args args) {
        long first = args.optInteger(1, 0);
        if (args.isNil(2)) {
            return Result.of(first == 0 ? random.nextLong() >>> 1 : between(args, 0, first));
        }
        return Result.of(between(args, first, args.integer(2)));
    }

    /** From {@code low} to {@code high}, both included. */
    private long between(Args args, long low, long high) {
        if (high < low) {
            throw args.bad(args.isNil(2) ? 1 : 2, "interval " + low + ".." + high + " is empty");
        }
        if (high < Long.MAX_VALUE) {
            return random.nextLong(low, high + 1);
        }
        return low == Long.MIN_VALUE ? random.nextLong() : random.nextLong(low - 1, high) + 1;
    }

    private Varargs shortNumber(Args args) {
        int size = Math.clamp(args.integer(1), 0, Long.BYTES);
        return Result.of(size == 0 ? 0 : random.nextLong() >>> Long.SIZE - 8 * size);
    }

    private Varargs bytes(Args args) {
        byte[] bytes = new byte[args.integer(1, 0, LONGEST)];
        random.nextBytes(bytes);
        return Result.of(bytes);
    }

    private Varargs addSeed(Args args) {
        long seed = Double.doubleToRawLongBits(args.number(1)) ^ args.truncated(1);
        random.setSeed(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        return Result.none();
    }
}
