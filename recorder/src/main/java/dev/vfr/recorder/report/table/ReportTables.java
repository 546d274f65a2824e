package dev.vfr.recorder.report.table;

import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.StreamComparison;
import dev.vfr.model.report.WhatIf;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The tables of a report. Migrations count from 1, as in other views; times are ns, sizes bytes.
///
/// | table | a row |
/// |---|---|
/// | `migrations` | a migration |
/// | `phases` | a phase of a downtime |
/// | `downtime_parts` | a part of the anatomy of a downtime, with those that come after it |
/// | `devices` | a device of a trace |
/// | `states` | a state of a device's path |
/// | `estimates` | a query of estimates in a migration, the driver's answer or the VMM's copy |
/// | `convergence` | a device at the source of a migration, and one for all of them where there are several |
/// | `what_if` | a moment at which the VMM could have switched over, with the downtime predicted |
/// | `what_if_effects` | another condition, with the downtime predicted |
/// | `streams` | a pair of devices of a migration: is what arrived what was sent |
/// | `findings` | a finding |
/// | `events` | an event, see [EventTable] |
public final class ReportTables {

    private final Report report;

    /// A row that belongs to a migration.
    private record Of<T>(long migration, T row) {}

    /// A state on its place in a device's path.
    private record State(Report.DeviceSummary device, long position, Report.PathEntry entry) {}

    /// A part of a downtime, or what came after.
    private record Part(DowntimeAnatomy.Part part, boolean after) {}

    /// A query, and who answered.
    private record Query(EstimateHistory history, EstimateHistory.Sample sample, String source) {}

    /// A moment of another switchover.
    private record Guess(WhatIf.Moment moment, boolean best) {}

    public ReportTables(Report report) {
        this.report = report;
    }

    /// What writes each table, in the order above; the events are not among them.
    public List<File> files(TableFormat format) {
        return List.of(
                file(format, migrations(), report.migrations()),
                file(format, phases(), ofMigrations(Report.MigrationSummary::downtimePhases)),
                file(format, parts(), ofMigrations(ReportTables::partsOf)),
                file(format, devices(), report.devices()),
                file(format, states(), statesOf()),
                file(format, estimates(), ofMigrations(ReportTables::queriesOf)),
                file(format, convergence(), ofMigrations(row -> row.estimates().convergence())),
                file(format, whatIf(), ofMigrations(ReportTables::momentsOf)),
                file(
                        format,
                        effects(),
                        ofMigrations(row -> row.estimates().whatIf().effects())),
                file(format, streams(), ofMigrations(Report.MigrationSummary::streams)),
                file(format, findings(), report.findings()));
    }

    /// The file of one table.
    public record File(String table, Content content) {}

    /// Writes a file.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    private static <T> File file(TableFormat format, Table<T> table, List<T> rows) {
        return new File(table.name(), out -> {
            RowWriter writer = format.writer(table.columns(), out);
            for (T row : rows) {
                writer.row(table.values(row));
            }
            writer.finish();
        });
    }

    private <T> List<Of<T>> ofMigrations(Function<Report.MigrationSummary, List<T>> rows) {
        List<Of<T>> all = new ArrayList<>();
        long number = 1;
        for (Report.MigrationSummary migration : report.migrations()) {
            for (T row : rows.apply(migration)) {
                all.add(new Of<>(number, row));
            }
            number++;
        }
        return all;
    }

    private Table<Report.MigrationSummary> migrations() {
        return new Table<Report.MigrationSummary>("migrations")
                .number("migration", row -> report.migrations().indexOf(row) + 1L)
                .text("outcome", row -> row.outcome().word())
                .text("kind", row -> row.kind().word())
                .text("headline", row -> row.verdict().headline())
                .maybeText(
                        "side", row -> row.diagnosis().map(known -> known.at().word()))
                .maybeText(
                        "responsible",
                        row -> row.diagnosis().map(known -> known.responsible().word()))
                .maybeText("cause", row -> row.diagnosis().flatMap(Diagnosis::cause))
                .maybeNumber("downtime_min_ns", row -> min(row.downtimeNs()))
                .maybeNumber("downtime_max_ns", row -> max(row.downtimeNs()))
                .maybeNumber("capture_cost_ns", Report.MigrationSummary::captureCostNs)
                .maybeNumber("vmm_downtime_ns", Report.MigrationSummary::vmmDowntimeNs)
                .maybeNumber("vmm_checkpoint_downtime_ns", Report.MigrationSummary::vmmCheckpointDowntimeNs)
                .maybeNumber("source_stopped_ns", Report.MigrationSummary::sourceStoppedNs)
                .maybeNumber("clock_offset_min_ns", row -> min(row.clockOffsetNs()))
                .maybeNumber("clock_offset_max_ns", row -> max(row.clockOffsetNs()))
                .maybeText("clock_basis", row -> row.clockBasis().map(Report.ClockBasis::word))
                .maybeText("dirty_tracking", row -> row.dirtyTracking().map(Report.DirtyTracking::word))
                .maybeText("source_trace", Report.MigrationSummary::sourceTrace)
                .maybeText("destination_trace", Report.MigrationSummary::destinationTrace);
    }

    private static Table<Of<Report.Phase>> phases() {
        return new Table<Of<Report.Phase>>("phases")
                .number("migration", Of::migration)
                .text("name", row -> row.row.name())
                .text("side", row -> row.row.side().word())
                .text("device", row -> row.row.device())
                .number("start_ns", row -> row.row.startNs())
                .number("ns", row -> row.row.ns());
    }

    private static List<Part> partsOf(Report.MigrationSummary migration) {
        List<Part> parts = new ArrayList<>();
        migration.anatomy().ifPresent(anatomy -> {
            anatomy.parts().forEach(part -> parts.add(new Part(part, false)));
            anatomy.after().forEach(part -> parts.add(new Part(part, true)));
        });
        return parts;
    }

    private static Table<Of<Part>> parts() {
        return new Table<Of<Part>>("downtime_parts")
                .number("migration", Of::migration)
                .text("name", row -> row.row.part.name())
                .text("owner", row -> row.row.part.owner().word())
                .text("side", row -> row.row.part.side().word())
                .maybeText("device", row -> row.row.part.device())
                .number("start_ns", row -> row.row.part.startNs())
                .maybeNumber("since_stop_min_ns", row -> min(row.row.part.sinceStopNs()))
                .maybeNumber("since_stop_max_ns", row -> max(row.row.part.sinceStopNs()))
                .number("min_ns", row -> row.row.part.ns().min())
                .number("max_ns", row -> row.row.part.ns().max())
                .bool("after_downtime", row -> row.row.after);
    }

    private static Table<Report.DeviceSummary> devices() {
        return new Table<Report.DeviceSummary>("devices")
                .text("trace", Report.DeviceSummary::trace)
                .text("device", Report.DeviceSummary::name)
                .text("process", Report.DeviceSummary::process)
                .text("role", row -> row.role().word())
                .maybeText("flags", row -> row.flags().map(flags -> String.join("+", flags.names())))
                .maybeNumber("pre_copy_bytes", row -> row.bytes().preCopy())
                .maybeNumber("stop_copy_bytes", row -> row.bytes().stopCopy())
                .maybeNumber("resumed_bytes", row -> row.bytes().resumed())
                .bool("bytes_complete", row -> row.bytes().complete())
                .maybeNumber("pre_copy_chunks", row -> row.chunks().preCopy())
                .maybeNumber("stop_copy_chunks", row -> row.chunks().stopCopy())
                .maybeNumber("resumed_chunks", row -> row.chunks().resumed())
                .maybeNumber("enomsg", Report.DeviceSummary::enomsg)
                .maybeUnsigned("initial_bytes_first", row -> row.estimates().initialBytesFirst())
                .maybeUnsigned("initial_bytes_last", row -> row.estimates().initialBytesLast())
                .maybeUnsigned("dirty_bytes_last", row -> row.estimates().dirtyBytesLast())
                .maybeUnsigned("dirty_bytes_max", row -> row.estimates().dirtyBytesMax())
                .maybeUnsigned("stop_copy_length", row -> row.estimates().stopCopyLength())
                .maybeNumber("stop_copy_error", row -> row.estimates().stopCopyError())
                .maybeText("estimates_source", row -> row.estimates().fromVmm().map(vmm -> vmm ? "vmm" : "driver"));
    }

    private List<State> statesOf() {
        List<State> states = new ArrayList<>();
        for (Report.DeviceSummary device : report.devices()) {
            for (int i = 0; i < device.path().size(); i++) {
                states.add(new State(device, i, device.path().get(i)));
            }
        }
        return states;
    }

    private static Table<State> states() {
        return new Table<State>("states")
                .text("trace", row -> row.device.trace())
                .text("device", row -> row.device.name())
                .text("process", row -> row.device.process())
                .number("position", State::position)
                .text("state", row -> row.entry.state().name())
                .maybeNumber("entered_ns", row -> row.entry.enteredNs())
                .maybeNumber("ns", row -> row.entry.ns())
                .bool("observed", row -> row.entry.observed())
                .text("cause", row -> row.entry.cause().word())
                .number(
                        "migration",
                        row -> row.entry.migration().isPresent()
                                ? (Long) (row.entry.migration().getAsInt() + 1L)
                                : null);
    }

    private static List<Query> queriesOf(Report.MigrationSummary migration) {
        List<Query> queries = new ArrayList<>();
        for (EstimateHistory history : migration.estimates().history()) {
            history.driver().forEach(sample -> queries.add(new Query(history, sample, "driver")));
            history.vmm().forEach(sample -> queries.add(new Query(history, sample, "vmm")));
        }
        return queries;
    }

    private static Table<Of<Query>> estimates() {
        return new Table<Of<Query>>("estimates")
                .number("migration", Of::migration)
                .text("trace", row -> row.row.history.trace())
                .text("device", row -> row.row.history.device())
                .text("source", row -> row.row.source)
                .number("seq", row -> row.row.sample.seq())
                .maybeNumber("at_ns", row -> row.row.sample.atNs())
                .bool("exact", row -> row.row.sample.exact().orElse(null))
                .maybeUnsigned("initial_bytes", row -> row.row.sample.initialBytes())
                .maybeUnsigned("dirty_bytes", row -> row.row.sample.dirtyBytes())
                .maybeUnsigned("stop_copy_length", row -> row.row.sample.stopCopyLength())
                .bool("reinit", row -> row.row.sample.reinit())
                .number("read_bytes", row -> row.row.sample.readBytes())
                .maybeNumber("pre_copy_error", row -> row.row.sample.preCopyError())
                .maybeNumber("stop_copy_error", row -> row.row.sample.stopCopyError());
    }

    private static Table<Of<Convergence>> convergence() {
        return new Table<Of<Convergence>>("convergence")
                .number("migration", Of::migration)
                .maybeText("device", row -> row.row.device())
                .text("trend", row -> row.row.trend().word())
                .maybeNumber("dirty_bytes_per_second", row -> row.row.dirtyBytesPerSecond())
                .maybeNumber("read_bytes_per_second", row -> row.row.readBytesPerSecond())
                .maybeUnsigned("left_bytes", row -> row.row.leftBytes())
                .maybeNumber("since_ns", row -> row.row.sinceNs());
    }

    private static List<Guess> momentsOf(Report.MigrationSummary migration) {
        WhatIf whatIf = migration.estimates().whatIf();
        return whatIf.moments().stream()
                .map(moment -> new Guess(moment, whatIf.best().equals(Optional.of(moment))))
                .toList();
    }

    private static Table<Of<Guess>> whatIf() {
        return new Table<Of<Guess>>("what_if")
                .number("migration", Of::migration)
                .number("at_ns", row -> row.row.moment.atNs())
                .number("left_bytes", row -> row.row.moment.leftBytes())
                .number("downtime_ns", row -> row.row.moment.downtimeNs())
                .bool("best", row -> row.row.best);
    }

    private static Table<Of<WhatIf.Effect>> effects() {
        return new Table<Of<WhatIf.Effect>>("what_if_effects")
                .number("migration", Of::migration)
                .text("condition", row -> row.row.condition().word())
                .text("factor", row -> Double.toString(row.row.factor()))
                .number("downtime_min_ns", row -> row.row.downtimeNs().min())
                .number("downtime_max_ns", row -> row.row.downtimeNs().max());
    }

    private static Table<Of<StreamComparison>> streams() {
        return new Table<Of<StreamComparison>>("streams")
                .number("migration", Of::migration)
                .text("source", row -> row.row.source())
                .text("destination", row -> row.row.destination())
                .text("result", row -> row.row.result().word())
                .number("equal_bytes", row -> row.row.equalBytes())
                .maybeNumber("first_difference_min", row -> min(row.row.firstDifference()))
                .maybeNumber("first_difference_max", row -> max(row.row.firstDifference()))
                .text("why", row -> row.row.why());
    }

    private static Table<Finding> findings() {
        return new Table<Finding>("findings")
                .text("rule", Finding::rule)
                .text("severity", row -> row.severity().word())
                .maybeText("device", Finding::device)
                .maybeText("trace", Finding::trace)
                .maybeNumber("seq", Finding::seq)
                .text("summary", Finding::summary)
                .text("explanation", Finding::explanation)
                .text("remedy", Finding::remedy)
                .text("clause", Finding::clause)
                .text("responsible", row -> row.responsible().word())
                .maybeText("side", row -> row.side().map(Report.Side::word));
    }

    private static OptionalLong min(Optional<Interval> interval) {
        return interval.isPresent() ? OptionalLong.of(interval.get().min()) : OptionalLong.empty();
    }

    private static OptionalLong max(Optional<Interval> interval) {
        return interval.isPresent() ? OptionalLong.of(interval.get().max()) : OptionalLong.empty();
    }
}
