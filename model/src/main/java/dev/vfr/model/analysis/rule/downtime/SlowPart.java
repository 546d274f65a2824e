package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.DeviceShares.Taken;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.TransferTimes;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// A rule on one part of a downtime over its limit. It finds the slowest of a migration's devices and those that are
/// almost as slow.
///
/// @param side where the part is
/// @param ns how long it took of the device, ns
/// @param seq the event that shows it, -1 if none does
/// @param sentence the finding, with `{tookNs}` and `{downtime}`
record SlowPart(
        Advice advice,
        Report.Side side,
        ToLongFunction<Taken> ns,
        ToLongFunction<Taken> seq,
        Function<Taken, Sentence> sentence)
        implements Rule {

    /// The SETs out of the running state and into STOP_COPY.
    static SlowPart stop(Advice advice) {
        return new SlowPart(
                advice,
                Report.Side.SOURCE,
                taken -> taken.share().stopNs().orElse(0),
                taken -> slowerStop(taken.source()).seq(),
                taken -> Sentence.of("the device took {tookNs} of the downtime ({downtime}) to enter STOP_COPY"));
    }

    /// The reads of the data_fd in STOP_COPY.
    static SlowPart save(Advice advice) {
        return new SlowPart(
                advice,
                Report.Side.SOURCE,
                SlowPart::savingNs,
                taken -> taken.source().stopCopyReads().longestSeq(),
                SlowPart::saving);
    }

    /// The writes of what STOP_COPY gave and the SET out of RESUMING.
    static SlowPart load(Advice advice) {
        return new SlowPart(
                advice,
                Report.Side.DESTINATION,
                SlowPart::loadingNs,
                taken -> taken.destination().resumeBegun().map(CallTime::seq).orElse(-1L),
                taken -> Sentence.of("the device took {tookNs} of the downtime ({downtime}) to load its state"));
    }

    /// The SET from RUNNING_P2P to RUNNING.
    static SlowPart start(Advice advice) {
        return new SlowPart(
                advice,
                Report.Side.DESTINATION,
                SlowPart::startingNs,
                taken -> taken.destination().running().orElseThrow().seq(),
                taken -> Sentence.of(
                        "the device took {tookNs} of the downtime ({downtime}) from RUNNING_P2P to RUNNING"));
    }

    /// The VMM's load of the device's configuration.
    static SlowPart config(Advice advice) {
        return new SlowPart(
                advice,
                Report.Side.DESTINATION,
                SlowPart::configNs,
                taken -> -1,
                taken -> Sentence.of(
                        "QEMU took {tookNs} of the downtime ({downtime}) to load the device's configuration"));
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.ofCompleted(file)) {
            over.slowest(ns).forEach(taken -> findings.add(finding(over, taken)));
        }
        return findings;
    }

    private Finding finding(OverLimit over, Taken taken) {
        boolean atSource = side == Report.Side.SOURCE;
        MigrationSide end = atSource
                ? over.source()
                : Objects.requireNonNull(over.migration().sides().destination());
        return advice.on(
                        end.trace(),
                        (atSource ? taken.source() : taken.destination()).number(),
                        seq.applyAsLong(taken),
                        Finding.Severity.WARNING,
                        over.with(sentence.apply(taken)).time("tookNs", ns.applyAsLong(taken)))
                .at(side);
    }

    private static long length(Optional<CallTime> call) {
        return call.filter(CallTime::hasTime)
                .map(made -> made.returnedNs() - made.calledNs())
                .orElse(0L);
    }

    private static CallTime slowerStop(DeviceSide device) {
        CallTime left = device.left().orElseThrow();
        CallTime stopCopy = device.stopCopy().orElseThrow();
        return stopCopy.returnedNs() - stopCopy.calledNs() >= left.returnedNs() - left.calledNs() ? stopCopy : left;
    }

    private static long stopCopyBytes(Taken taken) {
        return taken.source().bytes() - taken.source().preCopyBytes();
    }

    private static long savingNs(Taken taken) {
        return OverLimit.slowNs(
                taken.share().readNs().orElse(0), taken.share().longestReadNs().orElse(0), stopCopyBytes(taken));
    }

    private static Sentence saving(Taken taken) {
        TransferTimes reads = taken.source().stopCopyReads();
        long longest = reads.longestNs().orElse(0);
        String template = "reads of the device's data_fd took {tookNs} of the downtime ({downtime}), ";
        return longest >= savingNs(taken) / 2
                ? Sentence.of(template + "{longestReadNs} of it in one read of {longestReadBytes}")
                        .time("longestReadNs", longest)
                        .bytes("longestReadBytes", reads.longestBytes())
                : Sentence.of(template + "in {reads} reads").count("reads", reads.calls());
    }

    /// The SET out of RESUMING is a part of loading, a SET from RUNNING_P2P to RUNNING is not.
    private static long loadingNs(Taken taken) {
        long writing = OverLimit.slowNs(taken.share().writeNs().orElse(0), 0, stopCopyBytes(taken));
        return writing + length(taken.destination().resumeBegun());
    }

    private static long startingNs(Taken taken) {
        CallTime begun = taken.destination().resumeBegun().orElse(null);
        CallTime running = taken.destination().running().orElse(null);
        return begun == null || running == null || begun.seq() == running.seq()
                ? 0
                : length(taken.destination().running());
    }

    private static long configNs(Taken taken) {
        DeviceSide.ConfigLoad config = taken.destination().config();
        boolean known = config.begunNs() != EventHeader.UNKNOWN_NS && config.loadedNs() > config.begunNs();
        return known ? config.loadedNs() - config.begunNs() : 0;
    }
}
