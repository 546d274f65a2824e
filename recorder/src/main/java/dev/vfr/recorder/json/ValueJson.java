package dev.vfr.recorder.json;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// How one value of a record is printed as JSON and read back.
///
/// @param printer prints a value that is not [#absent]
/// @param parser reads the value whose first token is the parser's current one
/// @param absent the value that is not printed and stands for a missing field; null if the field must be there
record ValueJson(Printer printer, Parser parser, @Nullable Object absent) {

    /// A whole number of 64 bits.
    static final ValueJson LONG =
            new ValueJson((out, value) -> out.writeNumber((Long) value), in -> wholeNumber(in), null);

    /// An unsigned number of 64 bits as text, `"0x1f"`: other readers of JSON keep only 53 bits of a number.
    static final ValueJson HEX = new ValueJson(
            (out, value) -> out.writeString("0x" + Long.toHexString((Long) value)), ValueJson::hexNumber, null);

    private static final ValueJson INT =
            new ValueJson((out, value) -> out.writeNumber((Integer) value), ValueJson::smallNumber, null);
    private static final ValueJson BOOLEAN =
            new ValueJson((out, value) -> out.writeBoolean((Boolean) value), ValueJson::trueOrFalse, null);
    private static final ValueJson TEXT = new ValueJson(
            (out, value) -> out.writeString(UnicodeText.wellFormed((String) value)), ValueJson::text, null);
    private static final ValueJson OPTIONAL_INT = new ValueJson(
            (out, value) -> out.writeNumber(((OptionalInt) value).getAsInt()),
            in -> OptionalInt.of(smallNumber(in)),
            OptionalInt.empty());
    private static final ValueJson OPTIONAL_LONG = new ValueJson(
            (out, value) -> out.writeNumber(((OptionalLong) value).getAsLong()),
            in -> OptionalLong.of(wholeNumber(in)),
            OptionalLong.empty());
    private static final ValueJson CALL_RESULT =
            new ValueJson((out, value) -> CallResultJson.print(out, (CallResult) value), CallResultJson::parse, null);

    @FunctionalInterface
    interface Printer {
        void print(JsonGenerator out, Object value);
    }

    @FunctionalInterface
    interface Parser {
        Object parse(JsonParser in) throws UnexpectedJson;
    }

    /// The form of a value of `type`, which may be anything that the records of the model are made of.
    static ValueJson of(Type type) {
        if (type instanceof ParameterizedType generic) {
            ValueJson element = of(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? list(element) : optional(element);
        }
        if (type == long.class || type == Long.class) {
            return LONG;
        } else if (type == int.class || type == Integer.class) {
            return INT;
        } else if (type == boolean.class || type == Boolean.class) {
            return BOOLEAN;
        } else if (type == String.class) {
            return TEXT;
        } else if (type == OptionalInt.class) {
            return OPTIONAL_INT;
        } else if (type == OptionalLong.class) {
            return OPTIONAL_LONG;
        } else if (type == CallResult.class) {
            return CALL_RESULT;
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            return enumeration(plain);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            RecordJson json = RecordJson.of(plain);
            return new ValueJson(json::printObject, json::parseObject, null);
        }
        throw new IllegalArgumentException("no JSON form for " + type.getTypeName());
    }

    /// As this, with a number that stands for "absent".
    ValueJson absentWhen(Object value) {
        return new ValueJson(printer, parser, value);
    }

    private static ValueJson optional(ValueJson element) {
        return new ValueJson(
                (out, value) -> element.printer.print(out, ((Optional<?>) value).orElseThrow()),
                in -> Optional.of(element.parser.parse(in)),
                Optional.empty());
    }

    private static ValueJson list(ValueJson element) {
        Printer printer = (out, value) -> {
            out.writeStartArray();
            for (Object each : (List<?>) value) {
                element.printer.print(out, each);
            }
            out.writeEndArray();
        };
        Parser parser = in -> {
            require(in, JsonToken.START_ARRAY, "a list");
            List<Object> values = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(element.parser.parse(in));
            }
            return values;
        };
        return new ValueJson(printer, parser, null);
    }

    private static ValueJson enumeration(Class<?> type) {
        Map<String, Object> byName = Arrays.stream((Object[]) type.getEnumConstants())
                .collect(Collectors.toUnmodifiableMap(ValueJson::enumName, Function.identity()));
        String names = Arrays.stream((Object[]) type.getEnumConstants())
                .map(ValueJson::enumName)
                .collect(Collectors.joining(", ", "one of ", ""));
        return new ValueJson(
                (out, value) -> out.writeString(enumName(value)),
                in -> {
                    Object value = byName.get(text(in));
                    if (value == null) {
                        throw new UnexpectedJson(names, found(in));
                    }
                    return value;
                },
                null);
    }

    /// Device states keep the kernel's name, other words are lower case with hyphens.
    private static String enumName(Object value) {
        String name = ((Enum<?>) value).name();
        return value instanceof DeviceState
                ? name
                : name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static long wholeNumber(JsonParser in) throws UnexpectedJson {
        require(in, JsonToken.VALUE_NUMBER_INT, "a whole number");
        if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw new UnexpectedJson("a whole number of 64 bits", found(in));
        }
        return in.getLongValue();
    }

    static int smallNumber(JsonParser in) throws UnexpectedJson {
        long value = wholeNumber(in);
        if (value != (int) value) {
            throw new UnexpectedJson("a whole number of 32 bits", found(in));
        }
        return (int) value;
    }

    private static long hexNumber(JsonParser in) throws UnexpectedJson {
        String text = text(in);
        try {
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text, 2, text.length(), 16);
            }
        } catch (NumberFormatException e) {
            // Answered below, as is a text without the prefix.
        }
        throw new UnexpectedJson("a number as \"0x…\" of 64 bits", found(in));
    }

    private static boolean trueOrFalse(JsonParser in) throws UnexpectedJson {
        if (!in.currentToken().isBoolean()) {
            throw new UnexpectedJson("true or false", found(in));
        }
        return in.getBooleanValue();
    }

    static String text(JsonParser in) throws UnexpectedJson {
        require(in, JsonToken.VALUE_STRING, "a text");
        return in.getString();
    }

    static void require(JsonParser in, JsonToken token, String expected) throws UnexpectedJson {
        if (in.currentToken() != token) {
            throw new UnexpectedJson(expected, found(in));
        }
    }

    /// The current token for a message, cut to a length that fits on a line.
    static String found(JsonParser in) {
        JsonToken token = in.currentToken();
        if (token == null) {
            return "the end of the input";
        }
        return switch (token) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> '"' + shortened(in.getString()) + '"';
            default -> shortened(in.getString());
        };
    }

    static String shortened(String text) {
        String line = text.codePoints()
                .limit(40)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return line.length() < text.length() ? line + "…" : line;
    }
}
