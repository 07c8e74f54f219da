package io.moongate.lua.internal.lib;

/** The generator xoshiro256** by Blackman and Vigna, seeded and projected as the reference implementation does. */
final class Xoshiro256 {

    private static final int DISCARDED = 16;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    void seed(long first, long second) {
        s0 = first;
        s1 = 0xFF;
        s2 = second;
        s3 = 0;
        for (int i = 0; i < DISCARDED; i++) {
            next();
        }
    }

    long next() {
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** A float from 0 to 1, 1 excluded. */
    double nextDouble() {
        return (next() >>> 11) * 0x1p-53;
    }

    /** An integer in a range, both ends included. */
    long next(long low, long high) {
        return low + project(next(), high - low);
    }

    /** Brings a random number down to at most {@code limit}, unsigned, without bias. */
    private long project(long random, long limit) {
        if ((limit & limit + 1) == 0) {
            return random & limit;
        }
        long mask = -1L >>> Long.numberOfLeadingZeros(limit);
        long projected = random & mask;
        while (Long.compareUnsigned(projected, limit) > 0) {
            projected = next() & mask;
        }
        return projected;
    }
}
