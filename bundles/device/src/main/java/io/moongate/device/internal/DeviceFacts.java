package io.moongate.device.internal;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the facts of the device this process runs on. Linux has all of them, other systems fewer. */
final class DeviceFacts {

    /** Bytes. @param process resident memory of this process */
    record Memory(Optional<Long> total, Optional<Long> available, Optional<Long> process, long heap, long heapLimit) {}

    record Temperature(String sensor, double celsius) {}

    record Interface(
            String name,
            boolean isUp,
            boolean isLoopback,
            List<String> addresses,
            Optional<Long> received,
            Optional<Long> sent) {}

    private final SystemFiles files;

    DeviceFacts(SystemFiles files) {
        this.files = files;
    }

    /** Processes ready to run, averaged over 1, 5 and 15 minutes. */
    List<Double> load() {
        return files.text("proc/loadavg").map(DeviceFacts::firstThree).orElse(List.of());
    }

    private static List<Double> firstThree(String text) {
        List<Double> averages = new ArrayList<>();
        for (String field : text.split(" ", 4)) {
            if (averages.size() < 3) {
                averages.add(Double.parseDouble(field));
            }
        }
        return averages;
    }

    Memory memory() {
        Runtime java = Runtime.getRuntime();
        return new Memory(
                kilobytes("proc/meminfo", "MemTotal:"),
                kilobytes("proc/meminfo", "MemAvailable:"),
                kilobytes("proc/self/status", "VmRSS:"),
                java.totalMemory() - java.freeMemory(),
                java.maxMemory());
    }

    private Optional<Long> kilobytes(String file, String label) {
        return files.lines(file).stream()
                .filter(line -> line.startsWith(label))
                .findFirst()
                .flatMap(line -> SystemFiles.parse(line.replaceAll("\\D", "")))
                .map(kilobytes -> kilobytes * 1024);
    }

    /** How long the device has been up. */
    Optional<Duration> uptime() {
        return files.text("proc/uptime")
                .map(text -> Duration.ofMillis((long) (Double.parseDouble(text.split(" ")[0]) * 1000)));
    }

    Duration processUptime() {
        return Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
    }

    List<Temperature> temperatures() {
        List<Temperature> found = new ArrayList<>();
        for (String zone : files.names("sys/class/thermal", "thermal_zone*")) {
            String directory = "sys/class/thermal/" + zone;
            files.number(directory + "/temp")
                    .ifPresent(thousandths -> found.add(
                            new Temperature(files.text(directory + "/type").orElse(zone), thousandths / 1000.0)));
        }
        return found;
    }

    List<Interface> interfaces() {
        try {
            List<Interface> found = new ArrayList<>();
            for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
                found.add(describe(one));
            }
            return found;
        } catch (SocketException e) {
            return List.of();
        }
    }

    private Interface describe(NetworkInterface one) throws SocketException {
        String statistics = "sys/class/net/" + one.getName() + "/statistics/";
        List<String> addresses = one.inetAddresses()
                .map(InetAddress::getHostAddress)
                .map(DeviceFacts::withoutZone)
                .toList();
        return new Interface(
                one.getName(),
                one.isUp(),
                one.isLoopback(),
                addresses,
                files.number(statistics + "rx_bytes"),
                files.number(statistics + "tx_bytes"));
    }

    private static String withoutZone(String address) {
        int zone = address.indexOf('%');
        return zone < 0 ? address : address.substring(0, zone);
    }

    /** What the board calls itself, or the processor's architecture. */
    String model() {
        return files.text("proc/device-tree/model")
                .or(() -> files.text("sys/class/dmi/id/product_name"))
                .map(text -> text.replace("\0", ""))
                .filter(text -> !text.isBlank())
                .orElse(System.getProperty("os.arch"));
    }

    String hostName() {
        return files.text("proc/sys/kernel/hostname").orElse("localhost");
    }
}
