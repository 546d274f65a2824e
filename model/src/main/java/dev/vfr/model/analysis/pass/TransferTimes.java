package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import java.util.OptionalLong;

/// How long the calls took that moved a device's data, and how long the VMM let pass between them.
///
/// The times are known only if the source shows the duration of every call.
///
/// @param calls how many calls, a lower bound if some were put together
/// @param busyNs all calls together, ns
/// @param betweenNs between the end of one and the begin of the next, together, ns
/// @param longestNs the longest call, ns
/// @param longestSeq the event that shows the longest call, -1 if none does
/// @param longestBytes what the longest call moved
public record TransferTimes(
        long calls,
        OptionalLong busyNs,
        OptionalLong betweenNs,
        OptionalLong longestNs,
        long longestSeq,
        long longestBytes) {

    /// Takes the calls in their order.
    static final class Builder {

        private long calls;
        private boolean timed = true;
        private long busyNs;
        private long betweenNs;
        private long longestNs = -1;
        private long longestSeq = -1;
        private long longestBytes;
        private long lastEndNs = EventHeader.UNKNOWN_NS;

        /// A call that moved `bytes`.
        void add(EventHeader header, long bytes) {
            calls++;
            if (!header.hasTime()) {
                timed = false;
                return;
            }
            if (lastEndNs != EventHeader.UNKNOWN_NS) {
                betweenNs += Math.max(0, header.timeNs() - lastEndNs);
            }
            if (header.hasDuration()) {
                long ns = header.endNs() - header.timeNs();
                busyNs += ns;
                lastEndNs = header.endNs();
                if (ns > longestNs) {
                    longestNs = ns;
                    longestSeq = header.seq();
                    longestBytes = bytes;
                }
            } else {
                timed = false;
                lastEndNs = header.timeNs();
            }
        }

        /// Several calls that were put together: how long each took is not shown.
        void merged(EventHeader header) {
            timed = false;
            calls++;
            lastEndNs = header.hasDuration() ? header.endNs() : header.timeNs();
        }

        /// All calls so far together, ns.
        OptionalLong busyNs() {
            return known(busyNs);
        }

        private OptionalLong known(long ns) {
            return calls > 0 && timed ? OptionalLong.of(ns) : OptionalLong.empty();
        }

        TransferTimes build() {
            return new TransferTimes(
                    calls, known(busyNs), known(betweenNs), known(longestNs), longestSeq, longestBytes);
        }
    }
}
