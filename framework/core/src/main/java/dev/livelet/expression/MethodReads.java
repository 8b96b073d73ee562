package dev.livelet.expression;

import dev.livelet.state.MethodCode;

import org.jspecify.annotations.Nullable;

import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a record's method reads of its record, from its bytecode: each place that puts {@code this}
 * on the stack is followed to what takes it. Reads of own fields, calls of own methods and lambdas
 * that capture it are followed inwards; where {@code this} goes anywhere else, the answer is the
 * whole record.
 */
final class MethodReads {
    private static final ClassValue<Map<Method, Long>> ANSWERS =
            new ClassValue<>() {
                @Override
                protected Map<Method, Long> computeValue(Class<?> record) {
                    return new ConcurrentHashMap<>();
                }
            };

    private final Class<?> record;
    private final Map<Method, Long> known = new HashMap<>();

    private MethodReads(Class<?> record) {
        this.record = record;
    }

    static long of(Class<?> record, Method method) {
        if (!record.isRecord()) return Reads.RECORD;
        return ANSWERS.get(record)
                .computeIfAbsent(method, each -> new MethodReads(record).reads(each));
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
        List<CodeElement> elements = code.elementList();
        long reads = Reads.NOTHING;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof StoreInstruction store && store.slot() == 0)
                return Reads.RECORD;
            if (elements.get(i) instanceof LoadInstruction load && load.slot() == 0)
                reads |= readFrom(elements, i + 1);
        }
        return reads;
    }

    /** Follows the {@code this} that was pushed before {@code start}. */
    private long readFrom(List<CodeElement> elements, int start) {
        int above = 0; // words on the stack above it
        boolean reachable = true;
        Map<Label, Integer> joins = new HashMap<>();
        for (int i = start; i < elements.size(); i++) {
            CodeElement element = elements.get(i);
            if (element instanceof LabelTarget target) {
                Integer joined = joins.get(target.label());
                if (joined != null) {
                    above = joined;
                    reachable = true;
                }
            } else if (element instanceof Instruction instruction) {
                StackEffect effect = StackEffect.of(instruction).orElse(null);
                if (effect == null || !reachable) return Reads.RECORD;
                if (effect.pops() > above) return readBy(instruction, above);
                above += effect.pushes() - effect.pops();
                if (instruction instanceof BranchInstruction branch) {
                    joins.put(branch.target(), above);
                    reachable = branch.opcode() != Opcode.GOTO && branch.opcode() != Opcode.GOTO_W;
                }
            }
        }
        return Reads.RECORD;
    }

    /** What is read by the instruction that takes {@code this} from under {@code above} words. */
    private long readBy(Instruction user, int above) {
        return switch (user) {
            case FieldInstruction field when field.opcode() == Opcode.GETFIELD && above == 0 ->
                    component(field.name().stringValue());
            case InvokeInstruction call
                    when call.opcode() != Opcode.INVOKESTATIC
                            && StackEffect.words(call.typeSymbol()) == above ->
                    called(call.name().stringValue(), call.typeSymbol().descriptorString());
            case InvokeDynamicInstruction lambda
                    when StackEffect.words(lambda.typeSymbol()) == above + 1 ->
                    captured(lambda);
            default -> Reads.RECORD;
        };
    }

    /**
     * {@code this} is the first value that a lambda captures: its body is a method of the record.
     */
    private long captured(InvokeDynamicInstruction lambda) {
        boolean isLambda =
                lambda.bootstrapMethod()
                        .owner()
                        .descriptorString()
                        .equals("Ljava/lang/invoke/LambdaMetafactory;");
        if (!isLambda || !(lambda.bootstrapArgs().get(1) instanceof DirectMethodHandleDesc body))
            return Reads.RECORD;
        if (!body.owner().descriptorString().equals(record.descriptorString())) return Reads.RECORD;
        return body.kind() == DirectMethodHandleDesc.Kind.STATIC
                ? Reads.RECORD
                : called(body.methodName(), bodyDescriptor(body));
    }

    /** Without the receiver, which the handle's type has as its first parameter. */
    private static String bodyDescriptor(DirectMethodHandleDesc body) {
        return body.invocationType().dropParameterTypes(0, 1).descriptorString();
    }

    private long called(String name, String descriptor) {
        Method method = own(name, descriptor);
        return method == null ? Reads.RECORD : reads(method);
    }

    private @Nullable Method own(String name, String descriptor) {
        for (Method method : record.getDeclaredMethods())
            if (is(method, name, descriptor)) return method;
        for (Method method : Methods.instance(record, name))
            if (is(method, name, descriptor)) return method;
        return null;
    }

    private static boolean is(Method method, String name, String descriptor) {
        return method.getName().equals(name)
                && MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                        .descriptorString()
                        .equals(descriptor);
    }

    private long component(String field) {
        RecordComponent[] components = record.getRecordComponents();
        for (int i = 0; i < components.length; i++)
            if (components[i].getName().equals(field)) return Reads.component(i);
        return Reads.RECORD;
    }
}
