package io.moongate.data.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.moongate.data.internal.json.JsonModule;
import io.moongate.data.internal.ubjson.UbjsonModule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;

/** What holds for every document and for every sequence of bytes, tried with generated ones. */
class DocumentPropertyTest {

    /** Enough for any generated document; small, so that what takes memory shows. */
    private static final Limits LIMITS = new Limits(64, 1000, 1 << 24);

    static final List<DocumentFormat> FORMATS = List.of(new JsonModule(), new UbjsonModule());

    @ParameterizedTest
    @FieldSource("FORMATS")
    void what_is_encoded_is_decoded_again(DocumentFormat format) throws Fault {
        for (int seed = 0; seed < 3000; seed++) {
            LuaTable document = document(format, seed);
            byte[] text = encode(format, document);
            assertThat(RandomValues.same(document, decode(format, text).getFirst()))
                    .as("seed %d: %s", seed, printable(text))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void pieces_of_any_size_give_the_same_documents(DocumentFormat format) throws Fault {
        for (int seed = 0; seed < 1000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            LuaTable document = document(format, seed);
            byte[] text = encode(format, document);
            DocumentDecoder decoder = format.decoder(LIMITS);
            List<LuaTable> documents = new ArrayList<>();
            for (int round = 0; round < 2; round++) {
                for (int from = 0, to; from < text.length; from = to) {
                    to = Math.min(text.length, from + random.nextInt(1, 9));
                    decoder.add(text.clone(), from, to - from);
                    for (LuaTable next = decoder.next(); next != null; next = decoder.next()) {
                        documents.add(next);
                    }
                }
            }
            assertThat(documents).as("seed %d", seed).hasSize(2);
            assertThat(documents).allMatch(decoded -> RandomValues.same(document, decoded));
            assertThat(decoder.isBetweenDocuments()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void random_bytes_give_documents_or_a_fault(DocumentFormat format) {
        String alphabet = "[[[{{]}$$##iUIlLdDSCHZTFN\"\\:,0123456789-+.eEtrufalsn \n/*'\0\1\2\3\177\377u";
        for (int seed = 0; seed < 100_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = new byte[random.nextInt(1, 40)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
            }
            bytes[0] = (byte) (random.nextBoolean() ? '[' : '{');
            decodeOrFault(format, bytes);
        }
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void damaged_documents_give_documents_or_a_fault(DocumentFormat format) throws Fault {
        for (int seed = 0; seed < 3000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] text = encode(format, document(format, seed));
            for (int change = 0; change < 5; change++) {
                byte[] damaged = Arrays.copyOf(text, text.length - random.nextInt(text.length));
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
                decodeOrFault(format, damaged);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("FORMATS")
    void what_was_cut_needs_more_data(DocumentFormat format) throws Fault {
        for (int seed = 0; seed < 500; seed++) {
            byte[] text = encode(format, document(format, seed));
            for (int length = 0; length < text.length; length++) {
                DocumentDecoder decoder = format.decoder(LIMITS);
                decoder.add(text, 0, length);
                assertThat(decoder.next()).as("seed %d cut to %d", seed, length).isNull();
            }
        }
    }

    private static LuaTable document(DocumentFormat format, int seed) {
        return new RandomValues(new SplittableRandom(seed), format instanceof UbjsonModule).document();
    }

    private static byte[] encode(DocumentFormat format, LuaTable document) throws Fault {
        ByteSink sink = new ByteSink(16);
        format.encoder(sink).write(document);
        LuaString text = sink.toLuaString();
        return Arrays.copyOfRange(text.m_bytes, text.m_offset, text.m_offset + text.m_length);
    }

    private static List<LuaTable> decode(DocumentFormat format, byte[] text) throws Fault {
        DocumentDecoder decoder = format.decoder(LIMITS);
        decoder.add(text, 0, text.length);
        List<LuaTable> documents = new ArrayList<>();
        for (LuaTable next = decoder.next(); next != null; next = decoder.next()) {
            documents.add(next);
        }
        return documents;
    }

    private static Optional<Fault> decodeOrFault(DocumentFormat format, byte[] text) {
        try {
            decode(format, text);
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault);
        }
    }

    private static String printable(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
