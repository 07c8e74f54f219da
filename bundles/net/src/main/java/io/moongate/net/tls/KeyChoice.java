package io.moongate.net.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Offers the keys of a context: of those with the algorithm asked for, the one whose certificate names the host that the
 * client wants, else the one added last. Aliases are positions in the list, which only grows.
 */
final class KeyChoice extends X509ExtendedKeyManager {

    private final List<TlsKey> keys = new CopyOnWriteArrayList<>();

    void add(TlsKey key) {
        keys.add(key);
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType, requestedHost(engine)).orElse(null);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return Arrays.stream(keyTypes)
                .map(type -> choose(type, null))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType, null).orElse(null);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return key(alias).map(k -> k.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return key(alias).map(TlsKey::privateKey).orElse(null);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return aliases(keyType);
    }

    private Optional<TlsKey> key(String alias) {
        int index = Integer.parseInt(alias);
        return index < keys.size() ? Optional.of(keys.get(index)) : Optional.empty();
    }

    private Optional<String> choose(String keyType, @Nullable String host) {
        String[] aliases = aliases(keyType);
        Optional<String> named = host == null
                ? Optional.empty()
                : Arrays.stream(aliases).filter(a -> names(a, host)).findFirst();
        return named.or(() -> aliases.length == 0 ? Optional.empty() : Optional.of(aliases[aliases.length - 1]));
    }

    private boolean names(String alias, String host) {
        return key(alias)
                .filter(k -> HostNames.matches(k.chain().getFirst(), host, true))
                .isPresent();
    }

    private String[] aliases(String keyType) {
        return IntStream.range(0, keys.size())
                .filter(i -> keys.get(i).algorithm().equals(algorithm(keyType)))
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    /** JSSE's key types name the key exchange too: {@code EC_EC}. RSASSA-PSS signatures are made by plain RSA keys. */
    private static String algorithm(String keyType) {
        int underscore = keyType.indexOf('_');
        return underscore < 0 ? keyType : keyType.substring(0, underscore);
    }

    private static @Nullable String requestedHost(@Nullable SSLEngine engine) {
        if (engine != null && engine.getHandshakeSession() instanceof ExtendedSSLSession session) {
            return session.getRequestedServerNames().stream()
                    .filter(SNIHostName.class::isInstance)
                    .map(n -> ((SNIHostName) n).getAsciiName())
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }
}
