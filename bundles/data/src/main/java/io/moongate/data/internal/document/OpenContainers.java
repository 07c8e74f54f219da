package io.moongate.data.internal.document;

import java.util.Arrays;

/** The containers that a decoder is in: where the values of each begin, and whether it is an object. */
public final class OpenContainers {

    private static final int INITIAL = 16;

    private final int limit;
    private final String faultCode;
    private int[] bases = new int[INITIAL];
    private boolean[] objects = new boolean[INITIAL];
    private int depth;

    /**
     * @param limit how many may be open at a time
     * @param faultCode the code of the fault when more are
     */
    public OpenContainers(int limit, String faultCode) {
        this.limit = limit;
        this.faultCode = faultCode;
    }

    public void push(int base, boolean isObject) throws Fault {
        if (depth == limit) {
            throw new Fault(faultCode, faultCode);
        }
        if (depth == bases.length) {
            bases = Arrays.copyOf(bases, 2 * depth);
            objects = Arrays.copyOf(objects, 2 * depth);
        }
        bases[depth] = base;
        objects[depth++] = isObject;
    }

    /** Leaves the innermost. @return where its values begin */
    public int pop() {
        return bases[--depth];
    }

    public int depth() {
        return depth;
    }

    /** Whether the innermost is an object. */
    public boolean isObject() {
        return objects[depth - 1];
    }

    /** Where the values of the innermost begin. */
    public int base() {
        return bases[depth - 1];
    }
}
