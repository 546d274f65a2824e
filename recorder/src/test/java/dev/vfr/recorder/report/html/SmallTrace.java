package dev.vfr.recorder.report.html;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.report.StreamComparison;
import dev.vfr.model.report.Verdict;
import dev.vfr.model.report.WhatIf;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The source's side of a migration with a little of everything that is drawn.
final class SmallTrace {

    static final String EVIL = "<script>alert('x')</script><img src=x onload=\"y\">&amp;";

    private static final long MS = 1_000_000;

    private final InMemoryEvents events = new InMemoryEvents();
    private boolean timed = true;
    private long ns;
    private int device = EventHeader.NONE;
    private int process = EventHeader.NONE;

    private SmallTrace() {}

    static InMemoryEvents events(String name) {
        return new SmallTrace().migration(name, 3).events;
    }

    static InMemoryEvents withReads(int reads) {
        return new SmallTrace().migration("vf0", reads).events;
    }

    static InMemoryEvents untimed() {
        SmallTrace trace = new SmallTrace();
        trace.timed = false;
        return trace.migration("vf0", 3).events;
    }

    static List<TraceInput> inputs() {
        return List.of(new TraceInput("small", events("vf0")));
    }

    /// A report that does not change with the rules.
    static Report report() {
        List<Report.PathEntry> path = List.of(
                entry(DeviceState.PRE_COPY, 10, 60),
                entry(DeviceState.STOP_COPY, 71, 9),
                entry(DeviceState.STOP, 80, 0));
        return new Report(
                List.of(new Report.TraceSummary(
                        "small",
                        List.of("interposer"),
                        20,
                        7,
                        false,
                        true,
                        false,
                        OptionalLong.of(1_700_000_000_000_000_000L),
                        OptionalLong.of(90 * MS),
                        Optional.empty())),
                List.of(new Report.MigrationSummary(
                        Report.Kind.VFIO,
                        Report.Outcome.FAILED,
                        new Verdict(
                                "FAILED at source: vf0 refused SET STOP (EIO, from STOP_COPY).",
                                List.of(
                                        new Verdict.Line("responsible", "driver"),
                                        new Verdict.Line("evidence", "small, event 17"),
                                        new Verdict.Line("next step", "Do that."))),
                        Optional.of(diagnosis()),
                        Optional.of(new Interval(20 * MS, 21 * MS)),
                        OptionalLong.empty(),
                        OptionalLong.of(19 * MS),
                        OptionalLong.empty(),
                        List.of(
                                new Report.Phase("stop-copy-set", Report.Side.SOURCE, "vf0", 70 * MS, MS),
                                new Report.Phase("stop-copy-stream", Report.Side.SOURCE, "vf0", 72 * MS, 5 * MS)),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.of(Report.DirtyTracking.DEVICE),
                        List.of(new StreamComparison(
                                "vf0",
                                "vf1",
                                StreamComparison.Result.DIFFERS,
                                3_072,
                                Optional.of(new Interval(3_072, 4_095)),
                                "A digest differs.")),
                        estimates(),
                        Optional.of("small"),
                        Optional.empty())),
                List.of(new Report.DeviceSummary(
                        "vf0",
                        "small",
                        "source",
                        Report.Role.SOURCE,
                        Optional.empty(),
                        List.of(),
                        path,
                        new Report.Amounts(OptionalLong.of(3_072), OptionalLong.of(4_096), OptionalLong.empty(), false),
                        new Report.Amounts(OptionalLong.of(3), OptionalLong.of(1), OptionalLong.empty(), false),
                        OptionalLong.of(1),
                        new Report.Estimates(
                                OptionalLong.of(3_072),
                                OptionalLong.of(0),
                                OptionalLong.of(512),
                                OptionalLong.of(512),
                                OptionalLong.of(4_000),
                                OptionalLong.of(96),
                                Optional.of(false)))),
                List.of(new Finding(
                        "set-state-failed",
                        Finding.Severity.ERROR,
                        new Finding.Place(
                                Optional.of("vf0"),
                                Optional.of("small"),
                                OptionalLong.of(17),
                                Optional.of(Report.Side.SOURCE)),
                        Sentence.of("the SET of {state} failed").state("state", DeviceState.STOP),
                        new Finding.Guide(
                                "the driver refused a state",
                                "It means this.",
                                "Do that.",
                                "include/uapi/linux/vfio.h",
                                Responsible.DRIVER),
                        Finding.Reasons.NONE)));
    }

    private static Diagnosis diagnosis() {
        return new Diagnosis(
                Diagnosis.At.SOURCE,
                Responsible.DRIVER,
                Optional.of("set-state-failed"),
                new Diagnosis.Failed(
                        Optional.of("vf0"),
                        Optional.of("SET STOP"),
                        Optional.of(DeviceState.STOP_COPY),
                        Optional.of(DeviceState.STOP),
                        Optional.of("EIO"),
                        Optional.empty(),
                        false),
                List.of(new Diagnosis.EventRef("small", OptionalLong.of(17))),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "Do that.",
                "include/uapi/linux/vfio.h");
    }

    private static MigrationEstimates estimates() {
        EstimateHistory history = new EstimateHistory(
                "vf0",
                "small",
                List.of(sample(5, 12, 3_072, -512), sample(10, 46, 512, 0)),
                3,
                List.of(sample(6, 13, 3_072, 0)),
                0,
                OptionalLong.of(3_072),
                OptionalLong.of(4_096),
                OptionalLong.empty());
        Convergence convergence = new Convergence(
                Optional.of("vf0"),
                Convergence.Trend.NEVER,
                OptionalLong.of(2_048),
                OptionalLong.of(1_024),
                OptionalLong.of(512),
                OptionalLong.of(20 * MS));
        WhatIf.Moment early = new WhatIf.Moment(12 * MS, 4_096, 12 * MS, 0, new Interval(12 * MS, 12 * MS));
        WhatIf.Moment late = new WhatIf.Moment(46 * MS, 8_192, 19 * MS, 0, new Interval(19 * MS, 19 * MS));
        WhatIf whatIf = new WhatIf(
                List.of(early, late),
                Optional.of(early),
                OptionalLong.of(8 * MS),
                List.of(
                        new WhatIf.Effect(WhatIf.Condition.BANDWIDTH, 2, new Interval(10 * MS, 20 * MS)),
                        new WhatIf.Effect(WhatIf.Condition.CHUNK_SIZE, 0.5, new Interval(20 * MS, 20 * MS))),
                "");
        return new MigrationEstimates(List.of(history), List.of(convergence), whatIf);
    }

    private static EstimateHistory.Sample sample(long seq, long atMs, long left, long error) {
        return new EstimateHistory.Sample(
                seq,
                OptionalLong.of(atMs * MS),
                Optional.of(true),
                OptionalLong.of(left),
                OptionalLong.of(0),
                OptionalLong.of(4_000),
                false,
                1_024,
                OptionalLong.of(error),
                OptionalLong.of(96));
    }

    private static Report.PathEntry entry(DeviceState state, long enteredMs, long ms) {
        return new Report.PathEntry(
                state,
                OptionalLong.of(enteredMs * MS),
                OptionalLong.of(ms * MS),
                true,
                Report.Cause.SET,
                OptionalInt.of(0));
    }

    private SmallTrace migration(String name, int reads) {
        add(new TraceOpened(header(0), List.of(CaptureSource.INTERPOSER), "test", TraceOpened.SCHEMA_VERSION));
        process = 0;
        add(new ProcessNamed(
                header(0),
                "source",
                0,
                OptionalLong.empty(),
                Optional.of("host-a"),
                Optional.of("6.12"),
                Optional.of("qemu-system-x86_64"),
                Optional.of("10.0.13"),
                List.of("qemu-system-x86_64", "-name", name)));
        device = 0;
        add(new DeviceNamed(header(0), name, List.of()));
        at(5);
        add(new MigrationStatusChanged(header(0), "active"));
        at(9);
        set(DeviceState.PRE_COPY, CallResult.OK);
        at(12);
        add(new PrecopyInfoQueried(
                header(1_000),
                CallResult.OK,
                OptionalInt.empty(),
                OptionalInt.of(0),
                OptionalLong.of(3_072),
                OptionalLong.of(0)));
        for (int i = 0; i < reads; i++) {
            ns = 20 * MS + i * (20 * MS) / reads;
            read(CallResult.OK, OptionalLong.of(1_024));
        }
        at(45);
        read(CallResult.of(42), OptionalLong.empty());
        at(46);
        add(new PrecopyInfoQueried(
                header(1_000),
                CallResult.OK,
                OptionalInt.empty(),
                OptionalInt.of(0),
                OptionalLong.of(0),
                OptionalLong.of(512)));
        at(47);
        add(new MigDataSizeQueried(header(1_000), CallResult.OK, OptionalLong.of(4_000)));
        at(50);
        add(new EventsLost(header(EventHeader.UNKNOWN_NS), OptionalLong.of(7), "the ring was full"));
        at(60);
        set(DeviceState.PRE_COPY_P2P, CallResult.OK);
        at(69);
        set(DeviceState.STOP_COPY, CallResult.OK);
        at(75);
        read(CallResult.OK, OptionalLong.of(4_096));
        at(80);
        set(DeviceState.STOP, CallResult.of(5));
        at(82);
        add(new ErrorLinePrinted(header(EventHeader.UNKNOWN_NS), Optional.of("qemu-system-x86_64"), name + " failed"));
        at(83);
        add(new MigrationStatusChanged(header(EventHeader.UNKNOWN_NS), "failed"));
        at(90);
        add(new TraceClosed(header(EventHeader.UNKNOWN_NS)));
        return this;
    }

    private void at(long ms) {
        ns = ms * MS;
    }

    private void add(MigrationEvent event) {
        events.append(event);
    }

    private void set(DeviceState state, CallResult result) {
        add(DeviceStateSet.of(
                header(MS), state, result, OptionalInt.empty(), SetCause.SET, Optional.of(DeviceState.ERROR)));
    }

    private void read(CallResult result, OptionalLong bytes) {
        add(new DataRead(
                header(10_000), result, OptionalLong.of(65_536), bytes, OptionalLong.empty(), Optional.empty()));
    }

    private EventHeader header(long durationNs) {
        boolean untimed = !timed;
        return new EventHeader(
                0,
                untimed ? EventHeader.UNKNOWN_NS : ns,
                untimed ? EventHeader.UNKNOWN_NS : durationNs,
                process,
                EventHeader.NONE,
                device,
                EventHeader.NONE);
    }
}
