package io.moongate.socket.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.net.TakenConnection;
import io.moongate.net.Takeover;
import io.moongate.net.WebSocketUpgrade;
import io.moongate.net.internal.NettyLoops;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaModule;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** WebSockets in Lua, at both ends: connections that an HTTP server or client hands over. */
class WebSocketTest {

    private final NettyLoops loops = new NettyLoops();
    private final SocketVm vm = new SocketVm();

    @AfterEach
    void stop() {
        try {
            vm.eval("if listener then listener:close() end");
            vm.awaitQuiet();
        } finally {
            vm.close();
            loops.close();
        }
    }

    /** Global {@code taken(port, kind)}: a connection as HTTP would hand it over. */
    private void openTaken() {
        vm.vm().vms().addModule(new LuaModule() {
            @Override
            public String name() {
                return "taken";
            }

            @Override
            public List<LuaLibrary> open(ModuleContext context) {
                LuaType<Takeover> type = LuaType.named("REQUEST", Takeover.class);
                return List.of(LuaLibrary.named("_G").function("taken", args -> {
                    Takeover holder = () -> connect(args.integer(1, 0, 65535), upgrade(args.text(2)));
                    return Result.of(context.wrap(type, holder));
                }));
            }
        });
    }

    private static Optional<WebSocketUpgrade> upgrade(String kind) {
        return switch (kind) {
            case "server" ->
                Optional.of(new WebSocketUpgrade.Requested(
                        "dGhlIHNhbXBsZSBub25jZQ==", List.of(Map.entry("Sec-WebSocket-Protocol", "chat"))));
            case "client" -> Optional.of(new WebSocketUpgrade.Accepted());
            default -> Optional.empty();
        };
    }

    private CompletableFuture<TakenConnection> connect(int port, Optional<WebSocketUpgrade> upgrade) {
        CompletableFuture<TakenConnection> taken = new CompletableFuture<>();
        var connecting = loops.client(false)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(new InetSocketAddress("127.0.0.1", port));
        connecting.addListener(done -> {
            connecting.channel().pipeline().removeFirst();
            byte[] received = (upgrade.isPresent() ? "" : "early").getBytes(StandardCharsets.UTF_8);
            taken.complete(new TakenConnection(connecting.channel(), received, "", Optional.empty(), upgrade));
        });
        return taken;
    }

    @Test
    void a_plain_connection_gives_what_came_behind_the_header() {
        openTaken();
        assertThat(vm.eval("""
                        port, listener = serve(echo)
                        local s, extra = ba.socket.req2sock(taken(port, "plain"))
                        s:write("raw")
                        local d = s:read(1000)
                        local kind = s:websocket()
                        s:close()
                        return extra, d, kind
                        """)).isEqualTo("early,raw,false");
    }

    @Test
    void a_server_answers_the_handshake_with_the_pages_fields() {
        openTaken();
        assertThat(vm.eval("""
                        port, listener = serve(function(c)
                          response = c:read(1000)
                        end)
                        s = ba.socket.req2sock(taken(port, "server"))
                        wait(function() return response end)
                        local accept = response:match("Sec%-WebSocket%-Accept: (%S+)")
                        local kind = s:websocket()
                        s:close()
                        return response:match("^[^\\r]+"), accept, response:match("Protocol: (%w+)"), kind,
                          response:sub(-4) == "\\r\\n\\r\\n"
                        """))
                .isEqualTo("HTTP/1.1 101 Switching Protocols,s3pPLMBiTxaQ9kYGzzhZRbK+xOo=,chat,true,true");
    }

    @Test
    void a_violation_is_told_to_the_peer_and_to_lua() {
        openTaken();
        assertThat(vm.eval("""
                        port, listener = serve(function(c)
                          c:write("\\x81\\x02\\xc3\\x28")
                          local all = ""
                          while true do
                            local d = c:read()
                            if not d then break end
                            all = all .. d
                          end
                          got = all
                        end)
                        local h = taken(port, "client")
                        local s = ba.socket.http2sock(h)
                        local r = {s:read(1000)}
                        s:close()
                        wait(function() return got end)
                        return r[1], r[2], #got
                        """)).startsWith("nil,socketclosed,");
    }
}
