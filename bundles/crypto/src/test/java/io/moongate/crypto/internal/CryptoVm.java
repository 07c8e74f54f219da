package io.moongate.crypto.internal;

import io.moongate.runtime.Result;
import io.moongate.runtime.testing.TestVm;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** A VM with the crypto module, {@code hex} and {@code unhex}. */
final class CryptoVm implements AutoCloseable {

    private final TestVm vm = new TestVm(new CryptoModule());

    CryptoVm() {
        vm.run("""
                C = ba.crypto
                function hex(s) return s and (s:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end
                function unhex(s) return (s:gsub('%s', ''):gsub('%x%x', function(h) return string.char(tonumber(h, 16)) end)) end
                """);
    }

    void set(String global, byte[] bytes) {
        vm.vm().globals().set(global, Result.string(bytes.clone()));
    }

    void set(String global, String text) {
        vm.vm().globals().set(global, Result.string(text));
    }

    String eval(String code) {
        return vm.eval(code);
    }

    Varargs run(String code) {
        return vm.run(code);
    }

    byte[] bytes(String code) {
        LuaString s = vm.run(code).arg1().strvalue();
        return java.util.Arrays.copyOfRange(s.m_bytes, s.m_offset, s.m_offset + s.m_length);
    }

    @Override
    public void close() {
        vm.close();
    }
}
