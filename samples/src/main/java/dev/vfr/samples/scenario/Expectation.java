package dev.vfr.samples.scenario;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.samples.data.Default;
import java.util.List;
import java.util.Optional;

/// What must come of a scenario, for every seed: in truth, and in the report on its trace.
///
/// @param outcome how it must really end
/// @param report what the report must call it; empty if it must see no migration at all
/// @param diagnosis what the report must diagnose; empty if it must find nothing wrong
/// @param paths the states that each device must really have been in, in the order of the devices
/// @param findings exactly what the report must find
/// @param waiting what the report ought to say as well and cannot say yet
public record Expectation(
        Outcome outcome,
        Optional<Report.Outcome> report,
        Optional<ExpectedDiagnosis> diagnosis,
        List<Paths> paths,
        List<ExpectedFinding> findings,
        List<Waiting> waiting) {

    public Expectation {
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

    /// The facts of a diagnosis.
    ///
    /// @param side where it went wrong
    /// @param cause the rule
    /// @param call the call that failed, such as `SET RUNNING_P2P`
    /// @param from the state that it failed in
    /// @param errno such as `EIO`
    /// @param stateLost the guest runs on without the device's state
    /// @param contradictedBy the sides whose VMM reports the opposite
    public record ExpectedDiagnosis(
            Diagnosis.At side,
            Responsible responsible,
            Optional<String> cause,
            Optional<String> call,
            Optional<DeviceState> from,
            Optional<String> errno,
            @Default("false") boolean stateLost,
            List<Report.Side> contradictedBy) {

        public ExpectedDiagnosis {
            contradictedBy = List.copyOf(contradictedBy);
        }

        /// The facts that are held of a report's diagnosis.
        public static ExpectedDiagnosis of(Diagnosis diagnosis) {
            Diagnosis.Failed failed = diagnosis.failed();
            return new ExpectedDiagnosis(
                    diagnosis.at(),
                    diagnosis.responsible(),
                    diagnosis.cause(),
                    failed.call(),
                    failed.from(),
                    failed.errno(),
                    failed.stateLost(),
                    diagnosis.contradictedBy().stream()
                            .flatMap(each -> each.side().stream())
                            .toList());
        }

        /// As the key `diagnosis` of a scenario's file has it.
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("{side: " + side + ", responsible: " + responsible);
            cause.ifPresent(rule -> text.append(", cause: ").append(rule));
            call.ifPresent(name -> text.append(", call: ").append(name));
            from.ifPresent(state -> text.append(", from: ").append(state));
            errno.ifPresent(name -> text.append(", errno: ").append(name));
            text.append(stateLost ? ", state-lost: true" : "");
            text.append(contradictedBy.isEmpty() ? "" : ", contradicted-by: " + contradictedBy);
            return text.append('}').toString();
        }
    }

    /// A finding by its rule and, where it concerns a device, by that.
    ///
    /// @param rule the rule's stable name
    /// @param side of the device; empty if the finding names no device
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
