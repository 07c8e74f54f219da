package io.moongate.httpclient.internal;

import io.moongate.lua.Numbers;
import io.moongate.net.Dialer;
import io.moongate.net.tls.LuaCertificates;
import io.moongate.net.tls.TlsContext;
import io.moongate.net.tls.TlsPeer;
import io.moongate.net.tls.Trust;
import io.moongate.runtime.Args;
import io.moongate.runtime.Grants.Grant;
import io.moongate.runtime.LuaLibrary;
import io.moongate.runtime.LuaType;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.ModuleContext;
import io.moongate.runtime.Result;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code require "httpc"} in one VM. */
final class ClientLibrary {

    /** The longest time-out, in milliseconds, as the manual has it. */
    private static final int MAX_TIMEOUT = 3_240_000;
    /** What {@code write}, {@code peername} and {@code sockname} tell besides nil when nothing was answered. */
    private static final int NO_STATUS = -1;

    private final ModuleContext context;
    private final LuaVm vm;
    private final Dialer dialer;
    private final SecureRandom random = new SecureRandom();
    private final LuaType<HttpClient> type;

    ClientLibrary(ModuleContext context, Dialer dialer) {
        this.context = context;
        this.vm = context.vm();
        this.dialer = dialer;
        this.type = LuaType.named("HTTP", HttpClient.class)
                .method(
                        "request",
                        (client, args) -> told(() -> {
                            client.request(Request.of(args));
                            return Result.of(true);
                        }))
                .method(
                        "status",
                        (client, args) -> told(() -> Result.of(client.status().status())))
                .method("header", this::header)
                .method("headerpairs", (client, args) -> told(() -> headerPairs(client)))
                .method("cookie", (client, args) -> told(() -> cookies(client)))
                .method("read", ClientLibrary::read)
                .method("write", ClientLibrary::write)
                .method("timeout", ClientLibrary::timeout)
                .method("close", (client, args) -> {
                    client.close();
                    return Result.of(true);
                })
                .method(
                        "peername",
                        (client, args) -> address(client, c -> c.stream().remoteAddress()))
                .method(
                        "sockname",
                        (client, args) -> address(client, c -> c.stream().localAddress()))
                .method("certificate", (client, args) -> certificate(client))
                .method("cipher", (client, args) -> cipher(client))
                .method("trusted", ClientLibrary::trusted)
                .closer(HttpClient::closeConnection);
    }

    LuaLibrary library() {
        return LuaLibrary.required("httpc").function("create", this::create).function("parsequery", Query::parse);
    }

    private Varargs create(Args args) {
        vm.grants().demand(Grant.NETWORK);
        Connector connector = new Connector(vm, dialer, ClientOptions.of(args), this::sharkClient);
        return context.wrap(type, new HttpClient(connector, random));
    }

    /** What {@code ba.sharkclient()} returns. */
    private TlsContext sharkClient() {
        LuaValue function = vm.globals().get("ba").get("sharkclient");
        if (!function.isnil()
                && function.call() instanceof LuaUserdata shark
                && shark.m_instance instanceof TlsContext known) {
            return known;
        }
        throw new LuaError("https needs option 'shark': ba.sharkclient is not available");
    }

    private interface Step {
        Varargs run() throws HttpFailure;
    }

    private static Varargs told(Step step) {
        try {
            return step.run();
        } catch (HttpFailure e) {
            return Result.fail(e.code());
        }
    }

    private static LuaString latin1(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Varargs header(HttpClient client, Args args) {
        return told(() -> {
            ResponseHead head = client.status();
            if (!args.isNil(1)) {
                return head.field(args.text(1))
                        .<Varargs>map(value -> LuaValue.varargsOf(latin1(value), Numbers.integer(head.status())))
                        .orElse(LuaValue.NIL);
            }
            LuaTable table = new LuaTable();
            head.fields().forEach(field -> table.rawset(latin1(field.name()), latin1(field.value())));
            return table;
        });
    }

    private Varargs headerPairs(HttpClient client) throws HttpFailure {
        Iterator<ResponseHead.Field> fields = client.status().fields().iterator();
        return context.function("headerpairs", args -> {
            if (!fields.hasNext()) {
                return Result.nil();
            }
            ResponseHead.Field field = fields.next();
            return LuaValue.varargsOf(latin1(field.name()), latin1(field.value()));
        });
    }

    private Varargs cookies(HttpClient client) throws HttpFailure {
        Iterator<Cookie> cookies = Cookie.in(client.status()).iterator();
        return context.function("cookie", args -> {
            if (!cookies.hasNext()) {
                return Result.nil();
            }
            Cookie cookie = cookies.next();
            return Result.of(latin1(cookie.name()), latin1(cookie.value()), attributes(cookie));
        });
    }

    private static LuaValue attributes(Cookie cookie) {
        if (cookie.attributes().isEmpty()) {
            return LuaValue.NIL;
        }
        LuaTable table = new LuaTable();
        cookie.attributes().forEach((name, value) -> table.rawset(latin1(name), latin1(value)));
        return table;
    }

    /** A number of bytes, {@code "a"} for all; 0 and nothing read and forget. */
    private static Varargs read(HttpClient client, Args args) {
        boolean isAll = args.value(1) instanceof LuaString s && s.tojstring().matches("\\*?a");
        long size = isAll || args.isNil(1) ? 0 : args.integer(1);
        return told(() -> {
            if (isAll) {
                return orNil(client.readAll());
            }
            if (size <= 0) {
                client.discard();
                return Result.of(true);
            }
            return orNil(client.read((int) Math.min(size, Integer.MAX_VALUE)));
        });
    }

    private static Varargs orNil(byte @Nullable [] bytes) {
        return bytes == null ? Result.nil() : Result.of(bytes);
    }

    private static Varargs write(HttpClient client, Args args) {
        LuaString data = args.data(1);
        try {
            return client.write(data.m_bytes, data.m_offset, data.m_length)
                    .map(ClientLibrary::refused)
                    .orElse(LuaValue.TRUE);
        } catch (HttpFailure e) {
            return e.code().equals(HttpFailure.TOO_MUCH_DATA) ? refused(NO_STATUS) : Result.fail(e.code());
        }
    }

    private static Varargs refused(int status) {
        return LuaValue.varargsOf(LuaValue.NIL, Numbers.integer(status));
    }

    private static Varargs timeout(HttpClient client, Args args) {
        client.setTimeout((int) Math.clamp(args.integer(1), 0, MAX_TIMEOUT));
        return Result.of(true);
    }

    private static Varargs address(HttpClient client, Function<Connection, Optional<InetSocketAddress>> end) {
        return client.connection().flatMap(end).map(ClientLibrary::address).orElseGet(() -> refused(NO_STATUS));
    }

    private static Varargs address(InetSocketAddress address) {
        return Result.of(
                Result.string(NetUtil.toAddressString(address.getAddress())),
                Numbers.integer(address.getPort()),
                LuaValue.valueOf(address.getAddress() instanceof Inet6Address));
    }

    private static Varargs certificate(HttpClient client) {
        return client.peer().map(LuaCertificates::of).orElseGet(() -> Result.fail("sslnotenabled"));
    }

    private static Varargs cipher(HttpClient client) {
        return client.peer().map(ClientLibrary::cipher).orElseGet(() -> Result.fail("sslnotenabled"));
    }

    private static Varargs cipher(TlsPeer peer) {
        return LuaValue.varargsOf(Result.string(peer.cipherSuite()), Result.string(peer.luaProtocol()));
    }

    private static Varargs trusted(HttpClient client, Args args) {
        String host = args.optText(1, client.host());
        Trust trust = client.peer().map(peer -> peer.trust(host)).orElse(Trust.NONE);
        return trust.code().map(Result::fail).orElse(LuaValue.TRUE);
    }
}
