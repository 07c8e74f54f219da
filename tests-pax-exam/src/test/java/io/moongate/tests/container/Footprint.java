package io.moongate.tests.container;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What a process holds: used heap after collections, threads, open files, loaded classes. */
record Footprint(long heapBytes, int threads, long files, int classes) {

    private static final int COLLECTIONS = 5;

    static Footprint now() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        var memory = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Footprint(
                memory.getUsed(),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                system.getOpenFileDescriptorCount(),
                ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    /** Fails when this is more than what there was before, but for what caches and pools may take. */
    void assertFlat(Footprint before) {
        if (heapBytes > before.heapBytes + (8 << 20)
                || threads > before.threads + 4
                || files > before.files + 8
                || classes > before.classes + 400) {
            throw new AssertionError("grew from " + before + " to " + this);
        }
    }
}
