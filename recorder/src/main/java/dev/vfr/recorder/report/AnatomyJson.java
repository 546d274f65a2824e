package dev.vfr.recorder.report;

import static dev.vfr.recorder.report.ReportJson.array;
import static dev.vfr.recorder.report.ReportJson.interval;
import static dev.vfr.recorder.report.ReportJson.number;
import static dev.vfr.recorder.report.ReportJson.text;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import dev.vfr.model.report.DowntimeAnatomy.Part;
import dev.vfr.model.report.StreamComparison;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The parts of a downtime and the comparison of two streams as JSON, in the report's form.
final class AnatomyJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AnatomyJson() {}

    static ObjectNode of(DowntimeAnatomy anatomy) {
        ObjectNode node = NODES.objectNode();
        node.set("atLeastNs", number(anatomy.atLeastNs()));
        node.put("clocks", anatomy.clocks());
        node.set("parts", array(anatomy.parts(), AnatomyJson::part));
        node.set("devices", array(anatomy.devices(), AnatomyJson::share));
        node.put("vmmFigure", anatomy.vmmFigure());
        node.set("after", array(anatomy.after(), AnatomyJson::part));
        return node;
    }

    static ObjectNode of(StreamComparison stream) {
        ObjectNode node = NODES.objectNode();
        node.put("source", stream.source());
        node.put("destination", stream.destination());
        node.put("result", stream.result().word());
        node.put("equalBytes", stream.equalBytes());
        node.set("firstDifference", interval(stream.firstDifference()));
        node.put("why", stream.why());
        return node;
    }

    private static ObjectNode part(Part part) {
        ObjectNode node = NODES.objectNode();
        node.put("name", part.name());
        node.put("owner", part.owner().word());
        node.put("side", part.side().word());
        node.set("device", text(part.device()));
        node.put("startNs", part.startNs());
        node.set("sinceStopNs", interval(part.sinceStopNs()));
        node.set("ns", interval(Optional.of(part.ns())));
        return node;
    }

    private static ObjectNode share(DeviceShare share) {
        ObjectNode node = NODES.objectNode();
        node.set("source", text(share.source()));
        node.set("destination", text(share.destination()));
        node.set("stopNs", number(share.stopNs()));
        node.set("readNs", number(share.readNs()));
        node.set("longestReadNs", number(share.longestReadNs()));
        node.set("betweenReadsNs", number(share.betweenReadsNs()));
        node.set("writeNs", number(share.writeNs()));
        node.set("resumeNs", number(share.resumeNs()));
        node.set("overlapNs", number(share.overlapNs()));
        node.put("critical", share.critical());
        return node;
    }
}
