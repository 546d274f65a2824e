package dev.vfr.recorder.report;

import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationDiff;
import dev.vfr.model.report.MigrationDiff.Divergence;
import dev.vfr.model.report.MigrationDiff.Place;
import dev.vfr.model.report.MigrationDiff.Span;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.SetDiff;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Comparisons of migrations as JSON: `vfr.diff/1` for two runs, `vfr.diff-sets/1` for two sets of runs. Times are ns;
/// what is not known is null.
public final class DiffJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DiffJson() {}

    /// Two runs, as indented text that ends with a line end.
    public static String of(MigrationDiff diff) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", "vfr.diff/1");
        root.set("before", run(diff.before()));
        root.set("after", run(diff.after()));
        ArrayNode divergences = root.putArray("divergences");
        diff.divergences().forEach(divergence -> divergences.add(divergence(divergence)));
        ArrayNode changes = root.putArray("changes");
        diff.changes().forEach(change -> {
            ObjectNode node = span(change.span());
            node.put("beforeNs", change.beforeNs());
            node.put("afterNs", change.afterNs());
            node.put("changeNs", change.changeNs());
            changes.add(node);
        });
        notes(root, diff.notes());
        return text(root);
    }

    /// Two sets of runs, as indented text that ends with a line end.
    public static String of(SetDiff diff) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", "vfr.diff-sets/1");
        root.put("before", diff.before());
        root.put("after", diff.after());
        root.put("alpha", diff.alpha());
        root.put("test", "mann-whitney-u, two-sided");
        ArrayNode measures = root.putArray("measures");
        diff.measures().forEach(measure -> {
            ObjectNode node = span(measure.span());
            node.put("before", measure.before());
            node.put("after", measure.after());
            node.put("beforeMedianNs", measure.beforeMedianNs());
            node.put("afterMedianNs", measure.afterMedianNs());
            node.put("shiftNs", measure.shiftNs());
            node.put("superiority", measure.superiority());
            node.put("p", measure.p());
            node.put("adjustedP", measure.adjustedP());
            node.put("exact", measure.exact());
            node.put("judgement", measure.judgement().word());
            measures.add(node);
        });
        notes(root, diff.notes());
        return text(root);
    }

    private static String text(ObjectNode root) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void notes(ObjectNode root, List<String> notes) {
        ArrayNode node = root.putArray("notes");
        notes.forEach(node::add);
    }

    private static ObjectNode run(MigrationDiff.Run run) {
        ObjectNode node = NODES.objectNode();
        node.put("name", run.name());
        ArrayNode outcomes = node.putArray("outcomes");
        run.outcomes().stream().map(Report.Outcome::word).forEach(outcomes::add);
        return node;
    }

    private static ObjectNode divergence(Divergence divergence) {
        ObjectNode node = NODES.objectNode();
        node.put("kind", divergence.kind().word());
        node.put("subject", divergence.subject());
        node.put("side", divergence.side().map(Report.Side::word).orElse(null));
        place(node, "before", divergence.before());
        place(node, "after", divergence.after());
        Optional<Interval> offset = divergence.streamOffset();
        if (offset.isPresent()) {
            ObjectNode at = node.putObject("streamOffset");
            at.put("min", offset.get().min());
            at.put("max", offset.get().max());
        } else {
            node.putNull("streamOffset");
        }
        return node;
    }

    private static void place(ObjectNode parent, String name, Optional<Place> place) {
        if (place.isEmpty()) {
            parent.putNull(name);
            return;
        }
        ObjectNode node = parent.putObject(name);
        node.put("trace", place.get().trace());
        node.put("seq", place.get().seq());
        if (place.get().atNs().isPresent()) {
            node.put("atNs", place.get().atNs().getAsLong());
        } else {
            node.putNull("atNs");
        }
        node.put("what", place.get().what());
    }

    private static ObjectNode span(Span span) {
        ObjectNode node = NODES.objectNode();
        node.put("span", span.name());
        node.put("side", span.side().map(Report.Side::word).orElse(null));
        node.put("device", span.device().orElse(null));
        return node;
    }
}
