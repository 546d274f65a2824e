package dev.vfr.recorder.report.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table: its name and its columns.
final class Table<T> {

    private final String name;
    private final List<Column<T>> columns = new ArrayList<>();

    Table(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    List<Column<T>> columns() {
        return columns;
    }

    Table<T> number(String column, Function<T, @Nullable Long> value) {
        columns.add(new Column<>(column, Column.Type.LONG, value::apply));
        return this;
    }

    Table<T> maybeNumber(String column, Function<T, OptionalLong> value) {
        return number(column, row -> orNull(value.apply(row)));
    }

    /// A number of 64 bits without a sign, as drivers give them.
    Table<T> maybeUnsigned(String column, Function<T, OptionalLong> value) {
        columns.add(new Column<>(column, Column.Type.UNSIGNED, row -> orNull(value.apply(row))));
        return this;
    }

    Table<T> text(String column, Function<T, @Nullable String> value) {
        columns.add(new Column<>(column, Column.Type.TEXT, value::apply));
        return this;
    }

    Table<T> maybeText(String column, Function<T, Optional<String>> value) {
        return text(column, row -> value.apply(row).orElse(null));
    }

    Table<T> bool(String column, Function<T, @Nullable Boolean> value) {
        columns.add(new Column<>(column, Column.Type.BOOLEAN, value::apply));
        return this;
    }

    /// The values of one row, in the order of the columns.
    @Nullable
    Object[] values(T row) {
        @Nullable Object[] values = new @Nullable Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = columns.get(i).value().apply(row);
        }
        return values;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? (Long) value.getAsLong() : null;
    }
}
