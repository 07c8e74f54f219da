package io.moongate.net;

import io.netty.channel.ChannelOption;
import java.util.Optional;

/**
 * Socket options that each transport names in its own way.
 *
 * @param keepIdle seconds without traffic before keep-alive probes start
 * @param keepInterval seconds between probes
 * @param dontRoute 1: send to directly attached networks only; empty where the transport has no such option
 */
public record TransportOptions(
        ChannelOption<Integer> keepIdle,
        ChannelOption<Integer> keepInterval,
        Optional<ChannelOption<Integer>> dontRoute) {}
