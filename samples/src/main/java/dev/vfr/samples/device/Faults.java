package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// The faults of one device in one run, and which of them have already happened.
final class Faults {

    private final List<Fault> faults = new ArrayList<>();
    private final Map<Fault, Integer> happened = new HashMap<>();

    /// @param random decides which of the faults that only some runs have this one has
    Faults(List<Fault> faults, SplittableRandom random) {
        faults.forEach(fault -> add(fault, random));
    }

    private void add(Fault fault, SplittableRandom random) {
        if (fault instanceof Fault.Sometimes(int percent, Fault inner)) {
            SplittableRandom innerRandom = random.split();
            if (random.nextInt(100) < percent) {
                add(inner, innerRandom);
            }
        } else {
            faults.add(fault);
        }
    }

    /// A fault appears while the device is in use, or once more.
    void appear(Fault fault) {
        happened.remove(fault);
        faults.remove(fault);
        faults.add(fault);
    }

    private <F extends Fault> Stream<F> all(Class<F> kind) {
        return faults.stream().filter(kind::isInstance).map(kind::cast);
    }

    /// Counts that `fault` could happen now, and says whether it does.
    private boolean happens(Fault fault, int after, int times) {
        int before = happened.merge(fault, 1, Integer::sum) - 1;
        return before >= after && before - after < times;
    }

    /// The fault of `arc` that is due now; it counts as happened.
    Optional<Fault.ArcFails> arcFails(Arc arc) {
        return all(Fault.ArcFails.class)
                .filter(fault -> fault.arc().equals(arc) && happens(fault, 0, fault.times()))
                .findFirst();
    }

    boolean suspendTimesOut(Arc arc) {
        return all(Fault.SuspendTimesOut.class)
                .anyMatch(fault -> fault.arc().equals(arc) && happens(fault, 0, fault.times()));
    }

    boolean neverReturns(Arc arc) {
        return all(Fault.ArcNeverReturns.class).anyMatch(fault -> fault.arc().equals(arc));
    }

    /// ns that `arc` takes on top of the driver's.
    long extraNs(Arc arc) {
        return all(Fault.ArcIsSlow.class)
                .filter(fault -> fault.arc().equals(arc))
                .mapToLong(Fault.ArcIsSlow::extraNs)
                .sum();
    }

    boolean givesSecondFd(Arc arc) {
        return all(Fault.SecondDataFd.class).anyMatch(fault -> fault.arc().equals(arc));
    }

    /// How a call fails that is made now; it is counted.
    Optional<Errno> callFails(DeviceCall call) {
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        return all(Fault.CallFails.class)
                .filter(fault -> fault.call() == call && happens(fault, fault.after(), fault.times()))
                .map(Fault.CallFails::errno)
                .findFirst();
    }

    /// Why there is no number for a data_fd that is to be handed out now.
    Optional<Errno> fdShortage() {
        return all(Fault.NoFreeFd.class)
                .filter(fault -> happens(fault, 0, fault.times()))
                .map(Fault.NoFreeFd::errno)
                .findFirst();
    }

    boolean isEmpty() {
        return faults.isEmpty();
    }

    /// How a read behind `offset` bytes of a session fails.
    Optional<Errno> readFails(long offset) {
        return all(Fault.ReadFails.class)
                .filter(fault -> offset >= fault.fromOffset())
                .map(Fault.ReadFails::errno)
                .findFirst();
    }

    /// Whether a read behind `offset` bytes of a session says ENOMSG in STOP_COPY.
    boolean enomsgInStopCopy(long offset) {
        return all(Fault.EnomsgInStopCopy.class)
                .anyMatch(fault -> offset >= fault.fromOffset() && happens(fault, 0, fault.times()));
    }

    /// Whether a read behind `offset` bytes of a session returns nothing in pre-copy.
    boolean endInPreCopy(long offset) {
        return all(Fault.EndInPreCopy.class)
                .anyMatch(fault -> offset >= fault.fromOffset() && happens(fault, 0, fault.times()));
    }

    /// How long the first read behind the faults' offsets hangs, ns.
    ///
    /// @param from offset of the read before, or -1
    /// @param offset of this read
    long stallNs(long from, long offset) {
        return all(Fault.ReadStalls.class)
                .filter(fault -> fault.fromOffset() > from && fault.fromOffset() <= offset)
                .mapToLong(Fault.ReadStalls::stallNs)
                .sum();
    }

    /// ns that a read takes on top of the driver's.
    long extraReadNs() {
        return all(Fault.ReadsAreSlow.class)
                .mapToLong(Fault.ReadsAreSlow::extraNs)
                .sum();
    }

    int readMax(int max) {
        return all(Fault.ReadsAreShort.class)
                .mapToInt(Fault.ReadsAreShort::maxBytes)
                .reduce(max, Math::min);
    }

    int writeMax(int max) {
        return all(Fault.WritesAreShort.class)
                .mapToInt(Fault.WritesAreShort::maxBytes)
                .reduce(max, Math::min);
    }

    /// How a write fails that ends at `end` bytes of a session.
    Optional<Errno> writeFails(long end) {
        return all(Fault.WriteFails.class)
                .filter(fault -> end > fault.fromOffset())
                .map(Fault.WriteFails::errno)
                .findFirst();
    }

    boolean dirtyNeverEnds() {
        return all(Fault.DirtyNeverEnds.class).findAny().isPresent();
    }

    /// Where the stream ends early, bytes of the session.
    OptionalLong truncatedAt() {
        return all(Fault.ImageTruncated.class)
                .mapToLong(Fault.ImageTruncated::atOffset)
                .min();
    }

    /// The positions of wrong bytes from `from` on, before `end`.
    List<Long> corrupted(long from, long end) {
        return all(Fault.ByteCorrupted.class)
                .map(Fault.ByteCorrupted::offset)
                .filter(offset -> offset >= from && offset < end)
                .toList();
    }

    /// What the driver answers where the device knows `bytes`; the query is counted.
    long told(Estimate estimate, long bytes) {
        return all(Fault.EstimateLies.class)
                .filter(fault -> fault.estimate() == estimate)
                .findFirst()
                .map(fault -> {
                    int before = happened.merge(fault, 1, Integer::sum) - 1;
                    return bytes / 100 * fault.percent()
                            + bytes % 100 * fault.percent() / 100
                            + fault.plusBytes()
                            + fault.plusBytesEachQuery() * before;
                })
                .orElse(bytes);
    }

    /// The faults that happen without a call and have not yet happened.
    List<Fault> waiting() {
        return faults.stream()
                .filter(fault -> fault instanceof Fault.AsynchronousReset
                        || fault instanceof Fault.DeviceGone
                        || fault instanceof Fault.Reinit)
                .filter(fault -> !happened.containsKey(fault))
                .toList();
    }

    /// A fault of [#waiting] happens now.
    void happened(Fault fault) {
        happened.put(fault, 1);
    }
}
