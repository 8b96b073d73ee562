package dev.livelet.expression;

import dev.livelet.state.MethodCode;

import org.jspecify.annotations.Nullable;

import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a record's method reads of its record, from its bytecode: its own fields and its own
 * zero-argument methods, recursively. Where {@code this} goes anywhere else, the answer is the
 * whole record.
 */
final class MethodReads {
    private final Class<?> record;
    private final Map<Method, Long> known = new HashMap<>();

    private MethodReads(Class<?> record) {
        this.record = record;
    }

    static long of(Class<?> record, Method method) {
        return record.isRecord() ? new MethodReads(record).reads(method) : Reads.RECORD;
    }

    private long reads(Method method) {
        Long found = known.get(method);
        if (found != null) return found;
        if (Modifier.isStatic(method.getModifiers())) return Reads.NOTHING;
        known.put(method, Reads.NOTHING); // a recursive call adds nothing
        long reads = MethodCode.code(method).map(this::reads).orElse(Reads.RECORD);
        known.put(method, reads);
        return reads;
    }

    private long reads(CodeModel code) {
        List<Instruction> instructions = MethodCode.instructions(code);
        long reads = Reads.NOTHING;
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            if (instruction instanceof StoreInstruction store && store.slot() == 0)
                return Reads.RECORD;
            if (instruction instanceof LoadInstruction load && load.slot() == 0)
                reads |= readBy(instructions.get(i + 1));
        }
        return reads;
    }

    /** What is read by the instruction that follows {@code this} on the stack. */
    private long readBy(Instruction user) {
        return switch (user) {
            case FieldInstruction field
                    when field.opcode() == java.lang.classfile.Opcode.GETFIELD ->
                    component(field.name().stringValue());
            case InvokeInstruction call when call.typeSymbol().parameterCount() == 0 -> {
                Method called = zeroArgument(call.name().stringValue());
                yield called == null ? Reads.RECORD : reads(called);
            }
            default -> Reads.RECORD;
        };
    }

    private @Nullable Method zeroArgument(String name) {
        for (Method method : Methods.instance(record, name))
            if (method.getParameterCount() == 0) return method;
        return null;
    }

    private long component(String field) {
        RecordComponent[] components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++)
            if (components[i].getName().equals(field)) return Reads.component(i);
        return Reads.RECORD;
    }
}
