package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.qemu.Match;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Report;
import java.util.Optional;
import java.util.Set;

/// A message that a VMM printed or answered, and its row in the table of messages.
///
/// @param process the trace's number of the process
/// @param timeNs host clock, UNKNOWN_NS if it has none
/// @param match empty if the table has no such message
/// @param isManagement a management layer says it, which mostly repeats what a VMM of either host said
public record VmmMessage(long seq, int process, long timeNs, String text, Optional<Match> match, boolean isManagement) {

    /// The rows of QEMU's last word on a load that failed, by its errno.
    private static final Set<String> LOAD_FAILED =
            Set.of("load-failed", "load-ended-early", "load-failed-bad-address", "load-failed-no-memory");

    private static final Set<String> AFTER_RESUMING = Set.of("STOP", "RUNNING_P2P", "RUNNING");

    /// How well a message explains a failure, the best first.
    public enum Strength {
        /// A reason of its own, or a message that the table does not have.
        CAUSE,
        /// The stream or the connection, which mostly break over something else.
        WEAK,
        /// It follows from a failure elsewhere.
        CONSEQUENCE,
        /// It says that something ended, and why not.
        ENDED,
        /// It explains no failure.
        NONE
    }

    static VmmMessage of(EventHeader header, String text) {
        return of(header, text, false);
    }

    static VmmMessage of(EventHeader header, String text, boolean isManagement) {
        return new VmmMessage(
                header.seq(), header.process(), header.timeNs(), text, QemuMessages.match(text), isManagement);
    }

    public Optional<QemuMessage> row() {
        return match.map(Match::row);
    }

    public Strength strength() {
        if (match.isEmpty()) {
            return text.contains("warning:") ? Strength.NONE : Strength.CAUSE;
        }
        QemuMessage row = match.get().row();
        if (isManagement && row.role() != Role.BLOCKER && row.role() != Role.WARNING) {
            return Strength.ENDED;
        }
        return switch (row.role()) {
            case WARNING -> Strength.NONE;
            case BLOCKER -> Strength.CAUSE;
            case CONSEQUENCE -> Strength.CONSEQUENCE;
            case ENDED -> Strength.ENDED;
            case CAUSE -> isWeak(row) ? Strength.WEAK : Strength.CAUSE;
        };
    }

    /// The row names no reason of its own, but a stream or a connection that broke.
    public static boolean isWeak(QemuMessage row) {
        boolean ofStream = row.kind() == Kind.STREAM || row.kind() == Kind.NETWORK;
        return ofStream && !row.id().equals("stream-record-unknown");
    }

    /// It is printed in migrations only, or says that one failed.
    boolean showsMigration() {
        return match.filter(known -> known.row().onlyInMigration()).isPresent()
                && strength() != Strength.NONE
                && !isBlocker();
    }

    /// The VM cannot migrate.
    public boolean isBlocker() {
        return row().filter(known -> known.role() == Role.BLOCKER).isPresent();
    }

    /// It says that the process died or gave up.
    public boolean endsProcess() {
        return row().filter(known -> known.role() == Role.ENDED && known.saysFailed() && known.kind() == Kind.PROCESS)
                .isPresent();
    }

    /// It says that the migration is over.
    public boolean endsMigration() {
        return row().filter(
                        known -> known.saysFailed() && (known.role() == Role.ENDED || LOAD_FAILED.contains(known.id())))
                .isPresent();
    }

    /// It says that something failed, be it in words that the table does not have.
    public boolean saysFailed() {
        return match.isEmpty()
                ? strength() == Strength.CAUSE
                : match.get().row().saysFailed();
    }

    /// A device refused a state that comes after RESUMING. At a destination that is the state that was written to it.
    boolean refusesToRun() {
        return match.filter(known -> known.row().id().equals("set-state-refused"))
                .flatMap(known -> known.value("state"))
                .filter(AFTER_RESUMING::contains)
                .isPresent();
    }

    /// The side that prints it; empty where both do.
    public Optional<Report.Side> side() {
        return row().flatMap(known -> switch (known.side()) {
            case SOURCE -> Optional.of(Report.Side.SOURCE);
            case DESTINATION -> Optional.of(Report.Side.DESTINATION);
            case EITHER -> Optional.empty();
        });
    }
}
