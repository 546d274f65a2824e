package dev.vfr.recorder.trace;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The constants of an enum of the model and their codes in the schema, which correspond by name.
///
/// @param codes the code of each constant
/// @param constants the constant of each code; the schema's NULL_VAL has none
record EnumCodes<M extends Enum<M>, C extends Enum<C>>(Map<M, C> codes, Map<C, M> constants) {

    /// @throws IllegalStateException where one side has a name that the other has not
    static <M extends Enum<M>, C extends Enum<C>> EnumCodes<M, C> of(Class<M> model, Class<C> schema) {
        Map<String, M> byName =
                Arrays.stream(model.getEnumConstants()).collect(Collectors.toMap(Enum::name, Function.identity()));
        Map<M, C> codes = new EnumMap<>(model);
        Map<C, M> constants = new EnumMap<>(schema);
        for (C code : schema.getEnumConstants()) {
            M constant = byName.remove(code.name());
            if (constant != null) {
                codes.put(constant, code);
                constants.put(code, constant);
            } else if (!code.name().equals("NULL_VAL")) {
                throw new IllegalStateException(model.getName() + " has no " + code);
            }
        }
        if (!byName.isEmpty()) {
            throw new IllegalStateException("the schema has no " + byName.values());
        }
        return new EnumCodes<>(codes, constants);
    }

    C code(M constant) {
        return Objects.requireNonNull(codes.get(constant));
    }

    /// @throws IllegalArgumentException for the schema's NULL_VAL
    M constant(C code) {
        M constant = constants.get(code);
        if (constant == null) {
            throw new IllegalArgumentException("no value in a field that must have one");
        }
        return constant;
    }
}
