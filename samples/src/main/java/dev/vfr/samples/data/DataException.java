package dev.vfr.samples.data;

import java.io.IOException;

/// A data file is not what it has to be. The message is one line: file, line, column, what was expected, what was
/// found.
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;

    private DataException(Place place, String message) {
        super(place + ": " + message);
        this.place = place;
    }

    static DataException expected(Place place, String expected, String found) {
        return new DataException(place, "expected " + expected + ", found " + found);
    }

    static DataException expected(Node node, String expected) {
        return expected(node.place(), expected, node.told());
    }

    /// Something is wrong that is no matter of one value's form.
    public static DataException because(Place place, String reason) {
        return new DataException(place, reason);
    }

    /// Where it is.
    public Place place() {
        return place;
    }
}
