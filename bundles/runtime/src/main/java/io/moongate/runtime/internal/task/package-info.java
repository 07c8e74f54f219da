/** Threads, timers and sleep: {@code ba.thread}, {@code ba.timer}, {@code ba.sleep}. */
@NullMarked
package io.moongate.runtime.internal.task;

import org.jspecify.annotations.NullMarked;
