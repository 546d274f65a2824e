package dev.vfr.recorder.capture.interposer;

import java.util.Optional;

/// What is recorded: it says when recording is over.
public sealed interface Subject permits SpawnedCommand, AttachedVmm {

    /// Whether recording is over.
    ///
    /// @param seen whether any process has attached
    /// @param living whether any of them lives
    boolean hasEnded(boolean seen, boolean living);

    /// How a process has ended, in words that follow "ended"; empty where nobody here knows. May wait until it has
    /// been reaped.
    Optional<String> ending(int pid);
}
