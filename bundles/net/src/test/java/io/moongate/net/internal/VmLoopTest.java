package io.moongate.net.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.ChannelStream;
import io.moongate.runtime.testing.Await;
import io.moongate.runtime.testing.TestVm;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaValue;

/** Connections on the thread of a VM. */
class VmLoopTest {

    private final NettyLoops loops = new NettyLoops();
    private final TestVm vm = new TestVm();

    @AfterEach
    void stop() {
        vm.close();
        loops.close();
    }

    private static final class Echo extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message);
        }
    }

    private static <T> T onStrand(TestVm vm, Supplier<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        vm.vm().spawn("test", () -> {
            try {
                result.complete(body.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
            return LuaValue.NONE;
        });
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Socket connectTo(ChannelInitializer<Channel> children) throws IOException {
        return connectTo(vm, children);
    }

    private Socket connectTo(TestVm vm, ChannelInitializer<Channel> children) throws IOException {
        Channel listener = onStrand(
                        vm,
                        () -> loops.of(vm.vm())
                                .server(false)
                                .childOption(ChannelOption.AUTO_READ, true)
                                .childHandler(children)
                                .bind("127.0.0.1", 0))
                .awaitUninterruptibly()
                .channel();
        return new Socket("127.0.0.1", ((InetSocketAddress) listener.localAddress()).getPort());
    }

    private Socket connectToEcho() throws IOException {
        return connectToEcho(vm);
    }

    private Socket connectToEcho(TestVm vm) throws IOException {
        return connectTo(vm, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.pipeline().addLast(new Echo());
            }
        });
    }

    private static void assertEchoes(Socket client) throws IOException {
        client.getOutputStream().write(7);
        assertThat(client.getInputStream().read()).isEqualTo(7);
    }

    @Test
    void the_thread_of_the_vm_serves_them() throws IOException {
        CompletableFuture<Thread> server = new CompletableFuture<>();
        try (Socket client = connectTo(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                server.complete(Thread.currentThread());
                channel.pipeline().addLast(new Echo());
            }
        })) {
            assertEchoes(client);
        }
        assertThat(server.join().getName()).isEqualTo("vm-test");
    }

    @Test
    void lua_that_runs_on_and_on_does_not_hold_them_up() throws IOException {
        try (Socket client = connectToEcho()) {
            LuaValue forever = vm.run("return function() while true do end end").arg1();
            var busy = vm.vm().call("busy", forever, LuaValue.NONE);
            client.setSoTimeout(10_000);
            assertEchoes(client);
            assertEchoes(client);
            assertThat(busy.isWaiting()).isFalse();
            busy.kill("enough");
        }
    }

    @Test
    void a_coroutine_in_a_strand_is_interrupted_too_and_goes_on() throws IOException {
        try (Socket client = connectToEcho()) {
            var sum = CompletableFuture.supplyAsync(() -> vm.eval("""
                    local co = coroutine.wrap(function()
                      local sum = 0
                      for i = 1, 3 * 10^7 do sum = sum + 1 end
                      coroutine.yield(sum)
                    end)
                    return co()"""));
            assertEchoes(client);
            assertThat(sum.join()).isEqualTo("30000000");
        }
    }

    @Test
    void what_a_closed_vm_has_written_is_still_sent() throws IOException {
        byte[] data = new byte[20 << 20];
        CompletableFuture<ChannelStream> stream = new CompletableFuture<>();
        try (Socket client = connectTo(new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channel.config().setAutoRead(false);
                stream.complete(ChannelStream.attach(channel, new byte[0]));
            }
        })) {
            stream.join().write(data, 0, data.length);
            stream.join().close();
            vm.close();
            assertThat(client.getInputStream().readAllBytes()).hasSize(data.length);
        }
    }

    @Test
    void loops_that_close_leave_the_vm_running() throws IOException {
        try (Socket client = connectToEcho()) {
            assertEchoes(client);
            loops.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(vm.eval("return 1 + 1")).isEqualTo("2");
    }

    @Test
    void a_vm_that_is_stuck_does_not_keep_the_connections_of_others_open() throws IOException {
        List<TestVm> vms = Stream.generate(TestVm::new).limit(4).toList();
        CountDownLatch stuck = new CountDownLatch(1);
        List<Socket> clients = new ArrayList<>();
        try {
            for (TestVm each : vms) {
                clients.add(connectToEcho(each));
                assertEchoes(clients.getLast());
            }
            vms.getFirst().vm().spawn("stuck", () -> {
                awaitUninterruptibly(stuck);
                return LuaValue.NONE;
            });
            loops.close();
            for (Socket client : clients.subList(1, clients.size())) {
                client.setSoTimeout(10_000);
                assertThat(client.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            stuck.countDown();
            vms.forEach(TestVm::close);
            for (Socket client : clients) {
                client.close();
            }
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_vm_that_closes_ends_its_thread() throws IOException {
        try (Socket client = connectToEcho()) {
            vm.close();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            Await.until(() -> vmThreads() == 0, VmLoopTest::vmThreads);
        }
    }

    private static long vmThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vm-test"))
                .count();
    }
}
