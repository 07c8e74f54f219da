package io.moongate.tpm.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.moongate.net.device.DeviceKeys;
import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpmModuleTest {

    @TempDir
    Path directory;

    private SoftwareKeys software() throws IOException {
        Path machine = directory.resolve("machine-id");
        if (!Files.exists(machine)) {
            Files.writeString(machine, "this machine");
        }
        return new SoftwareKeys(new MachineBoundSecret(directory.resolve("secret"), machine));
    }

    private static TestVm vm(DeviceKeys keys) {
        return new TestVm(new TpmModule(keys));
    }

    @Test
    void keys_are_known_by_name_once_created() throws IOException {
        try (TestVm vm = vm(software())) {
            assertThat(vm.eval("return ba.tpm.haskey'k', ba.tpm.haskey(), ba.tpm.createkey'k', ba.tpm.haskey'k'"))
                    .isEqualTo("false,false,true,true");
            assertThat(vm.eval("return ba.tpm.createkey(4711), ba.tpm.haskey(4711), ba.tpm.haskey'4711'"))
                    .isEqualTo("true,true,false");
            assertThatThrownBy(() -> vm.run("ba.tpm.createkey'k'")).hasMessageContaining("key k exists");
            assertThatThrownBy(() -> vm.run("ba.tpm.sign(('x'):rep(32), 'nosuch')"))
                    .hasMessageContaining("ECC key nosuch not found");
            assertThatThrownBy(() -> vm.run("ba.tpm.createkey('e', {curve='nosuch'})"))
                    .hasMessageContaining("unknown curve 'NOSUCH'");
            assertThat(vm.eval("return ba.tpm.sign('short', 'k')")).startsWith("nil,tpmunsupported");
        }
    }

    @Test
    void software_keys_stay_the_same_on_a_machine_and_are_useless_on_another() throws IOException {
        String query =
                "ba.tpm.createkey('k', {curve='SECP384R1'}) local x, y = ba.tpm.keyparams'k' return #x, #y, (x:gsub('.', function(c) return ('%02x'):format(c:byte()) end))";
        String first;
        try (TestVm vm = vm(software())) {
            first = vm.eval(query);
        }
        assertThat(first).startsWith("48,48,");
        try (TestVm vm = vm(software())) {
            assertThat(vm.eval(query)).isEqualTo(first);
        }
        Files.writeString(directory.resolve("machine-id"), "another machine");
        try (TestVm vm = vm(software())) {
            assertThat(vm.eval("return ba.tpm.createkey'k'"))
                    .startsWith("nil,tpmfailed,")
                    .contains("was made on another machine or is damaged");
        }
        assertThat(Files.readString(directory.resolve("secret"), StandardCharsets.ISO_8859_1))
                .doesNotContain(first);
    }

    @Test
    void a_demanded_chip_that_is_missing_gives_no_keys() {
        Path nowhere = directory.resolve("no-chip");
        try (ChipQueue queue = new ChipQueue(nowhere.toString());
                TestVm vm = vm(new ChipKeys(queue))) {
            assertThat(vm.eval("return ba.tpm.createkey'k'"))
                    .isEqualTo(
                            "nil,tpmunavailable,the TPM at " + nowhere + " does not answer: there is no such device");
            assertThat(nowhere).doesNotExist();
            assertThat(vm.eval("return ba.tpm.haskey'k'")).isEqualTo("false");
            assertThat(vm.eval("return ba.tpm.uniquekey('k', 64)")).startsWith("nil,tpmunavailable,");
            assertThat(vm.eval("return ba.tpm.globalkey('k', 64)")).startsWith("nil,tpmunavailable,");
        }
    }

    @Test
    void software_has_rsa_keys_too() throws IOException {
        String query = "ba.tpm.createkey('r', {key='rsa', bits=2048}) local n, e = ba.tpm.keyparams'r' "
                + "return #n, #e, #ba.tpm.sign(('d'):rep(32), 'r'), (n:gsub('.', function(c) return ('%02x'):format(c:byte()) end))";
        String first;
        try (TestVm vm = vm(software())) {
            first = vm.eval(query);
        }
        assertThat(first).startsWith("256,4,256,");
        try (TestVm vm = vm(software())) {
            assertThat(vm.eval(query)).isEqualTo(first);
        }
    }

    @Test
    void lua_uses_a_chip() throws IOException {
        try (Swtpm swtpm = new Swtpm(directory.resolve("chip"));
                ChipQueue queue = new ChipQueue(swtpm.address());
                TestVm vm = vm(new ChipKeys(queue))) {
            assertThat(vm.eval(
                            "return ba.tpm.createkey'k', #ba.tpm.keyparams'k', ba.tpm.sign(('d'):rep(32), 'k'):byte()"))
                    .isEqualTo("true,32,48");
            assertThat(vm.eval("return #ba.tpm.uniquekey('a', 1), #ba.tpm.globalkey('a', 100), "
                            + "ba.tpm.uniquekey('a', 64) == ba.tpm.globalkey('a', 64)"))
                    .isEqualTo("64,100,false");
        }
    }
}
