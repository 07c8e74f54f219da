package io.moongate.launcher.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.constant.ClassDesc;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Adds stack maps to classes from before class file version 50 (JVM specification 4.10.1): the JDK's AOT cache leaves them
 * out, with all classes that extend them. LuaJ's are such.
 */
final class StackMaps {

    private static final String CLASS = ".class";
    /** Where a class file's major version is. */
    private static final int VERSION_AT = 6;

    private final ZipFile jar;
    private final ClassFile classes;

    /** @param jar where the classes are that others extend */
    StackMaps(ZipFile jar) {
        this.jar = jar;
        this.classes = ClassFile.of(
                StackMapsOption.GENERATE_STACK_MAPS,
                ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(this::open)
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    /** The content of an entry as the cache wants it. */
    byte[] added(String name, byte[] content) {
        return name.endsWith(CLASS) && isOld(content) ? rebuilt(content) : content;
    }

    private static boolean isOld(byte[] type) {
        return ((type[VERSION_AT] & 0xFF) << 8 | type[VERSION_AT + 1] & 0xFF) < ClassFile.JAVA_6_VERSION;
    }

    private @Nullable InputStream open(ClassDesc type) {
        String descriptor = type.descriptorString();
        ZipEntry entry = jar.getEntry(descriptor.substring(1, descriptor.length() - 1) + CLASS);
        try {
            return entry == null ? null : jar.getInputStream(entry);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Code is taken apart and put together, or it would be copied as it is. */
    private byte[] rebuilt(byte[] old) {
        return classes.transformClass(classes.parse(old), (builder, element) -> {
            switch (element) {
                case ClassFileVersion _ -> builder.withVersion(ClassFile.JAVA_6_VERSION, 0);
                case MethodModel method ->
                    builder.transformMethod(
                            method, MethodTransform.transformingCode((code, instruction) -> code.with(instruction)));
                default -> builder.with(element);
            }
        });
    }
}
