package dev.vfr.model.analysis.rule.estimate;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MultifdBufferSeen;
import dev.vfr.model.fold.TraceScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What the rules on estimates find, and what looks alike.
public final class EstimateCases {

    private static final int EIO = 5;
    private static final int ENOMSG = 42;
    private static final long MIB = 1 << 20;
    private static final long MS = 1_000_000;

    private EstimateCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        cases.addAll(sizes());
        cases.addAll(unknownAndOverflow());
        cases.addAll(neverSwitching());
        cases.addAll(preCopy());
        cases.addAll(vmm());
        cases.addAll(acks());
        return cases;
    }

    private static List<RuleCase> acks() {
        String rule = "switchover-ack-missing";
        return List.of(
                guilty(
                        rule,
                        "8.2 sent guest memory only",
                        starved("8.2.10", true, 1 << 30, MIB).closed()),
                guilty(rule, "8.1", starved("8.1", true, 1, MIB).closed()),
                innocent(
                        rule,
                        "9.0 has the fix",
                        starved("9.0.1", true, 1 << 30, MIB).closed()),
                innocent(
                        rule,
                        "a release that is not shown",
                        starved("", true, 1 << 30, MIB).closed()),
                innocent(
                        rule,
                        "the capability is off",
                        starved("8.2", false, 1 << 30, MIB).closed()),
                innocent(
                        rule,
                        "no guest memory was sent",
                        starved("8.2", true, 0, MIB).closed()),
                innocent(
                        rule,
                        "there was no initial data",
                        starved("8.2", true, 1 << 30, 0).closed()),
                innocent(
                        rule,
                        "the device was read",
                        starved("8.2", true, 1 << 30, MIB).read(24).closed()),
                innocent(
                        rule,
                        "the device was read and had nothing",
                        starved("8.2", true, 1 << 30, MIB).readFailed(ENOMSG).closed()),
                innocent(
                        rule,
                        "a read has no size",
                        starved("8.2", true, 1 << 30, MIB).readUnsized().closed()),
                innocent(
                        rule,
                        "it switched over",
                        starved("8.2", true, 1 << 30, MIB)
                                .set(STOP_COPY)
                                .set(STOP)
                                .closed()));
    }

    /// A source that sends guest memory and reads nothing of its device.
    private static TraceScript starved(String release, boolean ack, long ramBytes, long initialBytes) {
        TraceScript t = TraceScript.of("source", "0000:01:00.1", CaptureSource.INTERPOSER);
        if (!release.isEmpty()) {
            t.add(new ProcessNamed(
                    t.ofProcess(),
                    "source",
                    0,
                    OptionalLong.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of("qemu-system-x86_64"),
                    Optional.of(release),
                    List.of()));
        }
        t.at(MS);
        t.add(new MigrationCapabilitiesShown(
                t.ofProcess(),
                false,
                ack ? List.of("switchover-ack", "return-path") : List.of("return-path"),
                ack ? List.of() : List.of("switchover-ack")));
        t.flags(7)
                .command("migrate")
                .status("setup")
                .set(PRE_COPY)
                .precopyInfo(initialBytes, 0, 0)
                .status("active");
        t.at(5_000 * MS);
        t.add(new MigrationQueried(
                t.ofProcess(),
                Optional.of("active"),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.of(ramBytes),
                OptionalLong.empty(),
                Optional.empty()));
        return t.precopyInfo(initialBytes, 0, 0);
    }

    private static List<RuleCase> sizes() {
        return List.of(
                guilty("stop-copy-size-too-low", "ten times as much came", streamed(4 * MIB, 40 * MIB)),
                guilty("stop-copy-size-too-low", "exactly twice as much came", streamed(4 * MIB, 8 * MIB)),
                guilty("stop-copy-size-too-low", "1 MiB came where nothing was announced", streamed(0, MIB)),
                innocent("stop-copy-size-too-low", "less than twice as much came", streamed(4 * MIB, 8 * MIB - 2)),
                innocent("stop-copy-size-too-low", "less than 1 MiB more came", streamed(60, MIB + 59)),
                innocent(
                        "stop-copy-size-too-low",
                        "a read has no size",
                        stopped(saving().dataSize(4 * MIB))
                                .readUnsized()
                                .read(40 * MIB)
                                .set(STOP)
                                .closed()),
                innocent(
                        "stop-copy-size-too-low",
                        "the last answer was right",
                        stopped(saving().dataSize(4 * MIB).dataSize(40 * MIB))
                                .read(40 * MIB)
                                .set(STOP)
                                .closed()),
                guilty("stop-copy-size-too-low", "the answer was 200 ms old", streamedAfter(200)),
                innocent("stop-copy-size-too-low", "the answer was 201 ms old", streamedAfter(201)),
                innocent("stop-copy-size-too-low", "the answer overflows", streamed(-1, 40 * MIB)),
                guilty("stop-copy-size-too-high", "half of what was announced came", streamed(32 * MIB, 16 * MIB)),
                innocent("stop-copy-size-too-high", "more than half came", streamed(40 * MIB, 21 * MIB)),
                innocent("stop-copy-size-too-high", "it was less than 16 MiB more", streamed(16 * MIB, MIB)),
                innocent(
                        "stop-copy-size-too-high",
                        "the difference was read in pre-copy",
                        stopped(saving().dataSize(64 * MIB).read(40 * MIB))
                                .read(24 * MIB)
                                .set(STOP)
                                .closed()),
                innocent("stop-copy-size-too-high", "it came", streamed(64 * MIB, 64 * MIB)));
    }

    private static List<RuleCase> unknownAndOverflow() {
        return List.of(
                guilty(
                        "stop-copy-size-unknown",
                        "MIG_DATA_SIZE gave EIO and the migration was given up",
                        cancelled(sizeFails(saving()))),
                innocent(
                        "stop-copy-size-unknown",
                        "the VMM switched over all the same",
                        stopped(sizeFails(saving())).read(1).set(STOP).closed()),
                innocent(
                        "stop-copy-size-unknown",
                        "the driver answered the second time",
                        cancelled(sizeFails(saving()).dataSize(1))),
                innocent("stop-copy-size-unknown", "the driver answered", cancelled(saving().dataSize(1))),
                guilty("estimate-overflow", "stop_copy_length near 2^64", cancelled(saving().dataSize(-4096))),
                guilty(
                        "estimate-overflow",
                        "dirty_bytes of 2^63",
                        cancelled(saving().precopyInfo(0, Long.MIN_VALUE, 0))),
                guilty(
                        "estimate-overflow",
                        "initial_bytes of 2^63",
                        cancelled(saving().precopyInfo(Long.MIN_VALUE, 0, 0))),
                innocent("estimate-overflow", "2^63 - 1", cancelled(saving().dataSize(Long.MAX_VALUE))),
                guilty(
                        "precopy-estimates-unknown",
                        "the pre-copy query failed each time",
                        stopped(infoFails(saving())).read(1).set(STOP).closed()),
                innocent(
                        "precopy-estimates-unknown",
                        "it was answered once",
                        stopped(infoFails(saving()).precopyInfo(24, 0, 0))
                                .read(1)
                                .set(STOP)
                                .closed()),
                innocent("precopy-estimates-unknown", "the migration was given up", cancelled(infoFails(saving()))),
                innocent(
                        "precopy-estimates-unknown",
                        "another query failed",
                        stopped(sizeFails(saving())).read(1).set(STOP).closed()));
    }

    private static List<RuleCase> neverSwitching() {
        return List.of(
                guilty(
                        "device-never-idle",
                        "96 MiB are left for ever",
                        cancelled(rounds(qemu("10.0"), 96, 96, 96, 96))),
                innocent("device-never-idle", "it gets less", cancelled(rounds(qemu("10.0"), 96, 90, 80, 70))),
                innocent("device-never-idle", "it gets more", cancelled(rounds(qemu("10.0"), 96, 106, 116, 126))),
                innocent(
                        "device-never-idle",
                        "so little is left that it fits",
                        cancelled(rounds(qemu("10.0"), 2, 2, 2, 2))),
                innocent(
                        "device-never-idle",
                        "all of it had been read",
                        cancelled(rounds(qemu("10.0").at(MS).readFailed(ENOMSG), 96, 96, 96, 96))),
                innocent(
                        "device-never-idle",
                        "the size of STOP_COPY is unknown",
                        cancelled(rounds(sizeFails(qemu("10.0")), 96, 96, 96, 96))),
                innocent(
                        "device-never-idle",
                        "the VMM switched over",
                        rounds(qemu("10.0"), 96, 96, 96, 96)
                                .set(STOP_COPY)
                                .read(MIB)
                                .set(STOP)
                                .status("completed")
                                .closed()),
                guilty(
                        "dirty-rate-over-bandwidth",
                        "twice as much gets dirty as is read",
                        cancelled(rounds(qemu("10.0"), 96, 106, 116, 126))),
                innocent(
                        "dirty-rate-over-bandwidth",
                        "what is left stays",
                        cancelled(rounds(qemu("10.0"), 96, 96, 96, 96))),
                innocent(
                        "dirty-rate-over-bandwidth",
                        "it grew, and then fell",
                        cancelled(rounds(qemu("10.0"), 96, 126, 126, 100))),
                guilty(
                        "pending-counted-twice",
                        "QEMU 9.1, and the size alone fits",
                        cancelled(rounds(qemu("9.1.2").dataSize(MIB), 96, 96, 96, 96))),
                innocent(
                        "pending-counted-twice",
                        "QEMU 9.2",
                        cancelled(rounds(qemu("9.2.0").dataSize(MIB), 96, 96, 96, 96))),
                innocent(
                        "pending-counted-twice",
                        "QEMU 8.0",
                        cancelled(rounds(qemu("8.0.0").dataSize(MIB), 96, 96, 96, 96))),
                innocent(
                        "pending-counted-twice",
                        "the size alone does not fit either",
                        cancelled(rounds(qemu("9.1.2").dataSize(100 * MIB), 96, 96, 96, 96))),
                innocent(
                        "pending-counted-twice",
                        "both together fit",
                        cancelled(rounds(qemu("9.1.2").dataSize(MIB), 1, 1, 1, 1))));
    }

    private static List<RuleCase> preCopy() {
        return List.of(
                guilty("reinit-before-switchover", "REINIT came in the last query", leftInitial(MIB, 0, 1)),
                innocent("reinit-before-switchover", "it was read before the switchover", leftInitial(MIB, MIB, 1)),
                innocent("reinit-before-switchover", "no REINIT", leftInitial(MIB, 0, 0)),
                innocent(
                        "reinit-before-switchover",
                        "without the opt-in the flag is an echo",
                        stopped(saving().precopyInfo(MIB, 0, 1))
                                .read(MIB)
                                .set(STOP)
                                .closed()),
                innocent(
                        "reinit-before-switchover",
                        "the migration was given up before",
                        cancelled(optedIn(saving()).precopyInfo(MIB, 0, 1))),
                guilty(
                        "initial-bytes-fell-unread",
                        "it fell by 2 MiB and 1 MiB was read",
                        cancelled(saving().precopyInfo(2 * MIB, 0, 0).read(MIB).precopyInfo(0, 0, 0))),
                innocent(
                        "initial-bytes-fell-unread",
                        "it was read",
                        cancelled(saving().precopyInfo(2 * MIB, 0, 0)
                                .read(2 * MIB)
                                .precopyInfo(0, 0, 0))),
                innocent(
                        "initial-bytes-fell-unread",
                        "it began anew",
                        cancelled(saving().precopyInfo(2 * MIB, 0, 0).read(MIB).precopyInfo(0, 0, 1))),
                innocent(
                        "initial-bytes-fell-unread",
                        "a read has no size",
                        cancelled(saving().precopyInfo(2 * MIB, 0, 0)
                                .readUnsized()
                                .precopyInfo(0, 0, 0))));
    }

    private static List<RuleCase> vmm() {
        return List.of(
                guilty(
                        "estimates-never-asked",
                        "no query came before the switchover",
                        stopped(saving()).read(MIB).set(STOP).closed()),
                innocent(
                        "estimates-never-asked",
                        "the size was asked for",
                        stopped(saving().dataSize(MIB)).read(MIB).set(STOP).closed()),
                innocent(
                        "estimates-never-asked",
                        "it was asked for in vain",
                        stopped(sizeFails(saving())).read(MIB).set(STOP).closed()),
                innocent(
                        "estimates-never-asked",
                        "a log does not show every call",
                        stopped(TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                        .at(0)
                                        .set(PRE_COPY))
                                .read(MIB)
                                .set(STOP)
                                .closed()),
                guilty(
                        "expected-downtime-ignores-device",
                        "30 ms were expected, the device took 500",
                        expected(saving(), 30, 500)),
                guilty("expected-downtime-ignores-device", "so it is in 11.0", expected(qemu("11.0.2"), 30, 500)),
                guilty(
                        "expected-downtime-ignores-device",
                        "the reads took a moment, the destination took the data for 500 ms",
                        expected(saving(), 30, 1),
                        taking(0, 500)),
                innocent(
                        "expected-downtime-ignores-device",
                        "the destination had waited for 500 ms since pre-copy",
                        expected(saving(), 30, 1),
                        taking(500, 1)),
                innocent(
                        "expected-downtime-ignores-device",
                        "11.1 counts the device",
                        expected(qemu("11.1.0"), 30, 500)),
                innocent("expected-downtime-ignores-device", "300 ms were expected", expected(saving(), 300, 500)),
                innocent("expected-downtime-ignores-device", "the device took 90 ms", expected(saving(), 1, 90)),
                guilty("queue-grew-at-destination", "100 buffers of 1 MiB came before one was loaded", queue(100, 100)),
                innocent("queue-grew-at-destination", "each was loaded as it came", queue(100, 1)),
                innocent("queue-grew-at-destination", "63 MiB waited", queue(63, 63)));
    }

    private static TraceScript saving() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .at(0)
                .status("setup")
                .set(PRE_COPY);
    }

    private static TraceScript qemu(String release) {
        TraceScript script =
                TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).at(0);
        return script.add(new ProcessNamed(
                        script.ofProcess(),
                        "source",
                        0,
                        OptionalLong.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("qemu-system-x86_64"),
                        Optional.of(release),
                        List.of()))
                .status("setup")
                .set(PRE_COPY);
    }

    private static TraceScript stopped(TraceScript script) {
        return script.status("completed").set(STOP_COPY);
    }

    private static TraceScript cancelled(TraceScript script) {
        return script.set(RUNNING).status("cancelled").closed();
    }

    private static TraceScript streamed(long told, long read) {
        return stopped(saving().dataSize(told)).read(read).set(STOP).closed();
    }

    /// Ten times as much came, and the driver was asked some ms before.
    private static TraceScript streamedAfter(long ms) {
        return stopped(saving().dataSize(4 * MIB))
                .at(ms * MS)
                .read(40 * MIB)
                .set(STOP)
                .closed();
    }

    private static TraceScript sizeFails(TraceScript script) {
        return script.add(new MigDataSizeQueried(script.header(), CallResult.of(EIO), OptionalLong.empty()));
    }

    private static TraceScript infoFails(TraceScript script) {
        return script.add(new PrecopyInfoQueried(
                script.header(),
                CallResult.of(EIO),
                OptionalInt.of(0),
                OptionalInt.empty(),
                OptionalLong.empty(),
                OptionalLong.empty()));
    }

    private static TraceScript optedIn(TraceScript script) {
        return script.add(new PrecopyInfoV2Enabled(script.header(), CallResult.OK));
    }

    /// Every 100 ms the driver tells how many MiB are left, and 10 MiB are read.
    private static TraceScript rounds(TraceScript script, long... leftMib) {
        long ns = 0;
        for (long left : leftMib) {
            ns += 100 * MS;
            script.at(ns).precopyInfo(0, left * MIB, 0).read(10 * MIB);
        }
        return script;
    }

    /// After a last query of `initial` bytes, `read` of them are read before the switchover.
    private static TraceScript leftInitial(long initial, long read, int flags) {
        TraceScript script = optedIn(saving()).precopyInfo(initial, 0, flags);
        if (read > 0) {
            script.read(read);
        }
        return stopped(script).read(MIB).set(STOP).closed();
    }

    /// The VMM expects one downtime, and STOP_COPY is read for another time.
    private static TraceScript expected(TraceScript script, long ms, long tookMs) {
        script.dataSize(2 * MIB).read(4096);
        script.add(new MigrationQueried(
                script.ofProcess(),
                Optional.of("active"),
                OptionalLong.empty(),
                OptionalLong.of(ms),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty()));
        return stopped(script)
                .at(MS)
                .read(MIB)
                .at(MS + tookMs * MS)
                .read(MIB)
                .set(STOP)
                .closed();
    }

    /// A destination that takes 4 KiB of pre-copy, waits, and takes 2 MiB of STOP_COPY.
    private static TraceScript taking(long waitedMs, long tookMs) {
        return TraceScript.of("destination", "mt0", CaptureSource.INTERPOSER)
                .at(0)
                .set(RESUMING)
                .written(4096)
                .at(waitedMs * MS)
                .written(MIB)
                .at((waitedMs + tookMs) * MS)
                .written(MIB)
                .set(RUNNING)
                .closed();
    }

    /// A destination that gets `count` buffers of 1 MiB, and loads them when so many have come.
    private static TraceScript queue(int count, int loadedAfter) {
        TraceScript script = TraceScript.of("destination", "mt0", CaptureSource.INTERPOSER)
                .at(0)
                .set(RESUMING);
        int loaded = 0;
        for (int i = 0; i < count; i++) {
            script.add(new MultifdBufferSeen(script.header(), "incoming", i));
            while (i + 1 - loaded >= loadedAfter) {
                script.written(MIB).add(new MultifdBufferSeen(script.header(), "load_end", loaded));
                loaded++;
            }
        }
        for (; loaded < count; loaded++) {
            script.written(MIB).add(new MultifdBufferSeen(script.header(), "load_end", loaded));
        }
        return script.set(RUNNING).closed();
    }
}
