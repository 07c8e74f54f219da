package io.moongate.lua.internal;

import org.jspecify.annotations.Nullable;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Errors that operators raise, with position and variable names. All methods return what is to be thrown. */
public final class Errors {

    private Errors() {}

    /** An error at the place being executed ({@code luaG_runerror}). */
    public static ScriptError runtime(@Nullable GlobalState state, String message) {
        return new ScriptError(state == null ? message : state.current.top.position() + message);
    }

    static ScriptError arithmetic(@Nullable GlobalState state, Event operator, LuaValue left, LuaValue right) {
        if (left instanceof LuaString || right instanceof LuaString) {
            // As the arithmetic metamethods of strings say it.
            return runtime(
                    state,
                    "attempt to " + operator.label() + " a '" + Names.type(state, left) + "' with a '"
                            + Names.type(state, right) + "'");
        }
        boolean second = left instanceof LuaNumber;
        return operand(state, "perform arithmetic on", second ? right : left, second ? 1 : 0);
    }

    static ScriptError bitwise(@Nullable GlobalState state, LuaValue left, LuaValue right) {
        if (left instanceof LuaNumber && right instanceof LuaNumber) {
            int which = Conversions.toInteger(left) == null ? 0 : 1;
            return runtime(state, "number" + variable(state, which) + " has no integer representation");
        }
        boolean second = left instanceof LuaNumber;
        return operand(state, "perform bitwise operation on", second ? right : left, second ? 1 : 0);
    }

    static ScriptError concat(@Nullable GlobalState state, LuaValue left, LuaValue right, int index) {
        boolean second = Conversions.isStringLike(left);
        return operand(state, "concatenate", second ? right : left, second ? index + 1 : index);
    }

    static ScriptError compare(@Nullable GlobalState state, LuaValue left, LuaValue right) {
        String a = Names.type(state, left);
        String b = Names.type(state, right);
        return runtime(
                state,
                a.equals(b) ? "attempt to compare two " + a + " values" : "attempt to compare " + a + " with " + b);
    }

    static ScriptError length(@Nullable GlobalState state, LuaValue value) {
        return operand(state, "get length of", value, 0);
    }

    static ScriptError index(@Nullable GlobalState state, LuaValue value) {
        return operand(state, "index", value, 0);
    }

    static ScriptError call(@Nullable GlobalState state, LuaValue value) {
        Site site = state == null ? null : state.current.top.site();
        Site.FunctionName called = site == null ? null : site.callee();
        String name = called == null ? variable(state, 0) : " (" + called.what() + " '" + called.name() + "')";
        return runtime(state, "attempt to call a " + Names.type(state, value) + " value" + name);
    }

    private static ScriptError operand(@Nullable GlobalState state, String what, LuaValue value, int operand) {
        return runtime(
                state, "attempt to " + what + " a " + Names.type(state, value) + " value" + variable(state, operand));
    }

    private static String variable(@Nullable GlobalState state, int operand) {
        Site site = state == null ? null : state.current.top.site();
        String variable = site == null ? null : site.operand(operand);
        return variable == null ? "" : " (" + variable + ")";
    }

    /** The error object that a caught throwable carries. */
    public static LuaValue objectOf(LuaError error) {
        return error instanceof LibraryError ? LuaString.valueOf(error.getMessage()) : object(error);
    }

    private static LuaValue object(LuaError error) {
        LuaValue value = error.getMessageObject();
        return value == null ? LuaValue.NIL : value;
    }
}
