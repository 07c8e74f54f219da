package io.moongate.net.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.LocalAddress;
import io.moongate.net.NetException;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyLoopsTest {

    private final NettyLoops loops = new NettyLoops();

    @AfterEach
    void stop() {
        loops.close();
    }

    /** Sends back what it gets. */
    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }

        @Override
        public boolean isSharable() {
            return true;
        }
    }

    @Test
    void a_listener_serves_ipv4() throws IOException {
        assertThat(echo(loops.server(false)
                        .childHandler(new Echo())
                        .bind("127.0.0.1", 0)
                        .syncUninterruptibly()
                        .channel()))
                .isEqualTo("hello");
    }

    @Test
    void a_listener_on_both_families_serves_ipv4() throws IOException {
        assertThat(echo(loops.server()
                        .childHandler(new Echo())
                        .bind(0)
                        .syncUninterruptibly()
                        .channel()))
                .isEqualTo("hello");
    }

    private static String echo(Channel listener) throws IOException {
        int port = ((InetSocketAddress) listener.localAddress()).getPort();
        try (Socket client = new Socket("127.0.0.1", port)) {
            client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
            return new String(client.getInputStream().readNBytes(5), StandardCharsets.UTF_8);
        }
    }

    @Test
    void names_are_looked_up() {
        assertThat(join(loops.resolve("127.0.0.1", false)).getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(join(loops.resolve("localhost", false)).isLoopbackAddress()).isTrue();
        assertThat(join(loops.resolve("::1", true))).isInstanceOf(Inet6Address.class);
    }

    @Test
    void unknown_names_have_a_code() {
        assertCannotResolve(loops.resolve("no.such.host.invalid", false));
        assertCannotResolve(loops.resolve("", false));
        assertCannotResolve(loops.resolve("127.0.0.1", true));
    }

    private static void assertCannotResolve(CompletionStage<InetAddress> stage) {
        assertThatThrownBy(() -> join(stage))
                .cause()
                .isInstanceOfSatisfying(
                        NetException.class, e -> assertThat(e.code()).isEqualTo(NetException.CANNOT_RESOLVE));
    }

    private static InetAddress join(CompletionStage<InetAddress> stage) {
        return stage.toCompletableFuture().join();
    }

    @Test
    void interfaces_are_found_by_name_and_address() throws NetException {
        assertThat(LocalAddress.of("lo", false).getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(LocalAddress.of("127.0.0.1", false).isLoopbackAddress()).isTrue();
        assertThatThrownBy(() -> LocalAddress.of("eth77", false)).hasMessageContaining("eth77");
    }

    @Test
    void closing_twice_is_fine() {
        loops.close();
        loops.close();
    }
}
