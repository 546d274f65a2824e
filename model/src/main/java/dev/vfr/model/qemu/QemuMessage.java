package dev.vfr.model.qemu;

import java.util.List;

/// One row of the table: a message and what it means.
///
/// @param id stable name, lower case with hyphens; the name of the rule that the message leads to
/// @param wordings the texts that say it, by release
/// @param side which side prints it
/// @param onlyInMigration printed in a migration only: it opens a side by itself
/// @param kind what the message is about
/// @param role its place in a chain of messages
/// @param saysFailed says that a migration failed, or the process that took part in one
/// @param responsible who has to act
/// @param candidates for [Responsible#UNDECIDED]: who it may be, and what decides it
/// @param summary at most twelve words for a headline, with `{name}` for values of the message
/// @param nextStep one imperative sentence of at most 25 words
/// @param source file and function in which the wording was found
public record QemuMessage(
        String id,
        List<Wording> wordings,
        Side side,
        boolean onlyInMigration,
        Kind kind,
        Role role,
        boolean saysFailed,
        Responsible responsible,
        List<Candidate> candidates,
        String summary,
        String nextStep,
        String source) {

    /// Which side of a migration prints a message.
    public enum Side {
        SOURCE,
        DESTINATION,
        /// Both sides print it: the message alone does not say.
        EITHER
    }

    /// What a message is about.
    public enum Kind {
        CAPABILITY,
        CONFIGURATION,
        STREAM,
        MEMORY,
        STORAGE,
        NETWORK,
        DEVICE,
        VMM_BUG,
        OPERATOR,
        PROCESS,
        UNKNOWN
    }

    /// The place of a message in a chain of messages. The first [#CAUSE] of a burst is the cause of the failure.
    public enum Role {
        /// Names a reason of its own.
        CAUSE,
        /// Follows from a failure elsewhere: the cause only if no message of either side names another one.
        CONSEQUENCE,
        /// The VM cannot migrate: refused before it began, or announced when QEMU started.
        BLOCKER,
        /// Harmless for the migration, or noise.
        WARNING,
        /// Says that a process or a migration ended, and no more than an errno about the reason.
        ENDED
    }

    /// Who has to act.
    public enum Responsible {
        DRIVER,
        VMM,
        OPERATOR,
        NETWORK,
        STORAGE,
        MANAGEMENT,
        UNDECIDED
    }

    /// One possible reason of a message that does not decide between several.
    ///
    /// @param what the reason, a noun phrase
    /// @param wouldBeShownBy the capture, log or command that decides it
    public record Candidate(Responsible responsible, String what, String wouldBeShownBy) {}

    public QemuMessage {
        wordings = List.copyOf(wordings);
        candidates = List.copyOf(candidates);
    }
}
