package io.moongate.runtime.health;

/**
 * What a check found.
 *
 * @param reason one line for the operator: what is so, and what to do where something can be done
 */
public record Health(Status status, String reason) {

    /** Worse is later. */
    public enum Status {
        OK,
        /** It works, and an operator should look at it. */
        WARN,
        /** It does not work. */
        FAIL
    }

    public static Health ok(String reason) {
        return new Health(Status.OK, reason);
    }

    public static Health warn(String reason) {
        return new Health(Status.WARN, reason);
    }

    public static Health fail(String reason) {
        return new Health(Status.FAIL, reason);
    }
}
