package dev.vfr.model.analysis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.analysis.rule.capture.CaptureCases;
import dev.vfr.model.analysis.rule.device.DeviceCases;
import dev.vfr.model.analysis.rule.downtime.DowntimeCases;
import dev.vfr.model.analysis.rule.estimate.EstimateCases;
import dev.vfr.model.analysis.rule.kernel.KernelCases;
import dev.vfr.model.analysis.rule.logging.LoggingCases;
import dev.vfr.model.analysis.rule.message.MessageCases;
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

    /// The findings on how a migration ended, which are made with its verdict.
    static final List<String> ENDINGS =
            List.of("migration-failed", "migration-blocked", "migration-cancelled", "migration-open");

    /// The cases of all families and of all messages.
    static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>(written());
        cases.addAll(MessageCases.cases());
        return cases;
    }

    /// The cases of all families.
    static List<RuleCase> written() {
        List<RuleCase> cases = new ArrayList<>();
        cases.addAll(ProtocolCases.cases());
        cases.addAll(RequestCases.cases());
        cases.addAll(DataFdCases.cases());
        cases.addAll(DeviceCases.cases());
        cases.addAll(LoggingCases.cases());
        cases.addAll(KernelCases.cases());
        cases.addAll(VmmCases.cases());
        cases.addAll(MessageCases.unknown());
        cases.addAll(CaptureCases.cases());
        cases.addAll(DowntimeCases.cases());
        cases.addAll(EstimateCases.cases());
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRuleFiresOrIsQuiet(RuleCase rule) throws EventSourceException {
        Report report = report(rule);
        boolean found = report.findings().stream().anyMatch(f -> f.rule().equals(rule.rule()));
        assertEquals(rule.guilty(), found, () -> rule + "\n" + report.findings());
    }

    static Report report(RuleCase rule) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (TraceScript trace : rule.traces()) {
            inputs.add(new TraceInput("trace" + inputs.size(), trace.events()));
        }
        return Analysis.of(inputs);
    }

    /// A rule that nothing triggers and one that nothing keeps silent are no rules.
    @Test
    void everyRuleHasTracesOfBothKinds() {
        List<String> lacking = new ArrayList<>();
        List<RuleCase> cases = cases();
        List<String> names = new ArrayList<>(ENDINGS);
        Rules.ALL.forEach(rule -> names.add(rule.advice().rule()));
        for (String name : names) {
            for (boolean guilty : List.of(true, false)) {
                if (cases.stream().noneMatch(shown -> shown.rule().equals(name) && shown.guilty() == guilty)) {
                    lacking.add(name + (guilty ? ": none that it fires on" : ": none that it is quiet on"));
                }
            }
        }
        assertEquals(List.of(), lacking);
    }

    @Test
    void noTwoRulesHaveOneName() {
        Set<String> names = new HashSet<>();
        List<String> twice = new ArrayList<>();
        for (Rule rule : Rules.ALL) {
            String name = rule.advice().rule();
            assertTrue(name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), name);
            if (!names.add(name)) {
                twice.add(name);
            }
        }
        assertEquals(List.of(), twice);
    }
}
