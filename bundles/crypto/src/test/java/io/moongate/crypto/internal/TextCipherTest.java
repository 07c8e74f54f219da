package io.moongate.crypto.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextCipherTest {

    @Test
    void wide_blocks_open_again_and_change_as_a_whole() throws Exception {
        Random random = new Random(42);
        for (int blocks = 1; blocks < 40; blocks++) {
            byte[] secret = new byte[random.nextInt(40)];
            random.nextBytes(secret);
            byte[] message = new byte[16 * blocks];
            random.nextBytes(message);
            WideBlock cipher = new WideBlock(secret);
            byte[] sealed = cipher.encipher(message);
            assertThat(cipher.decipher(sealed)).isEqualTo(message);
            byte[] other = message.clone();
            other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
            byte[] otherSealed = cipher.encipher(other);
            for (int at = 0; at < sealed.length; at += 16) {
                assertThat(Arrays.equals(sealed, at, at + 16, otherSealed, at, at + 16))
                        .isFalse();
            }
            sealed[random.nextInt(sealed.length)] ^= 1;
            byte[] opened = cipher.decipher(sealed);
            for (int at = 0; at < opened.length; at += 16) {
                assertThat(Arrays.equals(message, at, at + 16, opened, at, at + 16))
                        .isFalse();
            }
        }
    }

    @Test
    void texts_of_all_lengths() {
        try (CryptoVm vm = new CryptoVm()) {
            assertThat(vm.eval("""
                    for n = 0, 200 do
                       local text = ('t'):rep(n)
                       local sealed = ba.aesencode('key', text)
                       if ba.aesdecode('key', sealed) ~= text or ba.aesdecode('other', sealed) ~= nil then return n end
                       for i = 1, #sealed, 7 do
                          local c = sealed:sub(i, i) == 'A' and 'B' or 'A'
                          if ba.aesdecode('key', sealed:sub(1, i - 1) .. c .. sealed:sub(i + 1)) == text then return n, i end
                       end
                    end
                    return 'all', #ba.aeskey(), #ba.aeskey(32), select('#', ba.aesdecode('key', 'junk'))
                    """)).isEqualTo("all,16,32,0");
        }
    }
}
