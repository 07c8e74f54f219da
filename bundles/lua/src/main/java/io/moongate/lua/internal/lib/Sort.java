package io.moongate.lua.internal.lib;

import io.moongate.lua.internal.LibraryError;
import java.util.concurrent.ThreadLocalRandom;
import org.luaj.vm2.LuaValue;

/**
 * Quicksort with the comparisons of the reference implementation, in its order: an order function that is none is noticed
 * in the same places, and never leads out of the array.
 */
final class Sort {

    /** Intervals over this size get a random pivot once partitions turned out unbalanced. */
    private static final int RANDOM_PIVOT_SIZE = 100;

    private static final int IMBALANCE = 128;

    private final LuaValue[] values;
    private final Order order;

    private Sort(LuaValue[] values, Order order) {
        this.values = values;
        this.order = order;
    }

    /** Whether one value comes before another. */
    @FunctionalInterface
    interface Order {
        boolean precedes(LuaValue a, LuaValue b);
    }

    static void sort(LuaValue[] values, Order order) {
        new Sort(values, order).sort(0, values.length - 1, false);
    }

    private void sort(int first, int last, boolean randomly) {
        int low = first;
        int high = last;
        boolean randomPivot = randomly;
        while (low < high) {
            orderPair(low, high);
            if (high - low == 1) {
                return;
            }
            int middle = pivot(low, high, randomPivot);
            orderMiddle(low, middle, high);
            if (high - low == 2) {
                return;
            }
            swap(middle, high - 1);
            int p = partition(low, high);
            int smaller = Math.min(p - low, high - p);
            if (p - low < high - p) {
                sort(low, p - 1, randomPivot);
                low = p + 1;
            } else {
                sort(p + 1, high, randomPivot);
                high = p - 1;
            }
            randomPivot |= (high - low) / IMBALANCE > smaller;
        }
    }

    private static int pivot(int low, int high, boolean randomly) {
        int size = high - low;
        if (size < RANDOM_PIVOT_SIZE || !randomly) {
            return (low + high) >>> 1;
        }
        return low + size / 4 + ThreadLocalRandom.current().nextInt(size / 2);
    }

    private void orderPair(int low, int high) {
        if (order.precedes(values[high], values[low])) {
            swap(low, high);
        }
    }

    private void orderMiddle(int low, int middle, int high) {
        if (order.precedes(values[middle], values[low])) {
            swap(middle, low);
        } else if (order.precedes(values[high], values[middle])) {
            swap(middle, high);
        }
    }

    /** Moves what is less than the pivot, at {@code high - 1}, before it, and returns where it ends up. */
    private int partition(int low, int high) {
        LuaValue pivot = values[high - 1];
        int i = low;
        int j = high - 1;
        while (true) {
            while (order.precedes(values[++i], pivot)) {
                check(i < high - 1);
            }
            while (order.precedes(pivot, values[--j])) {
                check(j >= i);
            }
            if (j < i) {
                swap(high - 1, i);
                return i;
            }
            swap(i, j);
        }
    }

    private static void check(boolean consistent) {
        if (!consistent) {
            throw new LibraryError("invalid order function for sorting");
        }
    }

    private void swap(int i, int j) {
        LuaValue value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
