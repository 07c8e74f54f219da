package io.moongate.net.tls;

import java.util.Optional;

/** How far a peer is trusted, with the codes of {@code sock:trusted()}. */
public enum Trust {
    /** The chain leads to the store, the name matches, and all of it is within its validity. */
    TRUSTED(null),
    /** Neither chain nor name. */
    NONE("none"),
    /** The name matches, the chain does not lead to the store. */
    NAME("cn"),
    /** The chain leads to the store, the name differs. */
    CHAIN("cert"),
    /** Chain and name match, outside of the validity period. */
    EXPIRED("certcn");

    private final String code;

    Trust(String code) {
        this.code = code;
    }

    /** What Lua sees after nil; empty when trusted. */
    public Optional<String> code() {
        return Optional.ofNullable(code);
    }

    public boolean isTrusted() {
        return this == TRUSTED;
    }

    static Trust of(boolean chain, boolean name, boolean current) {
        if (!chain) {
            return name ? NAME : NONE;
        }
        if (!name) {
            return CHAIN;
        }
        return current ? TRUSTED : EXPIRED;
    }
}
