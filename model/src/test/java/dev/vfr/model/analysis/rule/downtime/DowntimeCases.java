package dev.vfr.model.analysis.rule.downtime;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.fold.TraceScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// What the rules on time and bytes find, and what looks alike.
public final class DowntimeCases {

    private static final List<String> OF_THE_DEVICE = List.of(
            "slow-device-stop", "slow-device-save", "slow-device-load", "slow-device-start", "stop-in-downtime");

    private DowntimeCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        limits(cases);
        devices(cases);
        clocks(cases);
        bytes(cases);
        processes(cases);
        counters(cases);
        return cases;
    }

    private static void counters(List<RuleCase> cases) {
        String rule = "vmm-bytes-differ";
        cases.add(
                guilty(rule, "less than what was read", saved(source(), 60, 24).closed()));
        cases.add(guilty(
                rule,
                "an earlier migration counted again",
                saved(gaveUp(24), 60, 84).closed()));
        cases.add(innocent(rule, "what was read", saved(source(), 60, 60).closed()));
        cases.add(innocent(
                rule,
                "what was read after an earlier migration",
                saved(gaveUp(24), 60, 60).closed()));
        cases.add(innocent(
                rule,
                "more, as through multifd channels, after an earlier migration",
                saved(gaveUp(24), 60, 4216).closed()));
        cases.add(innocent(
                rule,
                "more, as through multifd channels",
                saved(source(), 60, 4216).closed()));
        cases.add(innocent(
                rule,
                "events were lost",
                saved(source(), 60, 24).lost(OptionalLong.of(1)).closed()));
        cases.add(innocent(
                rule,
                "a size is not shown",
                saved(source().readUnsized(), 60, 24).closed()));
        cases.add(innocent(rule, "the trace breaks off", saved(source(), 60, 24)));
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .flags(7)
                .at(0)
                .status("setup")
                .set(PRE_COPY);
    }

    /// A source whose first migration was cancelled when it had read so much.
    private static TraceScript gaveUp(long bytes) {
        return source().read(bytes)
                .status("cancelled")
                .set(RUNNING)
                .at(1_000_000_000)
                .status("setup")
                .set(PRE_COPY);
    }

    /// The rest of a migration in which so much is read, and of which the VMM says that it sent so much.
    private static TraceScript saved(TraceScript trace, long bytes, long said) {
        trace.set(STOP_COPY).read(bytes).read(0).set(STOP).status("completed");
        return trace.add(new MigrationQueried(
                trace.ofProcess(),
                Optional.of("completed"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(said),
                Optional.empty()));
    }

    private static TraceScript alone(long vmm) {
        Story story = new Story();
        story.vmm = vmm;
        return story.source();
    }

    private static TraceScript[] told(Consumer<Story> how) {
        Story story = new Story();
        story.answers = true;
        how.accept(story);
        return story.both();
    }

    private static void limits(List<RuleCase> cases) {
        cases.add(guilty("downtime-over-limit", "500 ms of 300 allowed", told(s -> s.wait = 500)));
        cases.add(innocent("downtime-over-limit", "500 ms of 600 allowed", told(s -> {
            s.wait = 500;
            s.limit = 600;
        })));
        cases.add(innocent("downtime-over-limit", "some ms over the limit", told(s -> s.wait = 300)));
        cases.add(innocent("downtime-over-limit", "through a file", told(s -> {
            s.wait = 500;
            s.file = true;
        })));
        cases.add(guilty("downtime-over-limit", "the source alone, whose VMM says 500 ms of 300", alone(500)));
        cases.add(innocent("downtime-over-limit", "the source alone, whose VMM says 310 ms of 300", alone(310)));
        cases.add(guilty("vmm-downtime-differs", "the VMM misses 300 ms", told(s -> {
            s.resume = 300;
            s.vmm = 20;
        })));
        cases.add(innocent("vmm-downtime-differs", "the VMM misses 30 ms", told(s -> {
            s.resume = 30;
            s.vmm = 20;
        })));
        cases.add(innocent("vmm-downtime-differs", "the VMM misses 60 ms of a second", told(s -> {
            s.wait = 1_000;
            s.vmm = 960;
        })));
        cases.add(guilty("downtime-not-by-device", "all is waiting", told(s -> s.wait = 500)));
        cases.add(innocent("downtime-not-by-device", "it is within the limit", told(s -> s.wait = 200)));
    }

    private static void devices(List<RuleCase> cases) {
        cases.add(guilty("slow-device-stop", "400 ms into STOP_COPY", told(s -> s.stopCopy = 400)));
        cases.add(guilty("slow-device-stop", "400 ms out of PRE_COPY", told(s -> s.quiesce = 400)));
        cases.add(innocent("slow-device-stop", "400 ms within the limit", told(s -> {
            s.stopCopy = 400;
            s.limit = 1_000;
        })));
        cases.add(innocent("slow-device-stop", "120 ms of two seconds", told(s -> {
            s.stopCopy = 120;
            s.wait = 2_000;
        })));
        cases.add(guilty("slow-device-save", "four reads of 100 ms", told(s -> s.read = 100)));
        cases.add(innocent("slow-device-save", "100 ms between reads", told(s -> s.between = 100)));
        cases.add(guilty("slow-device-load", "400 ms out of RESUMING", told(s -> s.resume = 400)));
        cases.add(guilty("slow-device-load", "four writes of 100 ms", told(s -> s.write = 100)));
        cases.add(innocent("slow-device-load", "400 ms before the first read", told(s -> s.wait = 400)));
        cases.add(guilty("slow-device-start", "400 ms into RUNNING", told(s -> s.start = 400)));
        cases.add(innocent("slow-device-start", "400 ms out of RESUMING", told(s -> s.resume = 400)));
        cases.add(guilty("slow-config-load", "400 ms for the configuration", told(s -> s.config = 400)));
        cases.add(innocent("slow-config-load", "400 ms out of RESUMING", told(s -> s.resume = 400)));
        cases.add(guilty("stop-in-downtime", "400 ms into STOP before the end", told(s -> {
            s.leave = 400;
            s.leavesEarly = true;
        })));
        cases.add(innocent("stop-in-downtime", "400 ms into STOP in clean-up", told(s -> {
            s.leave = 400;
            s.wait = 400;
        })));
        for (String rule : OF_THE_DEVICE) {
            cases.add(innocent(rule, "all is waiting", told(s -> s.wait = 500)));
        }
        cases.add(innocent("downtime-not-by-device", "the device took most", told(s -> s.stopCopy = 400)));
        cases.add(innocent("downtime-not-by-device", "leaving STOP_COPY took most", told(s -> {
            s.leave = 400;
            s.leavesEarly = true;
        })));
        cases.add(guilty("p2p-round-missing", "one stopped, the other ran", twoDevices(false)));
        cases.add(innocent("p2p-round-missing", "both were quiet first", twoDevices(true)));
    }

    private static TraceScript twoDevices(boolean round) {
        TraceScript t =
                TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
        t.device(1, "mt1").flags(7).at(10, 1).status("setup");
        t.on(0).at(20, 1).set(PRE_COPY).on(1).at(30, 1).set(PRE_COPY);
        if (round) {
            t.on(0).at(40, 1).set(PRE_COPY_P2P).on(1).at(50, 1).set(PRE_COPY_P2P);
        }
        return t.on(0).at(60, 1).set(STOP_COPY).on(1).at(70, 1).set(STOP_COPY).closed();
    }

    private static void clocks(List<RuleCase> cases) {
        cases.add(guilty("clocks-not-proven", "minutes ahead, no answer", unanswered(169_000)));
        cases.add(guilty("clocks-not-proven", "minutes behind, no answer", unanswered(-169_000)));
        cases.add(innocent("clocks-not-proven", "minutes ahead, with answers", told(s -> s.skew = 169_000)));
        cases.add(innocent("clocks-not-proven", "no answer, and clocks that agree", unanswered(0)));
        cases.add(guilty("clocks-not-proven", "through a file", told(s -> {
            s.answers = false;
            s.file = true;
        })));
        cases.add(innocent("clocks-contradict", "minutes ahead", told(s -> s.skew = 169_000)));
        cases.add(innocent("clocks-contradict", "a drifting clock", told(s -> s.drift = 400)));
        cases.add(guilty("clocks-contradict", "a clock that races", told(s -> s.drift = 200_000)));
        cases.add(innocent(
                "clocks-contradict", "the management layer connected before the source was told to migrate", told(s -> {
                    s.accepted = 3;
                    s.uri = "fd:migrate";
                })));
        cases.add(guilty("clocks-contradict", "the destination accepted before the source connected", told(s -> {
            s.accepted = 3;
            s.uri = "tcp:192.0.2.1:4444";
        })));
        cases.add(guilty("clock-was-set", "five seconds forward", told(s -> s.step = 5_000)));
        cases.add(guilty("clock-was-set", "five seconds back", told(s -> s.step = -5_000)));
        cases.add(innocent("clock-was-set", "as much as clocks may differ", told(s -> s.step = 1)));
    }

    private static TraceScript[] unanswered(long skew) {
        return told(s -> {
            s.answers = false;
            s.skew = skew;
        });
    }

    private static void bytes(List<RuleCase> cases) {
        cases.add(guilty("bytes-differ", "a chunk's digest differs", told(s -> s.damaged = 2)));
        cases.add(innocent("bytes-differ", "all digests agree", told(s -> s.damaged = -1)));
        cases.add(innocent("bytes-differ", "there are no digests", told(s -> {
            s.damaged = 2;
            s.digests = false;
        })));
    }

    private static void processes(List<RuleCase> cases) {
        cases.add(guilty(
                "sides-mixed",
                "one device saved, the other loaded",
                both().on(0).set(PRE_COPY).on(1).set(RESUMING).closed()));
        cases.add(innocent(
                "sides-mixed",
                "loaded first, saved later",
                both().on(0).set(RESUMING).set(RUNNING).set(PRE_COPY).closed()));
        cases.add(innocent(
                "sides-mixed",
                "both saved",
                both().on(0).set(PRE_COPY).on(1).set(PRE_COPY).closed()));
    }

    private static TraceScript both() {
        return TraceScript.of("qemu", "mt0", CaptureSource.QEMU_LOG).device(1, "mt1");
    }
}
