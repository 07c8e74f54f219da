package io.moongate.net;

import io.netty.channel.Channel;

/** An event loop that ends only after the streams on it: what is queued in a closed one is still sent. */
public interface StreamKeeper {

    /** A stream is on {@code channel} from now on until it closes. On the event loop. */
    void keep(Channel channel);
}
