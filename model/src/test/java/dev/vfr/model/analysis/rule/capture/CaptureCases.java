package dev.vfr.model.analysis.rule.capture;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.TraceScript;
import java.util.List;
import java.util.OptionalLong;

/// What the rules on traces find, and what looks alike.
public final class CaptureCases {

    /// More states than a report holds of one path.
    private static final int MANY = 60_000;

    private CaptureCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                guilty("trace-incomplete", "no end", source().set(PRE_COPY)),
                innocent("trace-incomplete", "an end", source().set(PRE_COPY).closed()),
                guilty(
                        "events-lost",
                        "three are lost",
                        source().lost(OptionalLong.of(3)).closed()),
                guilty(
                        "events-lost",
                        "how many is unknown",
                        source().lost(OptionalLong.empty()).closed()),
                innocent("events-lost", "none is lost", source().set(PRE_COPY).closed()),
                guilty("path-cut", "to and fro for ever", toAndFro(MANY)),
                innocent("path-cut", "to and fro ten times", toAndFro(10)),
                guilty(
                        "log-without-times",
                        "a migration without times",
                        logged().status("setup").set(PRE_COPY).closed()),
                innocent("log-without-times", "nothing happened", logged().closed()),
                innocent(
                        "log-without-times",
                        "with times",
                        logged().at(5).status("setup").set(PRE_COPY).closed()));
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
    }

    private static TraceScript logged() {
        return TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG);
    }

    private static TraceScript toAndFro(int times) {
        TraceScript script = source();
        for (int i = 0; i < times; i++) {
            script.set(RUNNING_P2P).set(RUNNING);
        }
        return script.closed();
    }
}
