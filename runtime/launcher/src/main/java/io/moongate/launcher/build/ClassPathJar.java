package io.moongate.launcher.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * All bundles of a distribution in one jar for the JVM's class path. One, because whoever looks for a service or a resource
 * opens every jar there is; without signatures, because the JDK's AOT cache leaves out classes of signed jars.
 */
public final class ClassPathJar {

    private static final Pattern LEFT_OUT = Pattern.compile("META-INF/MANIFEST\\.MF|META-INF/[^/]*\\.(SF|RSA|DSA|EC)"
            + "|META-INF/(maven|versions)/.*|OSGI-INF/.*|OSGI-OPT/.*|.*module-info\\.class|.*/");

    private static final String SERVICES = "META-INF/services/";

    /** Entries have one time, so that two builds of the same bundles give the same jar. */
    private static final long TIME = 0;

    private final Set<String> written = new HashSet<>();
    private final Map<String, ByteArrayOutputStream> services = new TreeMap<>();

    private ClassPathJar() {}

    /** @param jars of several entries with one name the first is taken */
    public static void write(Path file, List<Path> jars) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
            ClassPathJar merged = new ClassPathJar();
            for (Path jar : jars) {
                merged.add(jar, out);
            }
            merged.addServices(out);
        }
    }

    private void add(Path jar, ZipOutputStream out) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            StackMaps stackMaps = new StackMaps(zip);
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                if (name.startsWith(SERVICES) && !entry.isDirectory()) {
                    addService(name, bytes(zip, entry));
                } else if (!LEFT_OUT.matcher(name).matches() && written.add(name)) {
                    put(out, name, stackMaps.added(name, bytes(zip, entry)));
                }
            }
        }
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private void addService(String name, byte[] providers) {
        ByteArrayOutputStream all = services.computeIfAbsent(name, key -> new ByteArrayOutputStream());
        all.writeBytes(providers);
        all.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
    }

    private void addServices(ZipOutputStream out) throws IOException {
        for (Map.Entry<String, ByteArrayOutputStream> service : services.entrySet()) {
            put(out, service.getKey(), service.getValue().toByteArray());
        }
    }

    private static void put(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(TIME);
        out.putNextEntry(entry);
        out.write(content);
        out.closeEntry();
    }
}
