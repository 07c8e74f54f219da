package io.moongate.net;

import io.moongate.runtime.LuaVm;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import java.net.InetAddress;
import java.util.concurrent.CompletionStage;

/**
 * The gateway's event loops, shared by everything that talks to the network. An OSGi service; from any thread.
 *
 * <p>Few threads serve all connections, so nothing that runs on them may wait: no Lua, no file, no name look-up.
 */
public interface NetLoops {

    /**
     * The same for connections of one VM, which its own thread serves between its strands: nothing is handed over between
     * threads, and their events wait while the VM's Lua code runs. For what costs little work itself; connections with
     * TLS are better off where several threads encrypt. On a strand of that VM only.
     */
    NetLoops of(LuaVm vm);

    /** The transport in use: {@code "epoll"} where its native library is installed, else {@code "nio"}. */
    String transport();

    TransportOptions options();

    /**
     * For listeners of one address family: group, channel class and backlog are set, a port can be bound again right
     * after its last user is gone. Auto-read of accepted channels and everything else is the caller's.
     */
    ServerBootstrap server(boolean ipv6);

    /** For listeners on both address families, where the host has IPv6; bind to the wildcard address. */
    ServerBootstrap server();

    /**
     * For TCP connections of one address family: group and channel class are set. Give {@code connect} resolved
     * addresses only.
     */
    Bootstrap client(boolean ipv6);

    /** For UDP: group and channel class of the address family are set. */
    Bootstrap datagram(boolean ipv6);

    /**
     * Looks up a name with the host's own resolver; literal addresses need no look-up.
     *
     * @param ipv6 whether an IPv6 address is wanted instead of an IPv4 one
     * @return completes, not on an event loop, with the first address of that family; fails with {@link NetException}
     *     {@code cannotresolve}
     */
    CompletionStage<InetAddress> resolve(String host, boolean ipv6);
}
