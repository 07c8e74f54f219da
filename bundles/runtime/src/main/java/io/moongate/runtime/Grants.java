package io.moongate.runtime;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.luaj.vm2.LuaError;

/** What an app's manifest grants its code beyond its own IO. Immutable. */
public record Grants(Set<Grant> granted) {

    /** Something that reaches outside of the app. */
    public enum Grant {
        /** {@code io.popen}, {@code os.execute}, {@code ba.exec}, {@code ba.forkpty}, pipes. */
        PROCESS,
        /** {@code ba.openio"disk"}, {@code io.open} and {@code os.remove} on the whole file system. */
        DISK,
        /** Listening and connecting. */
        NETWORK,
        /** Keys of the device. */
        TPM,
        /** Java classes from Lua. */
        JAVA,
        /** Letting a debugger in, which sees and changes everything: {@code ldbgmon}. */
        DEBUG
    }

    public Grants {
        granted = Set.copyOf(granted);
    }

    public static Grants all() {
        return new Grants(EnumSet.allOf(Grant.class));
    }

    public static Grants of(Grant... granted) {
        return new Grants(Set.of(granted));
    }

    public boolean allows(Grant grant) {
        return granted.contains(grant);
    }

    /** @throws LuaError that says what the app's manifest lacks */
    public void demand(Grant grant) {
        if (!allows(grant)) {
            throw new LuaError(denial(grant));
        }
    }

    /** What is said when {@code grant} is missing. */
    public static String denial(Grant grant) {
        return "not granted: add '" + grant.name().toLowerCase(Locale.ROOT) + "' to the grants in the app's .manifest";
    }
}
