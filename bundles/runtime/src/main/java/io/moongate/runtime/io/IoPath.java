package io.moongate.runtime.io;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The names of files in an {@link Io}. All mean a place below the root: a leading slash is ignored, doubled slashes and
 * {@code .} too, and {@code ..} goes up as long as it stays inside. What leaves the root, and what another system would
 * read as a path of its own (backslashes, drive letters, NUL), is refused.
 */
public final class IoPath {

    /** The longest name, in characters. */
    public static final int MAX_LENGTH = 4096;

    private IoPath() {}

    /**
     * The normal form: components joined by single slashes, none at either end; empty for the root.
     *
     * @throws IoException {@code invalidname} for what is no name, {@code noaccess} for what leaves the root
     */
    public static String normalize(String name) throws IoException {
        checkCharacters(name);
        return needsWork(name) ? String.join("/", components(name)) : name;
    }

    /** Whether a name ends with a slash: it can only be a directory. */
    public static boolean namesDirectory(String name) {
        return name.isEmpty() || name.endsWith("/");
    }

    /** The directory that holds a normal name; empty for the root. */
    public static String parent(String normal) {
        int slash = normal.lastIndexOf('/');
        return slash < 0 ? "" : normal.substring(0, slash);
    }

    /** The last component of a normal name; empty for the root. */
    public static String last(String normal) {
        return normal.substring(normal.lastIndexOf('/') + 1);
    }

    /** {@code name} below {@code directory}, both normal. */
    public static String join(String directory, String name) {
        if (directory.isEmpty() || name.isEmpty()) {
            return directory + name;
        }
        return directory + "/" + name;
    }

    /** A hidden name beside {@code name}, for a file on its way. */
    public static String sibling(String name, String suffix) throws IoException {
        String normal = normalize(name);
        return join(parent(normal), "." + last(normal) + suffix);
    }

    private static boolean needsWork(String name) {
        return name.startsWith("/")
                || name.startsWith(".")
                || name.endsWith("/")
                || name.contains("//")
                || name.contains("/.");
    }

    private static Deque<String> components(String name) throws IoException {
        Deque<String> components = new ArrayDeque<>();
        for (String component : name.split("/", -1)) {
            switch (component) {
                case "", "." -> {}
                case ".." -> up(components);
                default -> components.addLast(component);
            }
        }
        return components;
    }

    private static void up(Deque<String> components) throws IoException {
        if (components.pollLast() == null) {
            throw new IoException(IoException.NO_ACCESS, "the name leaves the root of its IO");
        }
    }

    private static void checkCharacters(String name) throws IoException {
        if (name.length() > MAX_LENGTH) {
            throw invalid("the name has " + name.length() + " characters; the limit is " + MAX_LENGTH);
        }
        if (name.indexOf('\0') >= 0) {
            throw invalid("a name has no NUL character");
        }
        if (name.indexOf('\\') >= 0) {
            throw invalid("a name has no backslash; directories are separated by /");
        }
        if (hasDrive(name)) {
            throw invalid("a name has no drive letter");
        }
    }

    private static boolean hasDrive(String name) {
        int start = 0;
        while (start < name.length() && name.charAt(start) == '/') {
            start++;
        }
        return name.length() > start + 1
                && name.charAt(start + 1) == ':'
                && Character.isLetter(name.charAt(start))
                && (name.length() == start + 2 || name.charAt(start + 2) == '/');
    }

    private static IoException invalid(String reason) {
        return new IoException(IoException.INVALID_NAME, reason);
    }
}
