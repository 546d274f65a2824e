package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.StreamDigest;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.StreamComparison;
import dev.vfr.model.report.StreamComparison.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Compares what each device at the destination was given with what its twin at the source gave, by stream offset.
///
/// Chunks need not agree. Digests of chunks are joined from the start of the stream, and compared wherever a chunk ends
/// at both sides; what lies between two such places is equal or not as a whole.
public final class StreamComparisons {

    private StreamComparisons() {}

    /// One for each pair of devices that moved anything.
    public static List<StreamComparison> of(Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return List.of();
        }
        List<StreamComparison> all = new ArrayList<>();
        for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
            if (pair.source().bytes() > 0 || pair.destination().bytes() > 0) {
                all.add(of(source, destination, pair));
            }
        }
        return all;
    }

    /// Of one pair.
    public static StreamComparison of(MigrationSide source, MigrationSide destination, DevicePairs.Pair pair) {
        Verdict verdict = verdict(source, destination, pair.source(), pair.destination());
        return new StreamComparison(
                source.trace().deviceName(pair.source().number()),
                destination.trace().deviceName(pair.destination().number()),
                verdict.result,
                verdict.equalBytes,
                verdict.firstDifference,
                verdict.why);
    }

    private record Verdict(Result result, long equalBytes, Optional<Interval> firstDifference, String why) {}

    private static Verdict verdict(MigrationSide source, MigrationSide destination, DeviceSide sent, DeviceSide taken) {
        if (sent.unsized() || taken.unsized()) {
            return new Verdict(Result.UNPROVEN, 0, Optional.empty(), "A side does not show how much it moved.");
        }
        Common common = common(sent.digest(), taken.digest());
        if (sent.bytes() < common.equal || taken.bytes() < common.equal) {
            // A damaged trace tells sizes that no stream has, so that their sum runs over.
            return new Verdict(Result.UNPROVEN, 0, Optional.empty(), "The sizes that were recorded cannot be.");
        }
        if (common.differsAt >= 0) {
            return new Verdict(
                    Result.DIFFERS,
                    common.equal,
                    Optional.of(new Interval(common.equal, common.differsAt - 1)),
                    "The digests of the bytes from " + common.equal + " to " + (common.differsAt - 1) + " differ.");
        }
        if (taken.bytes() > sent.bytes() && done(source) && !destination.isTorn()) {
            return new Verdict(
                    Result.DIFFERS,
                    common.equal,
                    Optional.of(new Interval(common.equal, sent.bytes())),
                    "The destination was given more than the source gave.");
        }
        if (taken.bytes() != sent.bytes()) {
            return ofLengths(source, destination, sent, taken, common);
        }
        boolean all = sent.digest().isWhole() && taken.digest().isWhole() && common.equal == sent.bytes();
        return all
                ? new Verdict(Result.EQUAL, common.equal, Optional.empty(), "The digests of all bytes agree.")
                : new Verdict(
                        Result.UNPROVEN,
                        common.equal,
                        Optional.empty(),
                        "Both moved as many bytes; digests that tell whether they are the same are not shown for all.");
    }

    private static Verdict ofLengths(
            MigrationSide source, MigrationSide destination, DeviceSide sent, DeviceSide taken, Common common) {
        if (done(source) && done(destination)) {
            long least = Math.min(sent.bytes(), taken.bytes());
            return new Verdict(
                    Result.DIFFERS,
                    common.equal,
                    Optional.of(new Interval(common.equal, least)),
                    "The source read " + sent.bytes() + " bytes, the destination wrote " + taken.bytes() + ".");
        }
        return new Verdict(
                Result.UNPROVEN,
                common.equal,
                Optional.empty(),
                "A side broke off or is not wholly shown: it moved less than the other.");
    }

    /// A side that broke off or that is not wholly in its trace has moved less, and that says nothing.
    private static boolean done(MigrationSide side) {
        boolean said = side.end().filter("completed"::equals).isPresent();
        return (said || Ending.of(side) == Ending.COMPLETED)
                && side.trace().isIntact()
                && side.trace().losses().reports() == 0;
    }

    /// @param equal so many bytes from the start are equal
    /// @param differsAt the first place at which the digests differ, -1 where there is none
    private record Common(long equal, long differsAt) {}

    private static Common common(StreamDigest sent, StreamDigest taken) {
        long equal = 0;
        for (int i = 0; i <= sent.size(); i++) {
            long place = i < sent.size() ? sent.position(i) : sent.lengthBytes();
            OptionalLong other = taken.upTo(place);
            if (place > equal && other.isPresent()) {
                if (other.getAsLong() != sent.upTo(place).orElseThrow()) {
                    return new Common(equal, place);
                }
                equal = place;
            }
        }
        long end = taken.lengthBytes();
        OptionalLong last = sent.upTo(end);
        if (end > equal && last.isPresent()) {
            return last.getAsLong() == taken.upTo(end).orElseThrow() ? new Common(end, -1) : new Common(equal, end);
        }
        return new Common(equal, -1);
    }
}
