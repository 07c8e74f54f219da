package io.moongate.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.stream.Stream;

/** Which local address the option {@code intf} stands for: an address of this host or the name of an interface. */
public final class LocalAddress {
    private LocalAddress() {}

    /**
     * @param intf such as {@code "eth0"}, {@code "192.168.0.7"} or {@code "::1"}; host names are not looked up
     * @throws NetException {@code bind} when it is neither an address nor an interface with an address of the family
     */
    public static InetAddress of(String intf, boolean ipv6) throws NetException {
        Optional<InetAddress> literal = literal(intf);
        return literal.isPresent() ? literal.get() : ofInterface(intf, ipv6);
    }

    /** The address that a literal such as {@code "127.0.0.1"} or {@code "::1"} stands for; empty for any other text. */
    public static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static InetAddress ofInterface(String name, boolean ipv6) throws NetException {
        return addresses(name)
                .filter(address -> address instanceof Inet6Address == ipv6)
                .findFirst()
                .orElseThrow(() -> new NetException(
                        NetException.BIND,
                        "'" + name + "' is neither a local address nor an interface with an " + (ipv6 ? "IPv6" : "IPv4")
                                + " address"));
    }

    private static Stream<InetAddress> addresses(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            return found == null ? Stream.empty() : found.inetAddresses();
        } catch (SocketException e) {
            return Stream.empty();
        }
    }
}
