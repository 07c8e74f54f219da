package io.moongate.lua.internal.code;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Turns hot functions, and hot loops of functions that are called seldom, into hidden classes. What cannot be compiled
 * stays interpreted: functions with to-be-closed variables, and what would be too large for the JVM's own compiler.
 */
final class Compiler {

    /** HotSpot leaves larger methods to its interpreter, where they are slower than in ours. */
    private static final int MAX_BYTES = 7900;

    /** Functions with more sites would be too large for certain. */
    private static final int MAX_SITES = 2500;

    /** For tests: mistakes of the compiler are not passed over. */
    private static final boolean STRICT = Boolean.getBoolean("moongate.lua.strict");

    private static final boolean OFF = Boolean.getBoolean("moongate.lua.interpreted");

    private static final ClassDesc THIS = ClassDesc.of(Compiler.class.getPackageName() + ".Compiled");

    private Compiler() {}

    /** Compiles a function and has it used from now on, if possible. */
    static void compile(LuaPrototype prototype) {
        if (OFF || prototype.siteCount() > MAX_SITES || ClosingSearch.in(prototype.body)) {
            return;
        }
        int fixed = prototype.parameters.length;
        boolean direct = !prototype.vararg && fixed <= 3;
        String method = direct ? "enter" + fixed : "enter";
        MethodTypeDesc type = direct ? Emitter.enterType(fixed) : Emitter.ENTER_VARARGS;
        Object code = attempt(resumable -> {
            Constants constants = new Constants(THIS);
            Analysis analysis = new Analysis(prototype);
            return define(Emitter.CODE, constants, builder -> {
                builder.withMethodBody(
                        method,
                        type,
                        ACC_PUBLIC | ACC_FINAL,
                        cb -> new Emitter(cb, constants, analysis, prototype, resumable).function(direct));
                if (direct) {
                    adapters(builder, fixed);
                }
            });
        });
        if (code != null) {
            prototype.code = (Code) code;
        }
    }

    /** Compiles a loop of an interpreted function; null when that is not possible. */
    static @Nullable LoopCode compile(LuaPrototype prototype, Stat.Loop loop) {
        if (OFF || ClosingSearch.in(loop)) {
            return null;
        }
        return (LoopCode) attempt(resumable -> {
            Set<LocalVariable> outer = new LinkedHashSet<>();
            // The first time finds out which variables of the function the loop needs.
            Constants ignored = new Constants(THIS);
            build(
                    ClassFile.of(ClassFile.StackMapsOption.DROP_STACK_MAPS),
                    Emitter.LOOP_CODE,
                    ignored,
                    builder -> loop(builder, prototype, loop, ignored, outer, resumable));
            Constants constants = new Constants(THIS);
            return define(
                    Emitter.LOOP_CODE,
                    constants,
                    builder -> loop(builder, prototype, loop, constants, outer, resumable));
        });
    }

    /** What fails to compile stays interpreted: too large for a class file, or a mistake of ours. */
    private static @Nullable Object attempt(Compilation compilation) {
        try {
            Object code = compilation.compile(true);
            return code != null ? code : compilation.compile(false);
        } catch (IllegalArgumentException e) {
            return null;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            if (STRICT) {
                throw e;
            }
            return null;
        }
    }

    /** One try to compile something. */
    @FunctionalInterface
    private interface Compilation {
        /**
         * Returns null for what is too large.
         *
         * @param resumable whether loops can be left for the interpreter
         */
        @Nullable
        Object compile(boolean resumable);
    }

    private static void loop(
            ClassBuilder builder,
            LuaPrototype prototype,
            Stat.Loop loop,
            Constants constants,
            Set<LocalVariable> outer,
            boolean resumable) {
        Analysis analysis = new Analysis(prototype);
        String method = switch (loop) {
            case Stat.NumericFor f -> "count";
            case Stat.GenericFor f -> "iterate";
            default -> "run";
        };
        builder.withMethodBody(
                method,
                Emitter.loopType(loop),
                ACC_PUBLIC | ACC_FINAL,
                cb -> new Emitter(cb, constants, analysis, prototype, resumable).loop(loop, outer));
    }

    /** Calls with another number of arguments than parameters. */
    private static void adapters(ClassBuilder builder, int fixed) {
        for (int given = 0; given <= 3; given++) {
            if (given != fixed) {
                int count = given;
                builder.withMethodBody(
                        "enter" + count,
                        Emitter.enterType(count),
                        ACC_PUBLIC | ACC_FINAL,
                        cb -> adapt(cb, fixed, count));
            }
        }
        builder.withMethodBody("enter", Emitter.ENTER_VARARGS, ACC_PUBLIC | ACC_FINAL, cb -> unpack(cb, fixed));
    }

    private static void adapt(CodeBuilder cb, int fixed, int given) {
        cb.aload(0).aload(1);
        for (int i = 0; i < fixed; i++) {
            if (i < given) {
                cb.aload(2 + i);
            } else {
                cb.getstatic(Emitter.VALUE, "NIL", Emitter.VALUE);
            }
        }
        cb.invokevirtual(THIS, "enter" + fixed, Emitter.enterType(fixed)).areturn();
    }

    private static void unpack(CodeBuilder cb, int fixed) {
        cb.aload(0).aload(1);
        for (int i = 1; i <= fixed; i++) {
            cb.aload(2).loadConstant(i).invokevirtual(Emitter.VARARGS, "arg", Emitter.ARG);
        }
        cb.invokevirtual(THIS, "enter" + fixed, Emitter.enterType(fixed)).areturn();
    }

    private static @Nullable Object define(ClassDesc parent, Constants constants, Consumer<ClassBuilder> methods) {
        try {
            byte[] bytes = build(file(), parent, constants, methods);
            if (largestMethod(bytes) > MAX_BYTES) {
                return null;
            }
            MethodHandles.Lookup lookup =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants.values(), true);
            return lookup.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("compiled function cannot be used", e);
        }
    }

    private static byte[] build(ClassFile file, ClassDesc parent, Constants constants, Consumer<ClassBuilder> methods) {
        return file.build(THIS, builder -> {
            builder.withSuperclass(parent).withFlags(ACC_FINAL | ClassFile.ACC_SUPER);
            builder.withMethodBody(
                    ConstantDescs.INIT_NAME,
                    ConstantDescs.MTD_void,
                    ACC_PUBLIC,
                    cb -> cb.aload(0)
                            .invokespecial(parent, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                            .return_());
            methods.accept(builder);
            constants.declare(builder);
        });
    }

    private static ClassFile file() {
        return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(Compiler.class.getClassLoader())
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    private static int largestMethod(byte[] bytes) {
        int largest = 0;
        for (MethodModel method : ClassFile.of().parse(bytes).methods()) {
            CodeModel code = method.code().orElse(null);
            if (code instanceof CodeAttribute attribute
                    && !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME)) {
                largest = Math.max(largest, attribute.codeLength());
            }
        }
        return largest;
    }
}
