package dev.vfr.model.drawing;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Instants that are marked, with at most one mark of a kind in each column of a frame.
public final class Marks {

    /// What is marked.
    public enum Kind {
        /// A read answered ENOMSG: no pre-copy data for now.
        ENOMSG,
        /// A SET of the device state was refused.
        REFUSED_SET,
        /// Another call on the device or its data_fd failed.
        FAILED_CALL,
        /// The device was reset.
        RESET,
        /// The VMM printed an error.
        ERROR_LINE
    }

    /// What fell into one column.
    ///
    /// @param seq the first of them
    /// @param count how many
    public record Mark(Kind kind, int column, long seq, long count) {}

    private final Map<Kind, Mark[]> columns = new EnumMap<>(Kind.class);

    void add(Kind kind, int column, long seq) {
        Mark[] marks = columns.computeIfAbsent(kind, _ -> new Mark[Frame.COLUMNS]);
        Mark before = marks[column];
        marks[column] =
                before == null ? new Mark(kind, column, seq, 1) : new Mark(kind, column, before.seq, before.count + 1);
    }

    /// All marks, by kind and column.
    public List<Mark> all() {
        List<Mark> all = new ArrayList<>();
        columns.values().forEach(marks -> {
            for (Mark mark : marks) {
                if (mark != null) {
                    all.add(mark);
                }
            }
        });
        return all;
    }
}
