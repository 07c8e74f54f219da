package io.moongate.net.tls;

import io.moongate.net.pki.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * The certificate authorities that someone trusts: what Lua calls a certstore. It may grow while it is used.
 * Thread-safe.
 */
public final class CertificateStore {

    private static final List<Path> SYSTEM_BUNDLES = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));

    /** A bound on what one store holds, and so on what validation searches. */
    private static final int MAX_CERTIFICATES = 10_000;

    /** Certificates of a peer that are looked at; JSSE takes no more either. */
    private static final int MAX_CHAIN = 10;

    private final Set<X509Certificate> certificates = new CopyOnWriteArraySet<>();
    private volatile Set<TrustAnchor> anchors = Set.of();
    private final Clock clock;

    public CertificateStore() {
        this(Clock.systemUTC());
    }

    /**
     * @param clock tells what has expired
     */
    public CertificateStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * What the operating system trusts, or the JDK where the system has no bundle. Reads files: takes a tenth of a
     * second.
     */
    public static CertificateStore system() throws IOException {
        CertificateStore store = new CertificateStore();
        if (System.getProperty("javax.net.ssl.trustStore") == null) {
            for (Path bundle : SYSTEM_BUNDLES) {
                if (Files.isReadable(bundle) && store.add(Files.readAllBytes(bundle)) > 0) {
                    return store;
                }
            }
        }
        store.addAll(jdkCertificates());
        return store;
    }

    private static List<X509Certificate> jdkCertificates() throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            List<X509Certificate> found = new ArrayList<>();
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509TrustManager x509) {
                    found.addAll(List.of(x509.getAcceptedIssuers()));
                }
            }
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException("the JDK's trust store cannot be read", e);
        }
    }

    /**
     * Adds the certificates of a PEM bundle, a PKCS#7 file or a DER certificate.
     *
     * @return how many the data held; 0 for unknown data
     */
    public int add(byte[] data) {
        List<X509Certificate> found = Certificates.bundle(data);
        addAll(found);
        return found.size();
    }

    /**
     * Adds certificates.
     *
     * @throws IllegalStateException when the store would hold more than its limit
     */
    public synchronized void addAll(Collection<X509Certificate> more) {
        Set<X509Certificate> all = new LinkedHashSet<>(certificates);
        all.addAll(more);
        if (all.size() > MAX_CERTIFICATES) {
            throw new IllegalStateException(
                    "certificate store of " + all.size() + " certificates exceeds the limit of " + MAX_CERTIFICATES);
        }
        certificates.addAll(more);
        anchors = all.stream().map(c -> new TrustAnchor(c, null)).collect(Collectors.toUnmodifiableSet());
    }

    public List<X509Certificate> certificates() {
        return List.copyOf(certificates);
    }

    public boolean isEmpty() {
        return certificates.isEmpty();
    }

    /**
     * A path from a peer's certificate to this store.
     *
     * @param certificates from the peer's own to the authority's
     * @param isCurrent whether all of them are within their validity now
     */
    public record Path509(List<X509Certificate> certificates, boolean isCurrent) {
        public Path509 {
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * Finds a path from the first certificate of {@code chain} to this store (RFC 5280, section 6, without revocation).
     * Expired certificates do not prevent it.
     *
     * @param chain as the peer sent it
     */
    public Optional<Path509> validate(List<X509Certificate> chain) {
        if (chain.isEmpty() || isEmpty()) {
            return Optional.empty();
        }
        List<X509Certificate> sent = chain.subList(0, Math.min(chain.size(), MAX_CHAIN));
        if (certificates.contains(sent.getFirst())) {
            return Optional.of(path(List.of(sent.getFirst())));
        }
        for (Date at : instants(sent)) {
            Optional<List<X509Certificate>> found = build(sent, at);
            if (found.isPresent()) {
                return found.map(this::path);
            }
        }
        return Optional.empty();
    }

    /** Now, and for what is not valid now the first moments of the certificates sent. */
    private List<Date> instants(List<X509Certificate> sent) {
        List<Date> instants = new ArrayList<>();
        instants.add(Date.from(clock.instant()));
        sent.stream().map(X509Certificate::getNotBefore).distinct().forEach(instants::add);
        return instants;
    }

    private Path509 path(List<X509Certificate> certificates) {
        Date now = Date.from(clock.instant());
        boolean isCurrent =
                certificates.stream().noneMatch(c -> now.before(c.getNotBefore()) || now.after(c.getNotAfter()));
        return new Path509(certificates, isCurrent);
    }

    private Optional<List<X509Certificate>> build(List<X509Certificate> sent, Date at) {
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(sent.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(MAX_CHAIN);
            parameters.setDate(at);
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(new HashSet<>(sent))));
            var result = (PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters);
            return Optional.of(withAnchor(result));
        } catch (CertPathBuilderException | CertificateException e) {
            return Optional.empty();
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("PKIX parameters", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK lacks PKIX", e);
        }
    }

    private static List<X509Certificate> withAnchor(PKIXCertPathBuilderResult result) throws CertificateException {
        List<X509Certificate> path = new ArrayList<>();
        for (var certificate : result.getCertPath().getCertificates()) {
            path.add((X509Certificate) certificate);
        }
        X509Certificate anchor = result.getTrustAnchor().getTrustedCert();
        if (path.isEmpty() || !path.getLast().equals(anchor)) {
            path.add(anchor);
        }
        return path;
    }
}
