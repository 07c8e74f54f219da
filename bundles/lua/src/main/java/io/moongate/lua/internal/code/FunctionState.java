package io.moongate.lua.internal.code;

import io.moongate.lua.internal.Site;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the parser knows about the function it is in. */
final class FunctionState {

    static final int MAX_LOCALS = 200;
    static final int MAX_UPVALUES = 255;

    final @Nullable FunctionState parent;
    final LuaPrototype prototype;
    final List<UpvalueSource> upvalues = new ArrayList<>();

    /** The variables that upvalues lead to, null for the main function's _ENV. */
    private final List<@Nullable LocalVariable> upvalueOrigins = new ArrayList<>();

    final List<LocalVariable> active = new ArrayList<>();
    private final List<LocalVariable> all = new ArrayList<>();
    private final List<Site> sites = new ArrayList<>();

    Scope scope;
    private int freeSlot;

    /** Variables that have been named in a declaration that is not complete. */
    private int declared;

    FunctionState(@Nullable FunctionState parent, LuaPrototype prototype) {
        this.parent = parent;
        this.prototype = prototype;
        this.scope = new Scope(null, false, 0);
    }

    /** A block while it is being parsed. */
    static final class Scope {
        final @Nullable Scope parent;
        final boolean loop;
        final int firstActive;
        final List<LabelPosition> labels = new ArrayList<>();
        final List<Pending> gotos = new ArrayList<>();

        /** Whether a to-be-closed variable is alive here. */
        boolean closes;

        Scope(@Nullable Scope parent, boolean loop, int firstActive) {
            this.parent = parent;
            this.loop = loop;
            this.firstActive = firstActive;
            this.closes = parent != null && parent.closes;
        }
    }

    /** A goto whose label has not been seen. */
    record Pending(Stat.Goto statement, int activeVariables) {}

    int site(Site site) {
        sites.add(site);
        return sites.size() - 1;
    }

    void enterScope(boolean loop) {
        scope = new Scope(scope, loop, active.size());
    }

    /**
     * Variables of the innermost scope end; what gotos it has left go to the outer one.
     *
     * @return whether closures share some of the variables
     */
    boolean leaveScope() {
        Scope inner = scope;
        boolean captured = false;
        for (LocalVariable variable : active.subList(inner.firstActive, active.size())) {
            captured |= variable.captured;
        }
        deactivate(inner.firstActive);
        Scope outer = inner.parent;
        if (outer != null) {
            for (Pending pending : inner.gotos) {
                outer.gotos.add(
                        new Pending(pending.statement(), Math.min(pending.activeVariables(), inner.firstActive)));
            }
            scope = outer;
        }
        return captured;
    }

    private void deactivate(int count) {
        for (int i = active.size() - 1; i >= count; i--) {
            LocalVariable variable = active.remove(i);
            variable.endPc = sites.size();
            if (variable.slot >= 0) {
                freeSlot = variable.slot;
            }
        }
    }

    /** A variable that is not in scope yet: see {@link #activate}. */
    LocalVariable newVariable(String name, LocalVariable.Attribute attribute) {
        declared++;
        LocalVariable variable = new LocalVariable(name, attribute, freeSlot++);
        prototype.slotCount = Math.max(prototype.slotCount, freeSlot);
        return variable;
    }

    LocalVariable newConstant(String name, Expr.Constant value) {
        LocalVariable variable = new LocalVariable(name, LocalVariable.Attribute.CONST, -1);
        variable.constant = value;
        return variable;
    }

    /** Gives back the place of a variable that turned out to be a constant. */
    void giveBack(LocalVariable variable) {
        freeSlot = variable.slot;
    }

    /** The first place that no variable in scope occupies. */
    int freeSlot() {
        return freeSlot;
    }

    void activate(LocalVariable variable) {
        declared = Math.max(0, declared - 1);
        variable.startPc = sites.size();
        active.add(variable);
        all.add(variable);
    }

    /** Variables in scope and those about to be. */
    int variableCount() {
        return active.size() + declared;
    }

    @Nullable
    LocalVariable findLocal(String name) {
        for (int i = active.size() - 1; i >= 0; i--) {
            if (active.get(i).name.equals(name)) {
                return active.get(i);
            }
        }
        return null;
    }

    /** The index of an upvalue, which is created when a function around this one has the variable; -1 otherwise. */
    int findUpvalue(String name) {
        for (int i = 0; i < upvalues.size(); i++) {
            if (upvalues.get(i).name().equals(name)) {
                return i;
            }
        }
        if (parent == null) {
            return -1;
        }
        LocalVariable local = parent.findLocal(name);
        if (local != null) {
            local.captured = true;
            return addUpvalue(new UpvalueSource(name, local, -1), local);
        }
        int outer = parent.findUpvalue(name);
        return outer < 0 ? -1 : addUpvalue(new UpvalueSource(name, null, outer), parent.upvalueOrigins.get(outer));
    }

    int addUpvalue(UpvalueSource source, @Nullable LocalVariable origin) {
        upvalues.add(source);
        upvalueOrigins.add(origin);
        return upvalues.size() - 1;
    }

    /** The variable an upvalue leads to; null for the main function's _ENV. */
    @Nullable
    LocalVariable upvalueOrigin(int index) {
        return upvalueOrigins.get(index);
    }

    @Nullable
    LabelPosition findLabel(String name) {
        for (Scope s = scope; s != null; s = s.parent) {
            for (LabelPosition label : s.labels) {
                if (label.name.equals(name)) {
                    return label;
                }
            }
        }
        return null;
    }

    /** How many loops are around what is being parsed. */
    int loopDepth() {
        int depth = 0;
        for (Scope s = scope; s != null; s = s.parent) {
            depth += s.loop ? 1 : 0;
        }
        return depth;
    }

    void finish() {
        deactivate(0);
        for (LocalVariable variable : all) {
            if (variable.endPc == sites.size()) {
                // Alive until the function returns at its end.
                variable.endPc = Integer.MAX_VALUE;
            }
        }
        prototype.sites(sites.toArray(new Site[0]));
        prototype.locals = all.toArray(new LocalVariable[0]);
        prototype.upvalues = upvalues.toArray(LuaPrototype.NO_UPVALUES);
        for (LocalVariable parameter : prototype.parameters) {
            prototype.capturesParameters |= parameter.captured;
        }
    }
}
