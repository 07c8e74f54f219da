package io.moongate.web.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.web.internal.Nonces.Verdict;
import org.junit.jupiter.api.Test;

class NoncesTest {

    private final Nonces nonces = new Nonces();

    @Test
    void each_count_is_good_once_in_any_order_close_by() {
        String nonce = nonces.create();
        assertThat(nonces.use(nonce, 1)).isEqualTo(Verdict.GOOD);
        assertThat(nonces.use(nonce, 1)).isEqualTo(Verdict.BAD);
        assertThat(nonces.use(nonce, 3)).isEqualTo(Verdict.GOOD);
        assertThat(nonces.use(nonce, 2)).isEqualTo(Verdict.GOOD);
        assertThat(nonces.use(nonce, 2)).isEqualTo(Verdict.BAD);
        assertThat(nonces.use(nonce, 1000)).isEqualTo(Verdict.GOOD);
        assertThat(nonces.use(nonce, 4)).isEqualTo(Verdict.BAD);
    }

    @Test
    void forged_nonces_and_seeds_are_bad() {
        String nonce = nonces.create();
        assertThat(nonces.use("0" + nonce.substring(1), 1)).isEqualTo(Verdict.BAD);
        assertThat(nonces.use("", 1)).isEqualTo(Verdict.BAD);
        assertThat(new Nonces().use(nonce, 1)).isEqualTo(Verdict.BAD);
        String seed = nonces.seed();
        assertThat(nonces.useSeed(seed, "1")).isFalse();
        assertThat(nonces.useSeed(seed, nonces.seedKey(seed))).isTrue();
        assertThat(nonces.useSeed(seed, nonces.seedKey(seed))).isFalse();
    }
}
