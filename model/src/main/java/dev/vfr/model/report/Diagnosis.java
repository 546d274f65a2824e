package dev.vfr.model.report;

import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Why a migration ended as it did, as a value. Every text about it is made of this.
///
/// @param at where it went wrong
/// @param responsible who has to act
/// @param cause the rule that found the cause; empty if none did
/// @param failed what failed
/// @param evidence the events that show it, the one to stand at first
/// @param contradictedBy what in the traces says the opposite
/// @param excluded causes that were considered, and the fact that excludes each
/// @param undecided who may be responsible where that is not decided, and what would decide it
/// @param unknown what the traces do not show, and what would show it
/// @param nextStep one imperative sentence; empty if there is nothing to do
/// @param clause the clause of the protocol or of the VMM's source that it rests on; empty if there is none
public record Diagnosis(
        At at,
        Responsible responsible,
        Optional<String> cause,
        Failed failed,
        List<EventRef> evidence,
        List<Contradiction> contradictedBy,
        List<Excluded> excluded,
        List<Candidate> undecided,
        List<Unknown> unknown,
        String nextStep,
        String clause) {

    public Diagnosis {
        evidence = List.copyOf(evidence);
        contradictedBy = List.copyOf(contradictedBy);
        excluded = List.copyOf(excluded);
        undecided = List.copyOf(undecided);
        unknown = List.copyOf(unknown);
    }

    /// The finding is on the event that the diagnosis stands at.
    public boolean isShownBy(Finding finding) {
        return finding.seq().isPresent()
                && shownBy()
                        .filter(event -> finding.trace().equals(Optional.of(event.trace()))
                                && finding.seq().equals(event.seq()))
                        .isPresent();
    }

    /// The finding is its cause.
    public boolean restsOn(Finding finding) {
        return cause.equals(Optional.of(finding.rule()))
                && evidence.stream()
                        .anyMatch(event -> finding.trace().isEmpty()
                                || (finding.trace().get().equals(event.trace())
                                        && finding.seq().equals(event.seq())));
    }

    /// The same with other events, which are these with their times.
    public Diagnosis located(List<EventRef> shownBy, List<Contradiction> contradictions) {
        return new Diagnosis(
                at,
                responsible,
                cause,
                failed,
                shownBy,
                contradictions,
                excluded,
                undecided,
                unknown,
                nextStep,
                clause);
    }

    /// The same with what to do next.
    public Diagnosis next(String step) {
        return new Diagnosis(
                at, responsible, cause, failed, evidence, contradictedBy, excluded, undecided, unknown, step, clause);
    }

    /// The same, where it is known who is responsible.
    public Diagnosis by(Responsible who) {
        return new Diagnosis(
                at, who, cause, failed, evidence, contradictedBy, excluded, List.of(), unknown, nextStep, clause);
    }

    /// The event to stand at.
    public Optional<EventRef> shownBy() {
        return evidence.stream().findFirst();
    }

    /// Where a migration went wrong.
    public enum At {
        SOURCE,
        DESTINATION,
        /// What was sent is not what arrived, or the connection broke.
        BETWEEN,
        /// The layer above the VMMs refused or ended it.
        MANAGEMENT,
        UNKNOWN;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The side of the migration that this is.
        public static At of(Optional<Report.Side> side) {
            return side.map(end -> end == Report.Side.SOURCE ? SOURCE : DESTINATION)
                    .orElse(UNKNOWN);
        }
    }

    /// An event by its trace's name and its number there.
    ///
    /// @param atNs ns since the start of the trace; empty if the event has no time
    /// @param realtimeNs ns since 1970-01-01T00:00:00Z; empty if the trace's clock is not anchored
    public record EventRef(String trace, OptionalLong seq, OptionalLong atNs, OptionalLong realtimeNs) {

        /// An event whose time has not been looked up.
        public EventRef(String trace, OptionalLong seq) {
            this(trace, seq, OptionalLong.empty(), OptionalLong.empty());
        }

        /// Trace and number, such as `dst, event 88`.
        public String text() {
            return trace + (seq.isPresent() ? ", event " + seq.getAsLong() : "");
        }
    }

    /// What failed: a call on a device, or what a VMM reported.
    ///
    /// @param device the device's name, where one is concerned
    /// @param call such as `SET RUNNING_P2P`, `read` or `DMA logging report`
    /// @param from the state that the device was in
    /// @param to the state of the arc that the device refused, or that was asked for
    /// @param errno the errno's name, such as `EIO`
    /// @param message what the VMM said of it
    /// @param stateLost the device was reset, or its state never reached it, and the VM went on without it
    public record Failed(
            Optional<String> device,
            Optional<String> call,
            Optional<DeviceState> from,
            Optional<DeviceState> to,
            Optional<String> errno,
            Optional<String> message,
            boolean stateLost) {

        public static final Failed NOTHING = new Failed(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);

        /// A VMM reported it.
        public static Failed said(String message) {
            return new Failed(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(message),
                    false);
        }

        /// The same, on a device.
        public Failed on(String name) {
            return new Failed(Optional.of(name), call, from, to, errno, message, stateLost);
        }
    }

    /// An event that says the opposite.
    ///
    /// @param side whose VMM says it
    /// @param what a clause with its subject, such as `QEMU at the source reports completed`
    public record Contradiction(EventRef event, Optional<Report.Side> side, String what) {}

    /// A cause that was considered.
    ///
    /// @param by the fact that excludes it
    public record Excluded(String cause, String by) {}

    /// One who may be responsible.
    ///
    /// @param wouldBeShownBy a capture, a log or an option of the VMM
    public record Candidate(Responsible responsible, String wouldBeShownBy) {}

    /// Something that the traces do not show.
    ///
    /// @param wouldBeShownBy a capture, a log or an option of the VMM
    public record Unknown(String what, String wouldBeShownBy) {}
}
