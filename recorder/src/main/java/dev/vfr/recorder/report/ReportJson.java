package dev.vfr.recorder.report;

import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.Amounts;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.Estimates;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.PathEntry;
import dev.vfr.model.report.Report.Phase;
import dev.vfr.model.report.Report.TraceSummary;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A report as one JSON object of the schema `vfr.report/1`.
///
/// Times are ns, sizes bytes. What is not known is null, never 0. Fields may be added under the same schema
/// name, but none changes its meaning. `report-schema.json` beside this class describes each field.
///
/// | beyond the schema's first fields | what it is |
/// |---|---|
/// | `traces[].lostUncounted` | a loss was reported without its count, so that `lost` is a lower bound |
/// | `migrations[].kind`, `.headline`, `.diagnosis` | see [MigrationSummary] and [Diagnosis] |
/// | `migrations[].diagnosis.evidence[].atNs`, `.realtimeNs` | ns since the start of the trace; ns since 1970 |
/// | `findings[].facts`, `.responsible`, `.side` | the values in the summary; who has to act; at which side |
/// | `migrations[].vmmCheckpointDowntimeNs` | from the VMM's checkpoint `src-downtime-start` to
/// `src-downtime-end` |
/// | `migrations[].clockBasis` | `same-host`, `causal`, `wall-clock` or `none`: how the two clocks were
/// compared |
/// | `migrations[].sourceStoppedNs` | how long the source device was stopped in a migration that was aborted |
/// | `migrations[].downtimeAnatomy` | where the downtime went, see [DowntimeAnatomy] |
/// | `migrations[].dirtyTracking` | `device`, `iommu`, `device-and-iommu` or `none`: who tracked the pages that the
/// devices wrote |
/// | `migrations[].streams` | whether what arrived is what was sent, see [StreamComparison] |
/// | `migrations[].estimateHistory` | for each source device what was said to be left, query by query |
/// | `migrations[].convergence` | whether what is left in pre-copy gets less, and the rates |
/// | `migrations[].whatIf` | predicted downtimes of other switchovers, or in `silence` why there are none |
/// | `migrations[].sourceTrace`, `.destinationTrace` | names of the traces that show the two sides |
/// | `devices[].process` | label of the process that used the device |
/// | `devices[].estimates.source` | `driver`, or `vmm` where the trace shows only the VMM's copy |
public final class ReportJson {

    /// The value of the field `schema`.
    public static final String SCHEMA = "vfr.report/1";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /// The report as indented JSON text that ends with a line end.
    public static String toJson(Report report) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree(report)) + "\n";
    }

    /// The report as a tree.
    static ObjectNode tree(Report report) {
        ObjectNode root = NODES.objectNode();
        root.put("schema", SCHEMA);
        root.set("traces", array(report.traces(), ReportJson::trace));
        root.set("migrations", array(report.migrations(), ReportJson::migration));
        root.set("devices", array(report.devices(), ReportJson::device));
        root.set("findings", array(report.findings(), ReportJson::finding));
        return root;
    }

    private static ObjectNode trace(TraceSummary trace) {
        ObjectNode node = NODES.objectNode();
        node.put("name", trace.name());
        node.put("source", String.join("+", trace.sources()));
        node.put("events", trace.events());
        node.put("lost", trace.lost());
        node.put("lostUncounted", trace.lostUncounted());
        node.put("intact", trace.intact());
        node.put("companion", trace.companion());
        node.set("startRealtimeNs", number(trace.startRealtimeNs()));
        node.set("durationNs", number(trace.durationNs()));
        trace.captureCost().ifPresent(cost -> node.set("captureCost", captureCost(cost)));
        return node;
    }

    private static ObjectNode captureCost(CaptureCostMeasured cost) {
        ObjectNode node = NODES.objectNode();
        node.put("callNs", cost.callNs());
        node.set("digestNsPerMib", number(cost.digestNsPerMib()));
        return node;
    }

    private static ObjectNode migration(MigrationSummary migration) {
        ObjectNode node = NODES.objectNode();
        node.put("kind", migration.kind().word());
        node.put("outcome", migration.outcome().word());
        node.put("headline", migration.verdict().headline());
        node.put("verdict", migration.verdict().text());
        node.set(
                "diagnosis",
                migration.diagnosis().<JsonNode>map(DiagnosisJson::of).orElse(NODES.nullNode()));
        node.set("downtimeNs", interval(migration.downtimeNs()));
        node.set("captureCostNs", number(migration.captureCostNs()));
        node.set("vmmDowntimeNs", number(migration.vmmDowntimeNs()));
        node.set("vmmCheckpointDowntimeNs", number(migration.vmmCheckpointDowntimeNs()));
        node.set("downtimePhases", array(migration.downtimePhases(), ReportJson::phase));
        node.set("clockOffsetNs", interval(migration.clockOffsetNs()));
        node.set("clockBasis", text(migration.clockBasis().map(Report.ClockBasis::word)));
        node.set("sourceStoppedNs", number(migration.sourceStoppedNs()));
        node.set(
                "downtimeAnatomy",
                migration.anatomy().<JsonNode>map(AnatomyJson::of).orElse(NODES.nullNode()));
        node.set("dirtyTracking", text(migration.dirtyTracking().map(Report.DirtyTracking::word)));
        node.set("streams", array(migration.streams(), AnatomyJson::of));
        node.set("estimateHistory", array(migration.estimates().history(), EstimatesJson::of));
        node.set("convergence", array(migration.estimates().convergence(), EstimatesJson::of));
        node.set("whatIf", EstimatesJson.of(migration.estimates().whatIf()));
        node.set("sourceTrace", text(migration.sourceTrace()));
        node.set("destinationTrace", text(migration.destinationTrace()));
        return node;
    }

    private static ObjectNode phase(Phase phase) {
        ObjectNode node = NODES.objectNode();
        node.put("name", phase.name());
        node.put("side", phase.side().word());
        node.put("device", phase.device());
        node.put("startNs", phase.startNs());
        node.put("ns", phase.ns());
        return node;
    }

    private static ObjectNode device(DeviceSummary device) {
        ObjectNode node = NODES.objectNode();
        node.put("name", device.name());
        node.put("trace", device.trace());
        node.put("process", device.process());
        node.put("role", device.role().word());
        node.set("flags", device.flags().<JsonNode>map(ReportJson::flags).orElse(NODES.nullNode()));
        node.set("aliases", array(device.aliases(), NODES::stringNode));
        node.set("path", array(device.path(), ReportJson::entry));
        node.set("bytes", amounts(device.bytes()));
        node.set("chunks", amounts(device.chunks()));
        node.set("enomsg", number(device.enomsg()));
        node.set("estimates", estimates(device.estimates()));
        return node;
    }

    private static ArrayNode flags(MigrationFlags flags) {
        return array(flags.names(), NODES::stringNode);
    }

    private static ObjectNode entry(PathEntry entry) {
        ObjectNode node = NODES.objectNode();
        node.put("state", entry.state().name());
        node.set("enteredNs", number(entry.enteredNs()));
        node.set("ns", number(entry.ns()));
        node.put("observed", entry.observed());
        node.put("cause", entry.cause().word());
        node.set("migration", number(entry.migration()));
        return node;
    }

    private static ObjectNode amounts(Amounts amounts) {
        ObjectNode node = NODES.objectNode();
        node.set("preCopy", number(amounts.preCopy()));
        node.set("stopCopy", number(amounts.stopCopy()));
        node.set("resumed", number(amounts.resumed()));
        node.put("complete", amounts.complete());
        return node;
    }

    private static ObjectNode estimates(Estimates estimates) {
        ObjectNode node = NODES.objectNode();
        node.set("initialBytesFirst", EstimatesJson.unsigned(estimates.initialBytesFirst()));
        node.set("initialBytesLast", EstimatesJson.unsigned(estimates.initialBytesLast()));
        node.set("dirtyBytesLast", EstimatesJson.unsigned(estimates.dirtyBytesLast()));
        node.set("dirtyBytesMax", EstimatesJson.unsigned(estimates.dirtyBytesMax()));
        node.set("stopCopyLength", EstimatesJson.unsigned(estimates.stopCopyLength()));
        node.set("stopCopyError", number(estimates.stopCopyError()));
        node.set("source", text(estimates.fromVmm().map(fromVmm -> fromVmm ? "vmm" : "driver")));
        return node;
    }

    private static ObjectNode finding(Finding finding) {
        ObjectNode node = NODES.objectNode();
        node.put("rule", finding.rule());
        node.put("severity", finding.severity().word());
        node.set("device", text(finding.device()));
        node.set("trace", text(finding.trace()));
        node.set("seq", number(finding.seq()));
        node.put("summary", finding.summary());
        node.put("explanation", finding.explanation());
        node.put("remedy", finding.remedy());
        node.put("clause", finding.clause());
        node.put("responsible", finding.responsible().word());
        node.set("facts", DiagnosisJson.facts(finding.facts()));
        node.set("side", text(finding.side().map(Report.Side::word)));
        return node;
    }

    static JsonNode interval(Optional<Interval> interval) {
        if (interval.isEmpty()) {
            return NODES.nullNode();
        }
        ObjectNode node = NODES.objectNode();
        node.put("min", interval.get().min());
        node.put("max", interval.get().max());
        return node;
    }

    static JsonNode number(OptionalLong value) {
        return value.isPresent() ? NODES.numberNode(value.getAsLong()) : NODES.nullNode();
    }

    private static JsonNode number(OptionalInt value) {
        return value.isPresent() ? NODES.numberNode(value.getAsInt()) : NODES.nullNode();
    }

    static JsonNode text(Optional<String> value) {
        return value.isPresent() ? NODES.stringNode(value.get()) : NODES.nullNode();
    }

    static <T> ArrayNode array(Collection<T> values, Function<T, ? extends JsonNode> form) {
        ArrayNode array = NODES.arrayNode();
        values.forEach(value -> array.add(form.apply(value)));
        return array;
    }
}
