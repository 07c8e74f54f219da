package io.moongate.launcher.build;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/**
 * The manifest headers that a framework needs of a bundle whose classes are on the class path. What is left out takes a
 * framework time and tells it nothing: packages of the JDK, optional ones that nobody has, which package uses which,
 * services.
 */
public final class BundleHeaders {

    private static final List<String> AS_THEY_ARE = List.of(
            Constants.BUNDLE_MANIFESTVERSION,
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.BUNDLE_NAME,
            Constants.BUNDLE_ACTIVATOR,
            Constants.BUNDLE_ACTIVATIONPOLICY,
            Constants.FRAGMENT_HOST,
            Constants.REQUIRE_BUNDLE,
            "Service-Component");

    private static final String USES = ";uses:=\"[^\"]*\"";
    private static final String OPTIONAL = "resolution:=\"?optional\"?";

    private final Map<Path, Attributes> manifests = new LinkedHashMap<>();
    private final Set<String> exported = new LinkedHashSet<>();

    public BundleHeaders(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes manifest = file.getManifest().getMainAttributes();
                manifests.put(jar, manifest);
                clauses(manifest.getValue(Constants.EXPORT_PACKAGE)).forEach(clause -> exported.add(name(clause)));
            }
        }
    }

    public Map<String, String> of(Path jar) {
        Attributes manifest = manifests.get(jar);
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : AS_THEY_ARE) {
            if (manifest.getValue(name) != null) {
                headers.put(name, manifest.getValue(name));
            }
        }
        copy(Constants.EXPORT_PACKAGE, manifest, headers, any -> true);
        copy(Constants.IMPORT_PACKAGE, manifest, headers, this::isOfBundles);
        copy(Constants.PROVIDE_CAPABILITY, manifest, headers, BundleHeaders::isForResolver);
        copy(Constants.REQUIRE_CAPABILITY, manifest, headers, BundleHeaders::isForResolver);
        return headers;
    }

    private static void copy(
            String header, Attributes manifest, Map<String, String> headers, Predicate<String> isWanted) {
        String wanted = clauses(manifest.getValue(header)).stream()
                .filter(isWanted)
                .map(clause -> clause.replaceAll(USES, ""))
                .collect(Collectors.joining(","));
        if (!wanted.isEmpty()) {
            headers.put(header, wanted);
        }
    }

    private boolean isOfBundles(String clause) {
        return !name(clause).startsWith("java.")
                && (exported.contains(name(clause)) || !clause.replace(" ", "").matches(".*;" + OPTIONAL + "(;.*)?"));
    }

    private static boolean isForResolver(String clause) {
        return !name(clause).equals("osgi.service");
    }

    /** What a clause is about: a package, a namespace, a bundle. */
    public static String name(String clause) {
        return clause.split(";", 2)[0].strip();
    }

    /** The clauses of a header: commas between quotes do not part them. */
    public static List<String> clauses(@Nullable String header) {
        List<String> clauses = new ArrayList<>();
        if (header != null) {
            StringBuilder clause = new StringBuilder();
            boolean quoted = false;
            for (char c : header.toCharArray()) {
                quoted ^= c == '"';
                if (c == ',' && !quoted) {
                    clauses.add(clause.toString().strip());
                    clause.setLength(0);
                } else {
                    clause.append(c);
                }
            }
            clauses.add(clause.toString().strip());
        }
        return clauses;
    }
}
