package dev.livelet.expression;

import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Optional;

/**
 * What an instruction does to the operand stack (JVMS 6.5).
 *
 * @param pops words taken
 * @param pushes words put
 */
record StackEffect(int pops, int pushes) {

    /** Empty for what ends a straight line of code, and for rare instructions. */
    static Optional<StackEffect> of(Instruction instruction) {
        return switch (instruction) {
            case ConstantInstruction constant -> effect(0, words(constant.typeKind()));
            case LoadInstruction load -> effect(0, words(load.typeKind()));
            case StoreInstruction store -> effect(words(store.typeKind()), 0);
            case ArrayLoadInstruction load -> effect(2, words(load.typeKind()));
            case ArrayStoreInstruction store -> effect(2 + words(store.typeKind()), 0);
            case ConvertInstruction convert ->
                    effect(words(convert.fromType()), words(convert.toType()));
            case FieldInstruction field -> field(field.opcode(), words(field.typeSymbol()));
            case InvokeInstruction call ->
                    effect(
                            words(call.typeSymbol())
                                    + (call.opcode() == Opcode.INVOKESTATIC ? 0 : 1),
                            words(call.typeSymbol().returnType()));
            case InvokeDynamicInstruction call ->
                    effect(words(call.typeSymbol()), words(call.typeSymbol().returnType()));
            case NewObjectInstruction made -> effect(0, 1);
            case NewPrimitiveArrayInstruction made -> effect(1, 1);
            case NewReferenceArrayInstruction made -> effect(1, 1);
            case TypeCheckInstruction check -> effect(1, 1);
            case IncrementInstruction increment -> effect(0, 0);
            case NopInstruction nop -> effect(0, 0);
            case BranchInstruction branch -> branch(branch.opcode());
            case StackInstruction stack -> stack(stack.opcode());
            case OperatorInstruction operator -> operator(operator);
            default -> Optional.empty();
        };
    }

    private static Optional<StackEffect> effect(int pops, int pushes) {
        return Optional.of(new StackEffect(pops, pushes));
    }

    private static Optional<StackEffect> field(Opcode opcode, int words) {
        return switch (opcode) {
            case GETFIELD -> effect(1, words);
            case GETSTATIC -> effect(0, words);
            case PUTSTATIC -> effect(words, 0);
            default -> Optional.empty();
        };
    }

    private static Optional<StackEffect> branch(Opcode opcode) {
        if (opcode == Opcode.GOTO || opcode == Opcode.GOTO_W) return effect(0, 0);
        return effect(opcode.name().startsWith("IF_") ? 2 : 1, 0);
    }

    private static Optional<StackEffect> stack(Opcode opcode) {
        return switch (opcode) {
            case POP -> effect(1, 0);
            case POP2 -> effect(2, 0);
            case DUP -> effect(1, 2);
            case DUP2 -> effect(2, 4);
            case SWAP -> effect(2, 2);
            default -> Optional.empty();
        };
    }

    private static Optional<StackEffect> operator(OperatorInstruction operator) {
        Opcode opcode = operator.opcode();
        if (opcode == Opcode.ARRAYLENGTH) return effect(1, 1);
        int words = words(operator.typeKind());
        String name = opcode.name();
        if (name.endsWith("NEG")) return effect(words, words);
        if (name.endsWith("SHL") || name.endsWith("SHR")) return effect(words + 1, words);
        return name.contains("CMP") ? effect(2 * words, 1) : effect(2 * words, words);
    }

    private static int words(TypeKind kind) {
        return kind.slotSize();
    }

    private static int words(ClassDesc type) {
        return TypeKind.from(type).slotSize();
    }

    /** Of the parameters. */
    static int words(MethodTypeDesc type) {
        return type.parameterList().stream().mapToInt(StackEffect::words).sum();
    }
}
