package io.moongate.net.internal;

import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks names up with the host's resolver, which blocks, on a few threads of its own that end when idle. */
final class HostResolver implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING_LIMIT = 10_000;
    private static final int IDLE_SECONDS = 5;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(WAITING_LIMIT),
            Thread.ofPlatform().daemon().name("net-resolver-", 1).factory());

    HostResolver() {
        threads.allowCoreThreadTimeOut(true);
    }

    CompletionStage<InetAddress> resolve(String host, boolean ipv6) {
        return LocalAddress.literal(host)
                .<CompletionStage<InetAddress>>map(address -> literal(host, address, ipv6))
                .orElseGet(() -> lookUp(host, ipv6));
    }

    private static CompletionStage<InetAddress> literal(String host, InetAddress address, boolean ipv6) {
        return isOfFamily(address, ipv6)
                ? CompletableFuture.completedFuture(address)
                : CompletableFuture.failedFuture(noAddress(host, ipv6));
    }

    private CompletionStage<InetAddress> lookUp(String host, boolean ipv6) {
        if (host.isEmpty()) {
            return CompletableFuture.failedFuture(new NetException(NetException.CANNOT_RESOLVE, "empty host name"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> lookUpNow(host, ipv6), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new NetException(
                    NetException.CANNOT_RESOLVE, "more than " + WAITING_LIMIT + " look-ups are waiting", e));
        }
    }

    private static InetAddress lookUpNow(String host, boolean ipv6) {
        try {
            return Arrays.stream(InetAddress.getAllByName(host))
                    .filter(address -> isOfFamily(address, ipv6))
                    .findFirst()
                    .orElseThrow(() -> new CompletionException(noAddress(host, ipv6)));
        } catch (UnknownHostException e) {
            throw new CompletionException(
                    new NetException(NetException.CANNOT_RESOLVE, "host '" + host + "' is unknown", e));
        }
    }

    private static boolean isOfFamily(InetAddress address, boolean ipv6) {
        return address instanceof Inet6Address == ipv6;
    }

    private static NetException noAddress(String host, boolean ipv6) {
        return new NetException(
                NetException.CANNOT_RESOLVE, "host '" + host + "' has no " + (ipv6 ? "IPv6" : "IPv4") + " address");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
