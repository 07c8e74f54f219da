package io.moongate.runtime.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsTest {

    @TempDir
    Path state;

    @Test
    void the_first_password_is_made_once_and_only_its_hash_is_kept() throws IOException {
        String password = new Accounts(state).createFirst("admin").orElseThrow();

        Accounts later = new Accounts(state);
        assertThat(later.createFirst("admin")).isEmpty();
        assertThat(later.verify("admin", password.toCharArray())).isTrue();
        assertThat(later.verify("admin", (password + "x").toCharArray())).isFalse();
        assertThat(later.verify("root", password.toCharArray())).isFalse();
        assertThat(Files.readString(state.resolve("accounts")))
                .contains("pbkdf2-sha256$600000$")
                .doesNotContain(password);
    }

    @Test
    void two_gateways_have_different_first_passwords(@TempDir Path other) throws IOException {
        assertThat(new Accounts(state).createFirst("admin")).isNotEqualTo(new Accounts(other).createFirst("admin"));
    }

    @Test
    void names_and_passwords_have_bounds() {
        Accounts accounts = new Accounts(state);
        assertThatThrownBy(() -> accounts.setPassword("a b", "long enough".toCharArray()))
                .hasMessageContaining("letters, digits");
        assertThatThrownBy(() -> accounts.setPassword("admin", "short".toCharArray()))
                .hasMessageContaining("8 to 256");
        assertThat(accounts.verify("admin", new char[300])).isFalse();
    }

    @Test
    void a_foreign_hash_is_no_account() {
        assertThat(PasswordHash.parse("pbkdf2-sha256$0$AA==$AA==")).isEmpty();
        assertThat(PasswordHash.parse("pbkdf2-sha256$99999999999$AA==$AA==")).isEmpty();
        assertThat(PasswordHash.parse("md5$1$AA==$AA==")).isEmpty();
        assertThat(PasswordHash.parse("pbkdf2-sha256$1$%$AA==")).isEmpty();
    }
}
