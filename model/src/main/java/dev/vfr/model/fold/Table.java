package dev.vfr.model.fold;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A small immutable table from the trace's numbers to values, in the order of introduction.
///
/// Numbers are nearly always 0, 1, 2 …, so that a look-up is one comparison.
///
/// @param <T> what is numbered
final class Table<T> {

    /// A trace that introduces more than this is damaged or hostile; beyond it the fold would slow down.
    static final int CAPACITY = 4096;

    private static final Table<?> EMPTY = new Table<>(new int[0], new Object[0]);

    private final int[] numbers;
    private final @Nullable Object[] values;

    private Table(int[] numbers, @Nullable Object[] values) {
        this.numbers = numbers;
        this.values = values;
    }

    @SuppressWarnings("unchecked") // The shared table holds no value of any type.
    static <T> Table<T> empty() {
        return (Table<T>) EMPTY;
    }

    @SuppressWarnings("unchecked") // Only values of T are put in.
    @Nullable
    T get(int number) {
        int at = indexOf(number);
        return at < 0 ? null : (T) values[at];
    }

    boolean isFull() {
        return numbers.length >= CAPACITY;
    }

    /// The table with `value` under `number`, in place of the one there or at the end.
    Table<T> with(int number, T value) {
        int at = indexOf(number);
        if (at >= 0) {
            @Nullable Object[] changed = values.clone();
            changed[at] = value;
            return new Table<>(numbers, changed);
        }
        int size = numbers.length;
        int[] moreNumbers = Arrays.copyOf(numbers, size + 1);
        @Nullable Object[] moreValues = Arrays.copyOf(values, size + 1);
        moreNumbers[size] = number;
        moreValues[size] = value;
        return new Table<>(moreNumbers, moreValues);
    }

    @SuppressWarnings("unchecked") // Only values of T are put in, never null.
    List<T> values() {
        return (List<T>) Collections.unmodifiableList(Arrays.asList(values));
    }

    private int indexOf(int number) {
        if (number >= 0 && number < numbers.length && numbers[number] == number) {
            return number;
        }
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Table<?> t && Arrays.equals(numbers, t.numbers) && Arrays.equals(values, t.values);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(numbers), Arrays.hashCode(values));
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
