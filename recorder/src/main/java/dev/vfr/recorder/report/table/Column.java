package dev.vfr.recorder.report.table;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A column of a table of `T`.
///
/// @param name in lower case with underscores, the unit last
/// @param value its value in a row, of the type's class; null if it is not known
record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {

    /// What its values are.
    enum Type {
        /// A [Long].
        LONG,
        /// A [Long] of 64 bits without a sign.
        UNSIGNED,
        /// A [Boolean].
        BOOLEAN,
        /// A [String].
        TEXT
    }
}
