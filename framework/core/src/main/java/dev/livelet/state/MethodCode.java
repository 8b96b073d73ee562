package dev.livelet.state;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/** The bytecode of methods: what a record's accessor does, and what derived methods read. */
public final class MethodCode {
    private MethodCode() {}

    /**
     * Whether the accessor does nothing but return its field: one that a record does not write
     * itself.
     */
    static boolean isPlainAccessor(Method accessor) {
        List<Instruction> code = code(accessor).map(MethodCode::instructions).orElse(List.of());
        return code.size() == 3
                && code.get(0).opcode() == Opcode.ALOAD_0
                && code.get(1) instanceof FieldInstruction field
                && field.opcode() == Opcode.GETFIELD
                && field.name().equalsString(accessor.getName())
                && code.get(2).opcode().kind() == Opcode.Kind.RETURN;
    }

    public static List<Instruction> instructions(CodeModel code) {
        return code.elementStream()
                .filter(Instruction.class::isInstance)
                .map(Instruction.class::cast)
                .toList();
    }

    /** Empty where the class file cannot be read, or the method has no code. */
    public static Optional<CodeModel> code(Method method) {
        Class<?> declaring = method.getDeclaringClass();
        String file =
                declaring.getName().substring(declaring.getName().lastIndexOf('.') + 1) + ".class";
        String descriptor =
                MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .toMethodDescriptorString();
        try (InputStream bytes = declaring.getResourceAsStream(file)) {
            if (bytes == null) return Optional.empty();
            return ClassFile.of().parse(bytes.readAllBytes()).methods().stream()
                    .filter(
                            m ->
                                    m.methodName().equalsString(method.getName())
                                            && m.methodType().equalsString(descriptor))
                    .findFirst()
                    .flatMap(MethodModel::code);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // unreadable, or newer than this JDK
        }
    }
}
