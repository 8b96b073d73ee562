package dev.livelet.state;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import dev.livelet.LiveletException;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * A tiny generated class beside an application's class, which gives a lookup of full power there. A
 * lookup that comes from another module (each class loader has an unnamed module of its own: a
 * development server's, the one of {@code java Counter.java}) may read private members, but not
 * generate the lambdas that read them fast.
 */
final class Foothold {
    private static final String SUFFIX = "$$Livelet";

    private Foothold() {}

    /**
     * @param reached a lookup in {@code type} that has package access
     * @return a lookup in {@code type} with full privilege access
     */
    static MethodHandles.Lookup in(Class<?> type, MethodHandles.Lookup reached)
            throws IllegalAccessException {
        MethodHandles.Lookup own;
        try {
            own =
                    (MethodHandles.Lookup)
                            reached.findStatic(
                                            define(type, reached),
                                            "lookup",
                                            MethodType.methodType(MethodHandles.Lookup.class))
                                    .invoke();
        } catch (IllegalAccessException e) {
            throw e;
        } catch (Throwable e) {
            throw new LiveletException("Livelet cannot get a foothold beside " + type.getName(), e);
        }
        return MethodHandles.privateLookupIn(type, own);
    }

    private static Class<?> define(Class<?> type, MethodHandles.Lookup reached) throws Exception {
        synchronized (Foothold.class) {
            try {
                return reached.findClass(type.getName() + SUFFIX);
            } catch (ClassNotFoundException notYet) {
                return reached.defineClass(bytes(type.getName() + SUFFIX));
            }
        }
    }

    private static byte[] bytes(String name) {
        ClassDesc lookup = MethodHandles.Lookup.class.describeConstable().orElseThrow();
        MethodTypeDesc signature = MethodTypeDesc.of(lookup);
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        made ->
                                made.withFlags(ACC_PUBLIC | ACC_FINAL | ACC_SYNTHETIC)
                                        .withMethodBody(
                                                "lookup",
                                                signature,
                                                ACC_PUBLIC | ACC_STATIC,
                                                code ->
                                                        code.invokestatic(
                                                                        MethodHandles.class
                                                                                .describeConstable()
                                                                                .orElseThrow(),
                                                                        "lookup",
                                                                        signature)
                                                                .areturn()));
    }
}
