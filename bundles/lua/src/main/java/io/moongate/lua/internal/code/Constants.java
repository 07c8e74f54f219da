package io.moongate.lua.internal.code;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Objects that a compiled class refers to: static final fields, which the JVM's compiler sees through. */
final class Constants {

    private static final ClassDesc LOOKUP = ClassDesc.of("java.lang.invoke.MethodHandles$Lookup");
    private static final ClassDesc METHOD_HANDLES = ClassDesc.of("java.lang.invoke.MethodHandles");

    private final ClassDesc owner;
    private final Map<Object, Integer> indices = new IdentityHashMap<>();
    private final List<Object> values = new ArrayList<>();
    private final List<ClassDesc> types = new ArrayList<>();

    Constants(ClassDesc owner) {
        this.owner = owner;
    }

    void load(CodeBuilder code, Object value, ClassDesc type) {
        Integer index = indices.get(value);
        if (index == null) {
            index = values.size();
            indices.put(value, index);
            values.add(value);
            types.add(type);
        }
        code.getstatic(owner, "k" + index, types.get(index));
    }

    /** What is to be the hidden class's data. */
    Object[] values() {
        return values.toArray();
    }

    /** Adds the fields, and the initialiser that takes them from the class data. */
    void declare(ClassBuilder builder) {
        for (int i = 0; i < values.size(); i++) {
            builder.withField("k" + i, types.get(i), ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
        }
        builder.withMethodBody(
                ConstantDescs.CLASS_INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_STATIC, this::initialise);
    }

    private void initialise(CodeBuilder code) {
        ClassDesc array = ConstantDescs.CD_Object.arrayType();
        int data = code.allocateLocal(java.lang.classfile.TypeKind.REFERENCE);
        code.invokestatic(METHOD_HANDLES, "lookup", MethodTypeDesc.of(LOOKUP))
                .loadConstant(ConstantDescs.DEFAULT_NAME)
                .loadConstant(array)
                .invokestatic(
                        METHOD_HANDLES,
                        "classData",
                        MethodTypeDesc.of(
                                ConstantDescs.CD_Object, LOOKUP, ConstantDescs.CD_String, ConstantDescs.CD_Class))
                .checkcast(array)
                .astore(data);
        for (int i = 0; i < values.size(); i++) {
            code.aload(data).loadConstant(i).aaload().checkcast(types.get(i)).putstatic(owner, "k" + i, types.get(i));
        }
        code.return_();
    }
}
