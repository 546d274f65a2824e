package dev.vfr.model.vfio;

/// What a single arc does to the device's data_fd.
public enum DataFdEffect {
    /// There is no data_fd before or after the arc.
    NONE,
    /// A new data_fd for reading comes with the answer; a saving session begins.
    OPENS_SAVING,
    /// A new data_fd for writing comes with the answer; a resuming session begins.
    OPENS_RESUMING,
    /// The saving session goes on with the data_fd that it has; none comes with the answer.
    KEEPS,
    /// The saving session ends: the kernel disables the file, which stays open until user space closes it.
    ENDS_SAVING,
    /// The resuming session ends, and the device takes or refuses what was written.
    ENDS_RESUMING;

    /// Whether the answer carries a new data_fd.
    public boolean opens() {
        return this == OPENS_SAVING || this == OPENS_RESUMING;
    }

    /// Whether later calls on the data_fd fail with ENODEV.
    public boolean ends() {
        return this == ENDS_SAVING || this == ENDS_RESUMING;
    }
}
