package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Buffers that nobody released, as Netty's detector at its strictest level finds them. */
final class Leaks {

    private final Queue<String> found = new ConcurrentLinkedQueue<>();

    private Leaks() {}

    /** Watches every buffer from now on; to be called before the first one is made. */
    static Leaks watch() {
        Leaks leaks = new Leaks();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(leaks.new Factory());
        return leaks;
    }

    private final class Factory extends ResourceLeakDetectorFactory {
        @Override
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> type, int samplingInterval) {
            return new Detector<>(type, samplingInterval);
        }

        @Override
        @Deprecated
        public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                Class<T> type, int samplingInterval, long maxActive) {
            return new Detector<>(type, samplingInterval);
        }
    }

    private final class Detector<T> extends ResourceLeakDetector<T> {
        Detector(Class<?> type, int samplingInterval) {
            super(type, samplingInterval);
        }

        @Override
        protected void reportTracedLeak(String type, String records) {
            found.add(type + records);
        }

        @Override
        protected void reportUntracedLeak(String type) {
            found.add(type);
        }
    }

    void assertNone() {
        System.gc();
        // The detector reports when it tracks the next buffer.
        PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
        assertThat(found).isEmpty();
    }
}
