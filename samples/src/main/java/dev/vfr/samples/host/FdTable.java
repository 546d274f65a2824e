package dev.vfr.samples.host;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The fds of one process: a new one gets the lowest number that is free.
public final class FdTable {

    private final BitSet taken = new BitSet();
    private final Map<Integer, Object> files = new HashMap<>();
    private final int limit;

    /// @param first the numbers below are taken by files that play no part here
    /// @param limit RLIMIT_NOFILE: there is no number from here on
    public FdTable(int first, int limit) {
        taken.set(0, first);
        this.limit = limit;
    }

    /// The number of a new fd, empty if none is free.
    public OptionalInt open(Object file) {
        int fd = taken.nextClearBit(0);
        if (fd >= limit) {
            return OptionalInt.empty();
        }
        taken.set(fd);
        files.put(fd, file);
        return OptionalInt.of(fd);
    }

    /// The file behind a fd, null if there is none.
    public @Nullable Object file(int fd) {
        return files.get(fd);
    }

    /// Gives a number up.
    ///
    /// @return the file that was behind it, null if there was none
    public @Nullable Object close(int fd) {
        Object file = files.remove(fd);
        if (file != null) {
            taken.clear(fd);
        }
        return file;
    }
}
