package io.moongate.launcher;

import io.moongate.deploy.state.DeployedBundles;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectContent;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * The distribution's bundles on the JVM's own class path (OSGi Connect, Core 8 chapter 60): what the AOT cache holds linked
 * and profiled is of use only to classes of that loader. A bundle that is updated gets a class loader of its own.
 */
final class ClassPathBundles implements ModuleConnector {

    private final Path directory;
    private final BundleIndex index;
    private final Set<String> apart;
    private final boolean isOnClassPath;

    /** @param replaced symbolic names of bundles that were replaced: these and what uses their classes stay apart */
    ClassPathBundles(Distribution distribution, BundleIndex index, Set<String> replaced) {
        this.directory = distribution.bundles();
        this.index = index;
        this.apart = index.users(replaced);
        this.isOnClassPath = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator))
                .contains(distribution.classPathJar().toString());
    }

    /** The location to install a bundle from. */
    String locationOf(FeatureList.BundleItem item) {
        return has(item)
                ? DeployedBundles.CLASS_PATH + item.file()
                : "reference:" + directory.resolve(item.file()).toUri();
    }

    private boolean has(FeatureList.BundleItem item) {
        return isOnClassPath
                && !apart.contains(item.symbolicName())
                && index.headers(item.file()).isPresent();
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {}

    @Override
    public Optional<ConnectModule> connect(String location) {
        return Optional.of(location)
                .filter(any -> any.startsWith(DeployedBundles.CLASS_PATH))
                .map(known -> known.substring(DeployedBundles.CLASS_PATH.length()))
                .flatMap(file -> index.headers(file).map(headers -> new Content(directory.resolve(file), headers)))
                .map(content -> () -> content);
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }

    /** A jar that is opened only when somebody asks for a resource. */
    private static final class Content implements ConnectContent {

        private final Path jar;
        private final Map<String, String> headers;
        private Optional<ZipFile> file = Optional.empty();

        Content(Path jar, Map<String, String> headers) {
            this.jar = jar;
            this.headers = headers;
        }

        @Override
        public Optional<Map<String, String>> getHeaders() {
            return Optional.of(new HashMap<>(headers));
        }

        @Override
        public Iterable<String> getEntries() throws IOException {
            return Collections.list(file().entries()).stream()
                    .map(ZipEntry::getName)
                    .toList();
        }

        @Override
        public Optional<ConnectEntry> getEntry(String name) {
            try {
                return Optional.ofNullable(file().getEntry(name)).map(Entry::new);
            } catch (IOException e) {
                throw new IllegalStateException(jar + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public Optional<ClassLoader> getClassLoader() {
            return Optional.of(ClassPathBundles.class.getClassLoader());
        }

        @Override
        public void open() {}

        @Override
        public synchronized void close() throws IOException {
            if (file.isPresent()) {
                file.get().close();
                file = Optional.empty();
            }
        }

        private synchronized ZipFile file() throws IOException {
            if (file.isEmpty()) {
                file = Optional.of(new ZipFile(jar.toFile()));
            }
            return file.get();
        }

        private final class Entry implements ConnectEntry {

            private final ZipEntry entry;

            Entry(ZipEntry entry) {
                this.entry = entry;
            }

            @Override
            public String getName() {
                return entry.getName();
            }

            @Override
            public long getContentLength() {
                return entry.getSize();
            }

            @Override
            public long getLastModified() {
                return entry.getTime();
            }

            @Override
            public byte[] getBytes() throws IOException {
                try (InputStream in = file().getInputStream(entry)) {
                    return in.readAllBytes();
                }
            }

            @Override
            public InputStream getInputStream() throws IOException {
                return new ByteArrayInputStream(getBytes());
            }
        }
    }
}
