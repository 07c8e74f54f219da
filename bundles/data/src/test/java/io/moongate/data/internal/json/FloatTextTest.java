package io.moongate.data.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatTextTest {

    /** As {@code printf "%.14g"} of the C library prints them. */
    @ParameterizedTest
    @CsvSource({
        "0.0, 0",
        "-0.0, -0",
        "1.0, 1",
        "-1.5, -1.5",
        "0.1, 0.1",
        "0.3333333333333333, 0.33333333333333",
        "123456789.123, 123456789.123",
        "9.007199254740992E15, 9.007199254741e+15",
        "1.0E13, 10000000000000",
        "1.0E14, 1e+14",
        "9.99999999999999E13, 1e+14",
        "9.99999999999996E13, 1e+14",
        "1.0E-4, 0.0001",
        "1.0E-5, 1e-05",
        "1.0E-7, 1e-07",
        "1.2345678901234567E-7, 1.2345678901235e-07",
        "1.0E300, 1e+300",
        "4.9E-324, 4.9406564584125e-324",
        "1.7976931348623157E308, 1.7976931348623e+308",
        "3.141592653589793, 3.1415926535898",
        "0.99999999999999999, 1",
        "9.9999999999999995E-5, 0.0001",
        "2.5E-9, 2.5e-09",
        "1234567.5, 1234567.5"
    })
    void known_texts(double value, String expected) {
        assertThat(text(value)).isEqualTo(expected);
    }

    @Test
    void the_digits_are_those_of_exact_arithmetic() {
        SplittableRandom random = new SplittableRandom(7);
        MathContext rounding = new MathContext(14, RoundingMode.HALF_EVEN);
        for (int i = 0; i < 300_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : random.nextInt(1 << 30) * Math.pow(10, random.nextInt(-12, 8));
            if (Double.isFinite(value)) {
                assertThat(new BigDecimal(text(value)))
                        .as("%s", value)
                        .isEqualByComparingTo(new BigDecimal(value).round(rounding));
            }
        }
    }

    @Test
    void ties_go_to_the_even_digit() {
        // These have exactly one digit too many, and it is a 5.
        assertThat(text(1234567890123.25)).isEqualTo("1234567890123.2");
        assertThat(text(1234567890123.75)).isEqualTo("1234567890123.8");
    }

    private static String text(double value) {
        byte[] bytes = new byte[FloatText.LONGEST];
        return new String(bytes, 0, FloatText.write(value, bytes, 0), StandardCharsets.US_ASCII);
    }
}
