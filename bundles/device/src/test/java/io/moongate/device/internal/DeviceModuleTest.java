package io.moongate.device.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.runtime.internal.RuntimeVms;
import io.moongate.runtime.testing.TestVm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceModuleTest {

    @TempDir
    Path root;

    private void file(String name, String content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    private String eval(String code) {
        DeviceFacts facts = new DeviceFacts(new SystemFiles(root));
        try (TestVm vm = new TestVm(new DeviceModule(facts, new RuntimeVms(), List::of))) {
            return vm.eval(code);
        }
    }

    @Test
    void facts_come_from_the_kernel() throws Exception {
        file("proc/loadavg", "0.50 1.25 2.00 1/200 4711\n");
        file("proc/meminfo", "MemTotal:        2048 kB\nMemFree: 1 kB\nMemAvailable:    1024 kB\n");
        file("proc/uptime", "3600.25 7000.00\n");
        file("sys/class/thermal/thermal_zone0/temp", "48312\n");
        file("sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
        file("proc/device-tree/model", "Raspberry Pi 5 Model B\0");
        assertThat(eval("local a, b = ba.device.load() return a, b")).isEqualTo("0.5,1.25");
        assertThat(eval("local m = ba.device.memory() return m.total, m.available"))
                .isEqualTo("2097152,1048576");
        assertThat(eval("return (ba.device.uptime())")).isEqualTo("3600");
        assertThat(eval("local t = ba.device.temperatures()[1] return t.sensor, t.celsius"))
                .isEqualTo("cpu-thermal,48.312");
        assertThat(eval("return ba.device.info().model")).isEqualTo("Raspberry Pi 5 Model B");
    }

    @Test
    void what_cannot_be_read_is_not_there() {
        assertThat(eval("return ba.device.load()")).isEqualTo("nil,notavailable");
        assertThat(eval("return #ba.device.temperatures(), ba.device.memory().total"))
                .isEqualTo("0,nil");
        assertThat(eval("return ba.device.uptime() >= 0")).isEqualTo("true");
    }

    @Test
    void the_loopback_interface_is_listed() {
        assertThat(eval("""
                        for _, i in ipairs(ba.device.interfaces()) do
                           if i.loopback then return i.up, #i.addresses > 0 end
                        end""")).isEqualTo("true,true");
    }
}
