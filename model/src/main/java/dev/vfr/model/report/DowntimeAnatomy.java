package dev.vfr.model.report;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a downtime went, over both hosts: its parts, which device took how much of it, and what the VMM's own figure
/// counts otherwise. A part that the traces do not show is absent.
///
/// @param atLeastNs the downtime is no shorter, ns; proven even if its other bound is not
/// @param clocks how the two hosts' clocks were compared, or why they could not be: a sentence
/// @param parts what happened in the downtime, in order of time on each side; parts of several devices may overlap
/// @param devices what each pair of devices took
/// @param vmmFigure why the VMM's figure is another one: a sentence, empty if there is nothing to explain
/// @param after what came when the downtime was over, though it looks like a part of it, such as leaving STOP_COPY
public record DowntimeAnatomy(
        OptionalLong atLeastNs,
        String clocks,
        List<Part> parts,
        List<DeviceShare> devices,
        String vmmFigure,
        List<Part> after) {

    public DowntimeAnatomy {
        parts = List.copyOf(parts);
        devices = List.copyOf(devices);
        after = List.copyOf(after);
    }

    /// Whose time it was.
    public enum Owner {
        /// A call into the device's driver.
        DEVICE,
        /// The VMM, between two calls.
        VMM,
        /// The VMM's handler of a device: its driver's calls and what the VMM does around them, not separated.
        HANDLER,
        /// Between the last byte at the source and the last byte at the destination.
        TRANSFER;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// One part of the downtime.
    ///
    /// @param name in lower case with hyphens, such as `p2p-quiesce`
    /// @param side where it began
    /// @param device the device's name, empty if it concerns none
    /// @param startNs ns since the start of the trace that shows its begin
    /// @param sinceStopNs ns since the first device was asked to stop; empty if the clocks cannot be compared
    /// @param ns its length
    public record Part(
            String name,
            Owner owner,
            Report.Side side,
            Optional<String> device,
            long startNs,
            Optional<Interval> sinceStopNs,
            Interval ns) {}

    /// What one device took of the downtime at both sides, ns each, empty if the traces do not show it.
    ///
    /// @param source its name at the source, empty if no trace shows that side
    /// @param destination its name at the destination, empty if no trace shows that side
    /// @param stopNs its calls out of the running state and into STOP_COPY
    /// @param readNs its reads of the data_fd in STOP_COPY
    /// @param longestReadNs the longest of them
    /// @param betweenReadsNs what the VMM let pass between them
    /// @param writeNs its writes of what STOP_COPY gave
    /// @param resumeNs its calls out of RESUMING and into RUNNING
    /// @param overlapNs how long its calls went on while another device's did too
    /// @param critical it took more of the downtime than any other device
    public record DeviceShare(
            Optional<String> source,
            Optional<String> destination,
            OptionalLong stopNs,
            OptionalLong readNs,
            OptionalLong longestReadNs,
            OptionalLong betweenReadsNs,
            OptionalLong writeNs,
            OptionalLong resumeNs,
            OptionalLong overlapNs,
            boolean critical) {

        /// All that the device's own calls are known to have taken, ns; a lower bound where one of them is not shown.
        public long ownNs() {
            return stopNs.orElse(0) + readNs.orElse(0) + writeNs.orElse(0) + resumeNs.orElse(0);
        }
    }
}
