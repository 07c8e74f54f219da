package io.moongate.web.internal;

/** The WWW-Authenticate fields of 401 answers. */
final class Challenges {
    private Challenges() {}

    static void basic(Command command, String realm) {
        command.response().setStatus(401);
        command.response().headers().add("WWW-Authenticate", "Basic realm=\"" + quoted(realm) + "\"");
    }

    /** @param algorithm {@code MD5}, which is not named, or {@code SHA-256} */
    static void digest(Command command, String realm, boolean stale, String algorithm) {
        command.response().setStatus(401);
        String nonce = command.web().server().nonces().create();
        String field = "Digest realm=\"" + quoted(realm) + "\", domain=\"/\", qop=\"auth\", nonce=\"" + nonce + "\""
                + (algorithm.equals("MD5") ? "" : ", algorithm=" + algorithm)
                + (stale ? ", stale=true" : "");
        command.response().headers().add("WWW-Authenticate", field);
    }

    private static String quoted(String text) {
        return new String(
                        text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        java.nio.charset.StandardCharsets.ISO_8859_1)
                .replaceAll("[\\x00-\\x1f\\x7f]", "")
                .replace("\\", "\\\\")
                .replace("\"", "\\\"");
    }
}
