package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.StreamDigest;
import dev.vfr.model.event.Crc32c;
import dev.vfr.model.fold.DeviceTrack;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Tells when a destination took another migration's data, so that it stays alone where its own source is not shown.
///
/// Data that were damaged on their way are no sign of that. Damage leaves parts of a stream as they were, and a device
/// mostly refuses what is damaged, so that sides are kept apart only where both ended well and not one part is equal.
final class Contradiction {

    /// So many parts of a stream are compared.
    private static final int PARTS_MAX = 256;

    private Contradiction() {}

    /// The two cannot be sides of one migration by what their devices are called and what they moved.
    ///
    /// @param only the traces show no other side: somebody took the two for those of one migration, and it
    ///     takes more than one part of a stream, or than a record that went missing, to doubt it
    static boolean between(MigrationSide source, MigrationSide destination, boolean only) {
        if (!endedWell(source) || !endedWell(destination)) {
            return false;
        }
        Parts parts = parts(source, destination);
        if (parts.equal > 0) {
            return false;
        }
        return parts.other > (only ? 1 : 0)
                || otherLength(source, destination, only)
                || otherHandlers(source, destination);
    }

    private static boolean endedWell(MigrationSide side) {
        return Ending.of(side) == Ending.COMPLETED
                && side.trace().isIntact()
                && side.trace().losses().reports() == 0;
    }

    private static boolean otherLength(MigrationSide source, MigrationSide destination, boolean only) {
        long read = PairEvidence.bytes(source);
        long written = PairEvidence.bytes(destination);
        boolean known = read > 0 && written > 0 && PairEvidence.sized(source) && PairEvidence.sized(destination);
        return known && (only ? written > read : written != read);
    }

    /// QEMU loads a section only into the handler of the same name. Both sides have to name all their devices.
    private static boolean otherHandlers(MigrationSide source, MigrationSide destination) {
        Optional<Set<String>> sent = handlers(source);
        Optional<Set<String>> taken = handlers(destination);
        return sent.isPresent()
                && taken.isPresent()
                && PairEvidence.bytes(destination) > 0
                && sent.get().stream().noneMatch(taken.get()::contains);
    }

    /// The names of all devices in the stream; empty where one is not known.
    private static Optional<Set<String>> handlers(MigrationSide side) {
        Set<String> all = new HashSet<>();
        for (DeviceSide device : side.devices()) {
            if (device.tookPart()) {
                List<String> own = side.trace().state().device(device.number()).map(DeviceTrack::aliases).stream()
                        .flatMap(List::stream)
                        .filter(PairEvidence::isHandler)
                        .toList();
                if (own.isEmpty()) {
                    return Optional.empty();
                }
                all.addAll(own);
            }
        }
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /// How many parts of the streams are the same at both sides, and how many are not.
    private record Parts(int equal, int other) {

        Parts plus(Parts more) {
            return new Parts(equal + more.equal, other + more.other);
        }
    }

    private static Parts parts(MigrationSide source, MigrationSide destination) {
        Parts all = new Parts(0, 0);
        for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
            all = all.plus(parts(pair.source().digest(), pair.destination().digest()));
        }
        return all;
    }

    /// Parts reach from each place at which a chunk ends at both sides to the next.
    private static Parts parts(StreamDigest sent, StreamDigest taken) {
        Parts all = new Parts(0, 0);
        long from = 0;
        long sentBefore = 0;
        long takenBefore = 0;
        int places = Math.min(sent.size(), PARTS_MAX);
        for (int i = 0; i < places; i++) {
            long place = sent.position(i);
            OptionalLong ofSent = sent.upTo(place);
            OptionalLong ofTaken = taken.upTo(place);
            if (place > from && ofSent.isPresent() && ofTaken.isPresent()) {
                // The digest of a part is what joins that of all before it to that of all up to its end.
                long sentPart = Crc32c.join(sentBefore, ofSent.getAsLong(), place - from);
                long takenPart = Crc32c.join(takenBefore, ofTaken.getAsLong(), place - from);
                all = all.plus(sentPart == takenPart ? new Parts(1, 0) : new Parts(0, 1));
                from = place;
                sentBefore = ofSent.getAsLong();
                takenBefore = ofTaken.getAsLong();
            }
        }
        return all;
    }
}
