package dev.vfr.model.analysis.diff;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationDiff;
import dev.vfr.model.report.MigrationDiff.Divergence;
import dev.vfr.model.report.MigrationDiff.Kind;
import dev.vfr.model.report.MigrationDiff.Place;
import dev.vfr.model.report.MigrationDiff.Span;
import dev.vfr.model.report.MigrationDiff.TimeChange;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.Role;
import dev.vfr.model.report.Report.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/// Compares two runs: where they part, and what took longer.
///
/// Calls and states are aligned by their order on each device, bytes by their offset in the stream, and estimates by
/// the state and the offset at which they were given. Times never make a divergence.
public final class Comparison {

    private final Run before;
    private final Run after;
    private final List<Divergence> divergences = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /// Pairs of processes that have been compared.
    private final Set<List<Object>> compared = new HashSet<>();

    private Comparison(Run before, Run after) {
        this.before = before;
        this.after = after;
    }

    /// Compares two runs.
    ///
    /// @param beforeName what the first run is called
    /// @param before its traces, such as those of source and destination
    /// @param afterName what the second run is called
    /// @param after its traces
    /// @throws EventSourceException where a trace cannot be read
    public static MigrationDiff of(String beforeName, List<TraceInput> before, String afterName, List<TraceInput> after)
            throws EventSourceException {
        Comparison comparison = new Comparison(Run.of(beforeName, before), Run.of(afterName, after));
        for (Role role : Role.values()) {
            comparison.devices(role);
        }
        comparison.divergences.sort(Comparator.comparingLong(comparison::order));
        return new MigrationDiff(
                comparison.run(comparison.before),
                comparison.run(comparison.after),
                comparison.divergences,
                comparison.changes(),
                comparison.notes);
    }

    private MigrationDiff.Run run(Run run) {
        return new MigrationDiff.Run(
                run.name,
                run.report.migrations().stream().map(MigrationSummary::outcome).toList());
    }

    private void devices(Role role) {
        List<Run.Device> left = new ArrayList<>(before.devices(role));
        List<Run.Device> right = new ArrayList<>(after.devices(role));
        if (left.size() != right.size()) {
            notes.add("The first run has " + left.size() + " devices with the role " + role.word() + ", the second "
                    + right.size() + ".");
        }
        for (Run.Device one : left) {
            Optional<Run.Device> twin = right.stream()
                    .filter(other -> other.summary().name().equals(one.summary().name()))
                    .findFirst()
                    .or(() -> right.stream().findFirst());
            twin.ifPresent(other -> {
                right.remove(other);
                device(role, one, other);
            });
        }
    }

    private void device(Role role, Run.Device one, Run.Device other) {
        Optional<Side> side = switch (role) {
            case SOURCE -> Optional.of(Side.SOURCE);
            case DESTINATION -> Optional.of(Side.DESTINATION);
            case BOTH, NONE -> Optional.empty();
        };
        String name = shortName(one.summary());
        int equal = steps(Kind.STEP, name, side, one.story().story, one.pass(), other.story().story, other.pass());
        if (compared.add(List.of(one.pass(), one.story().process, other.pass(), other.story().process))) {
            Story said = one.pass().processes.get(one.story().process);
            Story otherSaid = other.pass().processes.get(other.story().process);
            if (said != null && otherSaid != null) {
                steps(Kind.VMM, one.summary().process(), side, said, one.pass(), otherSaid, other.pass());
            }
        }
        one.story().estimates.firstDifference(other.story().estimates, equal).ifPresent(at -> {
            Estimates.Said first = one.story().estimates.at(at);
            Estimates.Said second = other.story().estimates.at(at);
            divergences.add(new Divergence(
                    Kind.ESTIMATE,
                    name,
                    side,
                    Optional.of(Story.place(one.pass().trace, first.header(), first.what(), one.pass().clock)),
                    Optional.of(Story.place(other.pass().trace, second.header(), second.what(), other.pass().clock)),
                    Optional.of(new Interval(at.offset(), at.offset()))));
        });
        bytes("read", name, side, one, one.story().read, other, other.story().read);
        bytes("written", name, side, one, one.story().written, other, other.story().written);
    }

    /// @return how many steps are equal
    private int steps(
            Kind kind, String subject, Optional<Side> side, Story one, RunPass pass, Story other, RunPass otherPass) {
        int shorter = Math.min(one.steps().size(), other.steps().size());
        int equal = 0;
        while (equal < shorter
                && one.steps().get(equal).what().equals(other.steps().get(equal).what())) {
            equal++;
        }
        if (equal < one.steps().size() || equal < other.steps().size()) {
            divergences.add(new Divergence(
                    kind,
                    subject,
                    side,
                    equal < one.steps().size()
                            ? Optional.of(one.place(one.steps().get(equal), pass.clock))
                            : Optional.empty(),
                    equal < other.steps().size()
                            ? Optional.of(other.place(other.steps().get(equal), otherPass.clock))
                            : Optional.empty(),
                    Optional.empty()));
        } else if (one.isCut() || other.isCut()) {
            notes.add("Only the first " + equal + " steps of " + subject + " were compared.");
        }
        return equal;
    }

    private void bytes(
            String verb,
            String name,
            Optional<Side> side,
            Run.Device one,
            ByteMarks bytes,
            Run.Device other,
            ByteMarks otherBytes) {
        long equal = 0;
        boolean digests = false;
        for (Map.Entry<Long, ByteMarks.Mark> mark : bytes.marks().entrySet()) {
            ByteMarks.Mark twin = otherBytes.marks().get(mark.getKey());
            Long digest = mark.getValue().digest();
            Long twinDigest = twin == null ? null : twin.digest();
            if (digest == null || twinDigest == null) {
                continue;
            }
            digests = true;
            if (!digest.equals(twinDigest)) {
                Interval where = new Interval(equal, mark.getKey() - 1);
                differ(verb, name, side, one, bytes.after(equal), other, otherBytes.after(equal), where);
                return;
            }
            equal = mark.getKey();
        }
        long shorter = Math.min(bytes.position(), otherBytes.position());
        if (!bytes.isCounted() || !otherBytes.isCounted()) {
            notes.add("The bytes " + verb + " of " + name + " were not compared to the end: a trace does not show how "
                    + "many moved.");
        } else if (bytes.position() != otherBytes.position()) {
            Interval where = new Interval(shorter, shorter);
            differ(verb, name, side, one, bytes.after(shorter), other, otherBytes.after(shorter), where);
        } else if (!digests && shorter > 0) {
            notes.add("The bytes " + verb + " of " + name + " were compared by their number alone: the traces have no "
                    + "digests that can be compared.");
        }
    }

    private void differ(
            String verb,
            String name,
            Optional<Side> side,
            Run.Device one,
            Optional<ByteMarks.Mark> mark,
            Run.Device other,
            Optional<ByteMarks.Mark> otherMark,
            Interval where) {
        divergences.add(new Divergence(
                Kind.BYTES,
                name,
                side,
                mark.map(found -> place(verb, one, found)),
                otherMark.map(found -> place(verb, other, found)),
                Optional.of(where)));
    }

    private static Place place(String verb, Run.Device device, ByteMarks.Mark mark) {
        return Story.place(device.pass().trace, mark.header(), "bytes " + verb, device.pass().clock);
    }

    /// Events of one trace are ordered by the trace, those of several by their real time as far as it is known.
    private long order(Divergence divergence) {
        boolean inSecond = divergence.after().isPresent();
        Run run = inSecond ? after : before;
        Optional<Place> place = inSecond ? divergence.after() : divergence.before();
        if (place.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (run.passes.size() == 1) {
            return place.get().seq();
        }
        long start = run.report.traces().stream()
                .filter(trace -> trace.name().equals(place.get().trace()))
                .mapToLong(trace -> trace.startRealtimeNs().orElse(0))
                .findFirst()
                .orElse(0);
        return start + place.get().atNs().orElse(0);
    }

    private List<TimeChange> changes() {
        List<TimeChange> changes = new ArrayList<>();
        int both = Math.min(
                before.report.migrations().size(), after.report.migrations().size());
        if (before.report.migrations().size() != after.report.migrations().size()) {
            notes.add("The first run has " + before.report.migrations().size() + " migrations, the second "
                    + after.report.migrations().size() + ".");
        }
        for (int i = 0; i < both; i++) {
            NavigableMap<Spans.Key, Spans.Value> first = Spans.of(before.report, i);
            NavigableMap<Spans.Key, Spans.Value> second = Spans.of(after.report, i);
            String number = both > 1 ? "migration " + (i + 1) + " " : "";
            first.forEach((key, value) -> {
                Spans.Value twin = second.get(key);
                if (twin != null) {
                    Span span = new Span(
                            number + value.span().name(),
                            value.span().side(),
                            value.span().device());
                    changes.add(new TimeChange(span, value.ns(), twin.ns()));
                }
            });
        }
        changes.sort(Comparator.comparingLong((TimeChange change) -> Math.abs(change.changeNs()))
                .reversed());
        return changes;
    }

    private static String shortName(Report.DeviceSummary device) {
        return Spans.shortName(device);
    }
}
