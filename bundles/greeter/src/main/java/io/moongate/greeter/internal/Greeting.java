package io.moongate.greeter.internal;

/** A word of greeting that counts how often it was said. Used by one VM's thread. */
final class Greeting {

    /** After so many times a greeting is worn. */
    static final int MOST = 1000;

    private final String word;
    private int count;

    Greeting(String word) {
        this.word = word;
    }

    String say(String name) {
        count++;
        return word + ", " + name + "!";
    }

    boolean isWorn() {
        return count >= MOST;
    }

    String word() {
        return word;
    }

    int count() {
        return count;
    }
}
