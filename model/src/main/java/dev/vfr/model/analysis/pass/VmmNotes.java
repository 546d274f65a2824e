package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What the VMM of one side said of a migration.
///
/// @param asked the client gave the command `migrate`
/// @param vmRunning the VM ran at the end of the side
/// @param commands the commands and events of the process over the whole trace that say something of how devices are
///     carried, such as `device_del`, `DEVICE_DELETED`
/// @param settings how the process was set up
/// @param progress the VMM's last answer on how far the migration is
/// @param firstRemainingBytes the guest memory that remained by its first answer
/// @param passesWithLittleLeft over how many passes its last answers show so little guest memory left that it fits into
/// the
///     downtime limit
public record VmmNotes(
        Status status,
        Errors errors,
        Transport transport,
        DowntimeLimit limit,
        Handlers handlers,
        Moments moments,
        boolean asked,
        boolean vmRunning,
        Set<String> commands,
        VmmSettings settings,
        Optional<MigrationProgressQueried> progress,
        OptionalLong firstRemainingBytes,
        long passesWithLittleLeft) {

    public VmmNotes {
        commands = Set.copyOf(commands);
    }

    /// What the VMM reported of the migration's status.
    ///
    /// @param isShown the VMM reported any status in this migration
    /// @param terminal the last status that ends a migration, by the VMM's own event
    /// @param terminalSeq the event that shows it
    /// @param failing the VMM said `failing`
    /// @param cancelAsked the client gave the command to cancel, or the VMM said `cancelling`, before a failure
    /// @param paused the last word is `postcopy-paused`: the other side is gone
    /// @param answer the VMM's most complete answer to a query
    public record Status(
            boolean isShown,
            Optional<String> terminal,
            OptionalLong terminalSeq,
            boolean failing,
            boolean cancelAsked,
            boolean paused,
            Optional<MigrationQueried> answer) {

        /// How the migration ended for the VMM; empty if it has not said so. A VMM that is told to cancel
        /// may call that a failure, or never say another word.
        public Optional<String> end() {
            Optional<String> said = reported();
            return cancelAsked && !said.equals(Optional.of("completed")) ? Optional.of("cancelled") : said;
        }

        /// The last word of the VMM on how the migration ended; empty if it has not said so.
        public Optional<String> reported() {
            return terminal.or(() -> answer.flatMap(MigrationQueried::status).filter(VmmNotesBuilder::isTerminal));
        }
    }

    /// What the VMM said of failures.
    ///
    /// @param said the first messages that something failed, in their order
    /// @param burst the same, read as one
    /// @param text the first of them, or the error that the VMM answered to a query later
    /// @param seq the event that shows the text
    public record Errors(List<VmmMessage> said, Optional<Burst> burst, Optional<String> text, OptionalLong seq) {

        public Errors {
            said = List.copyOf(said);
        }
    }

    /// How the migration's data go from host to host.
    ///
    /// @param channels device state went through multifd channels
    /// @param postcopy a VM with a VFIO device was switched over to postcopy
    /// @param socket the stream surely goes through a socket: the destination listened before the source connected.
    ///     Through a file the destination may start long after the source ended
    /// @param file the stream surely goes through a file
    public record Transport(boolean channels, boolean postcopy, boolean socket, boolean file) {}

    /// What the VMM's handlers took, by its own measure.
    ///
    /// @param vfio those of VFIO devices in their order; the first of them
    /// @param others those of guest memory and other devices, the longest first; no more than the longest of them
    /// @param othersNs all of them together, ns; empty if the VMM reports none
    public record Handlers(List<HandlerTime> vfio, List<HandlerTime> others, OptionalLong othersNs) {

        public Handlers {
            vfio = List.copyOf(vfio);
            others = List.copyOf(others);
        }
    }

    /// When something named first happened on the host clock.
    ///
    /// @param ns by name, UNKNOWN_NS if none of its events has a time
    public record Moments(Map<String, Long> ns) {

        public Moments {
            ns = Map.copyOf(ns);
        }

        /// UNKNOWN_NS if it is not shown.
        public long of(String name) {
            return ns.getOrDefault(name, EventHeader.UNKNOWN_NS);
        }

        /// Something happened whose name begins like this.
        public boolean hasAny(String prefix) {
            return ns.keySet().stream().anyMatch(name -> name.startsWith(prefix));
        }
    }
}
