package io.moongate.net.pki;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One block of a PEM file (RFC 7468; headers as in RFC 1421).
 *
 * @param type the words between {@code BEGIN} and the dashes
 * @param headers such as {@code DEK-Info}
 * @param der the decoded body
 */
public record Pem(String type, Map<String, String> headers, byte[] der) {

    private static final String BEGIN = "-----BEGIN ";
    private static final String DASHES = "-----";
    private static final int LINE = 64;
    /** More than any CA bundle holds. */
    private static final int MAX_BLOCKS = 10_000;

    /** The blocks of a text, in its order; what is between them is ignored, as is a block that never ends. */
    public static List<Pem> blocks(byte[] text) {
        String s = new String(text, StandardCharsets.ISO_8859_1);
        List<Pem> blocks = new ArrayList<>();
        int from = 0;
        while (blocks.size() < MAX_BLOCKS) {
            int begin = s.indexOf(BEGIN, from);
            int typeEnd = begin < 0 ? -1 : s.indexOf(DASHES, begin + BEGIN.length());
            if (typeEnd < 0) {
                break;
            }
            String type = s.substring(begin + BEGIN.length(), typeEnd);
            int bodyStart = typeEnd + DASHES.length();
            int end = s.indexOf("-----END " + type + DASHES, bodyStart);
            if (end < 0) {
                from = bodyStart;
                continue;
            }
            parse(type, s.substring(bodyStart, end)).ifPresent(blocks::add);
            from = end;
        }
        return blocks;
    }

    /** The first block of one of {@code types}. */
    public static Optional<Pem> first(byte[] text, String... types) {
        List<String> wanted = Arrays.asList(types);
        return blocks(text).stream().filter(b -> wanted.contains(b.type())).findFirst();
    }

    /** A block with lines of 64 columns and a final newline. */
    public static String encode(String type, byte[] der) {
        String body = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der);
        return BEGIN + type + DASHES + "\n" + body + "\n-----END " + type + DASHES + "\n";
    }

    private static Optional<Pem> parse(String type, String content) {
        Map<String, String> headers = new LinkedHashMap<>();
        StringBuilder body = new StringBuilder(content.length());
        content.lines().map(String::strip).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
            } else {
                body.append(line);
            }
        });
        try {
            return Optional.of(new Pem(type, headers, Base64.getMimeDecoder().decode(body.toString())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
