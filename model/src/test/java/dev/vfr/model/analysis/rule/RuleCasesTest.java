package dev.vfr.model.analysis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.analysis.rule.capture.CaptureCases;
import dev.vfr.model.analysis.rule.device.DeviceCases;
import dev.vfr.model.analysis.rule.downtime.DowntimeCases;
import dev.vfr.model.analysis.rule.estimate.EstimateCases;
import dev.vfr.model.analysis.rule.logging.LoggingCases;
import dev.vfr.model.analysis.rule.protocol.DataFdCases;
import dev.vfr.model.analysis.rule.protocol.ProtocolCases;
import dev.vfr.model.analysis.rule.protocol.RequestCases;
import dev.vfr.model.analysis.rule.vmm.VmmCases;
import dev.vfr.model.analysis.verdict.Rules;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds every rule to its cases: it finds what it is for, and is silent on the nearest trace that is in order.
class RuleCasesTest {

    /// The cases of all families.
    static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        cases.addAll(ProtocolCases.cases());
        cases.addAll(RequestCases.cases());
        cases.addAll(DataFdCases.cases());
        cases.addAll(DeviceCases.cases());
        cases.addAll(LoggingCases.cases());
        cases.addAll(VmmCases.cases());
        cases.addAll(CaptureCases.cases());
        cases.addAll(DowntimeCases.cases());
        cases.addAll(EstimateCases.cases());
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRuleFindsItOrIsSilent(RuleCase rule) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (TraceScript trace : rule.traces()) {
            inputs.add(new TraceInput("trace" + inputs.size(), trace.events()));
        }
        Report report = Analysis.of(inputs);
        boolean found = report.findings().stream().anyMatch(f -> f.rule().equals(rule.rule()));
        assertEquals(rule.guilty(), found, () -> rule + "\n" + report.findings());
    }

    /// A rule that nothing triggers and one that nothing keeps silent are no rules.
    @Test
    void everyRuleHasTracesOfBothKinds() {
        List<String> lacking = new ArrayList<>();
        List<RuleCase> cases = cases();
        for (Rule rule : Rules.ALL) {
            String name = rule.advice().rule();
            for (boolean guilty : List.of(true, false)) {
                if (cases.stream().noneMatch(shown -> shown.rule().equals(name) && shown.guilty() == guilty)) {
                    lacking.add(name + (guilty ? ": none that it speaks on" : ": none that it is silent on"));
                }
            }
        }
        assertEquals(List.of(), lacking);
    }

    @Test
    void noTwoRulesHaveOneName() {
        Set<String> names = new HashSet<>();
        for (Rule rule : Rules.ALL) {
            String name = rule.advice().rule();
            assertTrue(name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), name);
            assertTrue(names.add(name), name);
        }
    }
}
