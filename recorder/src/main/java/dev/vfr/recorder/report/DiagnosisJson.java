package dev.vfr.recorder.report;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.EventRef;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.report.Fact;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A diagnosis and the facts of findings as JSON.
final class DiagnosisJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DiagnosisJson() {}

    static ObjectNode of(Diagnosis diagnosis) {
        Failed failed = diagnosis.failed();
        ObjectNode node = NODES.objectNode();
        node.put("side", diagnosis.at().word());
        node.put("responsible", diagnosis.responsible().word());
        node.set("cause", ReportJson.text(diagnosis.cause()));
        node.set("device", ReportJson.text(failed.device()));
        node.set("call", ReportJson.text(failed.call()));
        node.set("fromState", ReportJson.text(failed.from().map(Enum::name)));
        node.set("toState", ReportJson.text(failed.to().map(Enum::name)));
        node.set("errno", ReportJson.text(failed.errno()));
        node.set("message", ReportJson.text(failed.message()));
        node.put("stateLost", failed.stateLost());
        node.set("evidence", ReportJson.array(diagnosis.evidence(), DiagnosisJson::event));
        node.set(
                "contradictedBy",
                ReportJson.array(
                        diagnosis.contradictedBy(), each -> event(each.event()).put("what", each.what())));
        node.set(
                "excluded",
                ReportJson.array(
                        diagnosis.excluded(),
                        each -> NODES.objectNode().put("cause", each.cause()).put("by", each.by())));
        node.set(
                "undecided",
                ReportJson.array(
                        diagnosis.undecided(),
                        each -> NODES.objectNode()
                                .put("responsible", each.responsible().word())
                                .put("wouldBeShownBy", each.wouldBeShownBy())));
        node.set(
                "unknown",
                ReportJson.array(
                        diagnosis.unknown(),
                        each -> NODES.objectNode()
                                .put("what", each.what())
                                .put("wouldBeShownBy", each.wouldBeShownBy())));
        node.put("nextStep", diagnosis.nextStep());
        node.put("clause", diagnosis.clause());
        return node;
    }

    private static ObjectNode event(EventRef event) {
        ObjectNode node = NODES.objectNode();
        node.put("trace", event.trace());
        node.set("seq", ReportJson.number(event.seq()));
        node.set("atNs", ReportJson.number(event.atNs()));
        node.set("realtimeNs", ReportJson.number(event.realtimeNs()));
        return node;
    }

    /// The typed values by their names.
    static ObjectNode facts(Map<String, Fact> facts) {
        ObjectNode node = NODES.objectNode();
        facts.forEach((name, fact) -> {
            switch (fact) {
                case Fact.Time time -> node.put(name, time.ns());
                case Fact.Bytes bytes -> node.put(name, bytes.bytes());
                case Fact.Count count -> node.put(name, count.count());
                case Fact.State state -> node.put(name, state.state().name());
                case Fact.Text text -> node.put(name, text.text());
            }
        });
        return node;
    }
}
