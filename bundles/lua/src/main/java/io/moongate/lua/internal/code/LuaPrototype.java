package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Names;
import io.moongate.lua.internal.Prototype;
import io.moongate.lua.internal.Site;
import org.jspecify.annotations.Nullable;

/** A function's syntax tree, resolved, with what its closures share. */
public final class LuaPrototype implements Prototype {

    /** Calls and iterations after which a function is compiled. */
    private static final int HOT = Integer.getInteger("moongate.lua.hot", 1000);

    static final UpvalueSource[] NO_UPVALUES = new UpvalueSource[0];

    /** How functions of this prototype run; changes when they become hot. */
    public Code code;

    final Code interpreted;

    /** The chunk, and where in it the function is from its parameters to its end: for {@code string.dump}. */
    byte[] text = new byte[0];

    int textStart;
    int textEnd;
    boolean method;

    final String source;
    final String shortSource;
    final int lineDefined;
    int lastLineDefined;

    /** Where the function returns at its end. */
    int endLine;

    boolean main;

    /** Whether it has no lines and names. */
    boolean stripped;

    boolean vararg;
    LocalVariable[] parameters = new LocalVariable[0];
    boolean capturesParameters;
    int slotCount;
    UpvalueSource[] upvalues = NO_UPVALUES;
    Stat.Block body = new Stat.Block();

    /** All local variables in the order of their declaration. */
    LocalVariable[] locals = new LocalVariable[0];

    private Site[] sites = new Site[0];
    private @Nullable Marking marking;
    private int heat;
    private boolean compilationTried;

    LuaPrototype(String source, int lineDefined) {
        this.source = source;
        this.shortSource = Names.shortSource(source);
        this.lineDefined = lineDefined;
        this.interpreted = new InterpretedCode(this);
        this.code = interpreted;
    }

    /**
     * Counts a call or an iteration.
     *
     * @return whether the function is worth compiling
     */
    boolean heat() {
        return ++heat > HOT;
    }

    /** What is compiled once and then not again, whether it worked or not. */
    boolean claimCompilation() {
        boolean first = !compilationTried;
        compilationTried = true;
        return first;
    }

    void sites(Site[] all) {
        sites = all;
    }

    /** The body with marks, for as long as there are hooks. */
    Stat.Block markedBody() {
        return marking().body();
    }

    /** Line of the first instruction. */
    int firstLine() {
        return marking().firstLine();
    }

    /** The mark at the function's end. */
    Mark markedEnd() {
        return marking().end();
    }

    private Marking marking() {
        if (marking == null) {
            marking = new Marking(this);
        }
        return marking;
    }

    int siteCount() {
        return sites.length;
    }

    @Override
    public String source() {
        return source;
    }

    @Override
    public String shortSource() {
        return shortSource;
    }

    @Override
    public int lineDefined() {
        return lineDefined;
    }

    @Override
    public int lastLineDefined() {
        return lastLineDefined;
    }

    @Override
    public boolean isMain() {
        return main;
    }

    @Override
    public int parameterCount() {
        return parameters.length;
    }

    @Override
    public boolean isVararg() {
        return vararg;
    }

    @Override
    public int upvalueCount() {
        return upvalues.length;
    }

    @Override
    public String upvalueName(int index) {
        return stripped ? "(no name)" : upvalues[index].name();
    }

    @Override
    public @Nullable LocalName local(int n, int pc) {
        if (stripped) {
            return null;
        }
        int left = n;
        for (LocalVariable local : locals) {
            if (local.startPc <= pc && pc < local.endPc && local.slot >= 0 && --left == 0) {
                return new LocalName(local.name, local.slot);
            }
        }
        return null;
    }

    @Override
    public int[] activeLines() {
        return stripped
                ? new int[0]
                : marking().lines().stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public @Nullable Site site(int pc) {
        return pc >= 0 && pc < sites.length && !stripped ? sites[pc] : null;
    }
}
