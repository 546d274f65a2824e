package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import java.util.Comparator;
import java.util.List;

/// How fast the data of STOP_COPY went.
///
/// The source reads ahead of the wire by what the socket buffers, the destination takes what came: the slower of the
/// two is the pace. Each of them shows one chunk more or less than the time is of, which is what it is unsure by.
///
/// @param bytes streamed in STOP_COPY by all devices
/// @param ns in which a device was read, counting once what overlaps
record StreamPace(long bytes, long ns, Pace pace) {

    static StreamPace of(List<SavedDevice> devices) {
        long bytes = devices.stream()
                .mapToLong(device -> device.stopCopyBytes().orElse(0))
                .sum();
        long calls = devices.stream()
                .mapToLong(device -> device.history().stopCopy().calls())
                .sum();
        long read = union(devices);
        double pace = bytes == 0 ? 0 : (double) read / bytes;
        if (devices.size() == 1) {
            pace = Math.max(pace, taken(devices.getFirst()));
        }
        double unsure = pace / Math.max(1, calls);
        return new StreamPace(
                bytes, Math.max(read, (long) (pace * bytes)), new Pace(pace - unsure, pace, pace + unsure));
    }

    double likely() {
        return pace.likely();
    }

    double least(long more) {
        return pace.least(more);
    }

    double most(long more) {
        return pace.most(more);
    }

    /// The time in which any device was read, counting once what overlaps.
    private static long union(List<SavedDevice> devices) {
        List<SavingHistory.Reads> spans = devices.stream()
                .map(device -> device.history().stopCopy())
                .filter(reads -> reads.spanNs() >= 0)
                .sorted(Comparator.comparingLong(SavingHistory.Reads::firstNs))
                .toList();
        long sum = 0;
        long until = Long.MIN_VALUE;
        for (SavingHistory.Reads span : spans) {
            sum += Math.max(0, span.lastNs() - Math.max(span.firstNs(), until));
            until = Math.max(until, span.lastNs());
        }
        return sum;
    }

    /// ns a byte at the destination, from the end of the first chunk of STOP_COPY to the end of the last, so that
    /// an idle end of pre-copy does not count. 0 where unknown. For one device on each side; of several it is not
    /// known here which is the peer.
    private static double taken(SavedDevice device) {
        MigrationSide destination = device.migration().sides().destination();
        if (destination == null
                || device.source().devices().size() != 1
                || destination.devices().size() != 1) {
            return 0;
        }
        DeviceSide peer = destination.devices().getFirst();
        if (peer.unsized() || peer.lastMovedNs() == EventHeader.UNKNOWN_NS) {
            return 0;
        }
        int first = peer.marks().firstFrom(device.history().preCopy().bytes() + 1);
        long bytes = first < 0 ? 0 : peer.bytes() - peer.marks().position(first);
        return bytes <= 0 ? 0 : (double) (peer.lastMovedNs() - peer.marks().ns(first)) / bytes;
    }
}
