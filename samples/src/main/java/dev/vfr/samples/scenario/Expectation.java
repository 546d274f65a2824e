package dev.vfr.samples.scenario;

import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.data.Default;
import java.util.List;
import java.util.Optional;

/// What must come of a scenario, for every seed: in truth, and in the report on its trace.
///
/// @param outcome how it must really end
/// @param report what the report must call it; empty where it must see no migration at all
/// @param verdict each of which the report's verdict must contain: the side, the states, the errno
/// @param paths the states that each device must really have been in, in the order of the devices
/// @param findings exactly what the report must find
/// @param waiting what the report ought to say as well and cannot say yet
public record Expectation(
        Outcome outcome,
        Optional<Report.Outcome> report,
        List<String> verdict,
        List<Paths> paths,
        List<ExpectedFinding> findings,
        List<Waiting> waiting) {

    public Expectation {
        verdict = List.copyOf(verdict);
        paths = List.copyOf(paths);
        findings = List.copyOf(findings);
        waiting = List.copyOf(waiting);
    }

    /// The states that one migrated device goes through, those inside of combination transitions too.
    public record Paths(List<DeviceState> source, List<DeviceState> destination) {
        public Paths {
            source = List.copyOf(source);
            destination = List.copyOf(destination);
        }
    }

    /// A finding by its rule and, where it concerns a device, by that.
    ///
    /// @param rule the rule's stable name
    /// @param side of the device; empty where the finding names no device
    /// @param device the device's position in the VMM
    public record ExpectedFinding(
            String rule,
            Optional<Report.Side> side,
            @Default("0") int device) {

        /// Such as `set-state-failed of source 0`.
        @Override
        public String toString() {
            return rule + side.map(of -> " of " + of.word() + " " + device).orElse("");
        }
    }
}
