import io.moongate.crypto.internal.CryptoModule;
import io.moongate.net.pki.AsymmetricKey;
import io.moongate.net.pki.Curve;
import io.moongate.runtime.Grants;
import io.moongate.runtime.LuaVm;
import io.moongate.runtime.Result;
import io.moongate.runtime.VmOptions;
import io.moongate.runtime.internal.RuntimeVms;
import java.io.ByteArrayInputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import org.luaj.vm2.LuaValue;

/** What Lua code gets of the processor's hash and AES instructions. */
public final class CryptoBench {

    private static final int ROUNDS = 7;
    private static final long WARM_UP = 40_000;
    private static final long ROUND_NANOS = 200_000_000;

    private final LuaVm vm;

    private CryptoBench(LuaVm vm) {
        this.vm = vm;
    }

    public static void main(String[] args) throws Exception {
        RuntimeVms vms = new RuntimeVms();
        vms.addModule(new CryptoModule());
        LuaVm vm = vms.create(VmOptions.named("bench", Grants.all(), (priority, text) -> {}));
        new CryptoBench(vm).run();
        vms.close();
    }

    private void run() throws Exception {
        for (int size : new int[] {4096, 16384, 65536}) {
            sha256(size);
        }
        cipher("aes_gcm_128_seal", "'GCM', ('k'):rep(16), ('n'):rep(12)", 65520);
        cipher("aes_gcm_256_seal", "'GCM', ('k'):rep(32), ('n'):rep(12)", 65520);
        cipher("aes_ccm_128_seal", "'CCM', ('k'):rep(16), ('n'):rep(12)", 65520);
        cipher("chacha20_poly1305_seal", "'CHACHA20-POLY1305', ('k'):rep(32), ('n'):rep(12)", 65520);
        signatures("ecdsa_p256", AsymmetricKey.generate(Curve.SECP256R1, new SecureRandom()));
        signatures("rsa_2048", AsymmetricKey.generateRsa(2048));
    }

    private void sha256(int size) throws Exception {
        LuaValue feed = lua("local h, data = ba.crypto.hash'sha256', ('x'):rep(" + size
                + ") return function(n) for i = 1, n do h(data) end return h() end");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] data = new byte[size];
        double ours = 0;
        double jdk = 0;
        // In turn, so that both see the same neighbours on the machine.
        for (int round = 0; round < ROUNDS; round++) {
            ours = Math.max(ours, rate(n -> call(feed, n)));
            jdk = Math.max(jdk, rate(n -> {
                long start = processorNanos();
                for (long i = 0; i < n; i++) {
                    digest.update(data);
                }
                digest.digest();
                return processorNanos() - start;
            }));
        }
        print("sha256_" + size + "_lua", ours * size / 1e6, "MB/s");
        print("sha256_" + size + "_jdk", jdk * size / 1e6, "MB/s");
        print("sha256_" + size + "_of_jdk", 100 * ours / jdk, "%");
    }

    private void cipher(String name, String arguments, int size) throws Exception {
        LuaValue seal = lua("local s, data = ba.crypto.symmetric(" + arguments + "), ('x'):rep(" + size
                + ") return function(n) for i = 1, n do s:encrypt(data) end end");
        // The JDK's fast paths come after some ten thousand calls: short ones get there sooner.
        call(lua("local s, data = ba.crypto.symmetric(" + arguments + "), ('x'):rep(512)"
                + " return function(n) for i = 1, n do s:encrypt(data) end end"), WARM_UP);
        print(name, best(n -> call(seal, n)) * size / 1e6, "MB/s");
    }

    private void signatures(String name, AsymmetricKey key) throws Exception {
        vm.globals().set("key", Result.string(key.toPem()));
        vm.globals().set("pub", Result.string(key.publicData().toPem()));
        LuaValue sign = lua("local key, digest = key, ('d'):rep(32) return function(n) for i = 1, n do ba.crypto.sign(digest, key) end end");
        LuaValue verify = lua("local key, digest = pub, ('d'):rep(32) local sig = ba.crypto.sign(digest, _G.key)"
                + " return function(n) for i = 1, n do ba.crypto.verify(sig, key, digest) end end");
        print(name + "_sign", best(n -> call(sign, n)), "1/s");
        print(name + "_verify", best(n -> call(verify, n)), "1/s");
    }

    /** Does something a number of times and tells the processor time it took. */
    private interface Work {
        long nanos(long times) throws Exception;
    }

    private static double best(Work work) throws Exception {
        double best = 0;
        for (int round = 0; round < ROUNDS; round++) {
            best = Math.max(best, rate(work));
        }
        return best;
    }

    /** Runs in a second of processor time: what neighbours on the machine do does not count. */
    private static double rate(Work work) throws Exception {
        long times = 1;
        while (true) {
            long took = Math.max(1, work.nanos(times));
            if (took >= ROUND_NANOS / 2) {
                return times * 1e9 / took;
            }
            times = Math.max(times * 2, times * ROUND_NANOS / took / 2);
        }
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private LuaValue lua(String code) {
        var source = new ByteArrayInputStream(code.getBytes(StandardCharsets.UTF_8));
        return vm.spawn("bench", () -> vm.state().load(source, "=bench", "t", vm.globals()).invoke())
                .result()
                .toCompletableFuture()
                .join()
                .arg1();
    }

    /** Calls a Lua function of one number on the VM's thread. */
    private long call(LuaValue function, long times) {
        return vm.spawn("bench", () -> {
                    long start = processorNanos();
                    function.invoke(LuaValue.valueOf((int) times));
                    return LuaValue.valueOf((double) (processorNanos() - start));
                })
                .result()
                .toCompletableFuture()
                .join()
                .arg1()
                .tolong();
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "%s %.1f %s%n", name, value, unit);
    }
}
