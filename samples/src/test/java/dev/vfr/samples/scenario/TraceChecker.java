package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.Crc32c;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.samples.device.SimulatedDevice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Holds a recorded simulation to the kernel's rules and to the simulator's truth.
final class TraceChecker {

    /// What moved through a data_fd in one call.
    private record Piece(long offset, long bytes, Optional<Digest> digest) {}

    private final List<MigrationEvent> events;
    private final SimulationResult result;
    private final String where;

    TraceChecker(List<MigrationEvent> events, SimulationResult result, String where) {
        this.events = events;
        this.result = result;
        this.where = where;
    }

    void check() {
        timesOfAHostNeverGoBack();
        int devices = result.devices().size();
        for (int i = 0; i < devices; i++) {
            SimulatedPair pair = result.devices().get(i);
            everySetWalksTheTruth(i, pair.source());
            everySetWalksTheTruth(devices + i, pair.destination());
            List<Piece> read = pieces(i);
            List<Piece> written = pieces(devices + i);
            assertEquals(pair.source().preCopyBytes() + pair.source().stopCopyBytes(), sum(read), where);
            assertEquals(pair.destination().resumedBytes(), sum(written), where);
            if (result.outcome() == Outcome.COMPLETED) {
                assertEquals(joined(read), joined(written), where + ": what was read and what was written");
            }
        }
    }

    private void timesOfAHostNeverGoBack() {
        Map<Integer, Long> last = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            MigrationEvent event = events.get(i);
            assertEquals(i, event.header().seq(), where);
            if (event.header().hasTime()) {
                long before = last.getOrDefault(event.header().process(), Long.MIN_VALUE);
                assertTrue(event.header().timeNs() >= before, where + ": time goes back at " + event);
                last.put(event.header().process(), event.header().timeNs());
            }
        }
    }

    /// The pieces of the last session as one: borders need not be kept, bytes and their order must be.
    private Piece joined(List<Piece> pieces) {
        long bytes = 0;
        long digest = 0;
        for (Piece piece : pieces) {
            bytes = piece.offset() == 0 ? 0 : bytes;
            assertEquals(bytes, piece.offset(), where + ": a hole before " + piece);
            long its = piece.digest().orElseThrow().value();
            digest = bytes == 0 ? its : Crc32c.join(digest, its, piece.bytes());
            bytes += piece.bytes();
        }
        return new Piece(0, bytes, Optional.of(new Digest("crc32c", digest)));
    }

    private static long sum(List<Piece> pieces) {
        return pieces.stream().mapToLong(Piece::bytes).sum();
    }

    private List<Piece> pieces(int device) {
        List<Piece> pieces = new ArrayList<>();
        for (MigrationEvent event : events) {
            if (event.header().device() != device) {
                continue;
            }
            if (event instanceof DataRead read && read.bytes().orElse(0) > 0) {
                pieces.add(new Piece(
                        read.streamOffset().orElseThrow(), read.bytes().orElseThrow(), read.digest()));
            }
            if (event instanceof DataWritten write && write.bytes().orElse(0) > 0) {
                pieces.add(new Piece(
                        write.streamOffset().orElseThrow(), write.bytes().orElseThrow(), write.digest()));
            }
        }
        return pieces;
    }

    /// Walks the states that the events imply, and sees that the device was in exactly these.
    private void everySetWalksTheTruth(int device, SimulatedDevice truth) {
        List<DeviceState> walked = truth.walked();
        MigrationFlags flags = MigrationFlags.NONE;
        int at = 0;
        for (MigrationEvent event : events) {
            if (event.header().device() != device) {
                continue;
            }
            if (event instanceof MigrationFlagsQueried queried) {
                flags = new MigrationFlags(queried.flags().orElse(0));
            } else if (event instanceof DeviceStateSet set) {
                at = walk(set, flags, walked, at);
            } else if (event instanceof DeviceReset reset
                    && reset.result().isOk()
                    && walked.get(at) != DeviceState.RUNNING) {
                at++;
                assertEquals(DeviceState.RUNNING, walked.get(at), where + ": " + event);
            }
        }
        assertEquals(walked.size() - 1, at, where + ": device " + device + " walked " + walked);
    }

    private int walk(DeviceStateSet set, MigrationFlags flags, List<DeviceState> walked, int from) {
        int at = from;
        Optional<List<DeviceState>> way =
                ArcTable.path(walked.get(at), set.requested().orElseThrow(), flags);
        if (way.isEmpty()) {
            assertFalse(set.result().isOk(), where + ": no way for " + set);
            return at;
        }
        List<DeviceState> path = way.get();
        // All arcs were walked, and there was no number for the file.
        boolean onlyFdMissing =
                set.result().code() == Errno.EMFILE.number() || set.result().code() == Errno.ENFILE.number();
        for (int i = 1; i < path.size(); i++) {
            // The reset after a failure may lead to the very state that was asked for: a SET that failed did not.
            boolean mayBeReached = set.result().isOk() || onlyFdMissing || i < path.size() - 1;
            boolean reached = mayBeReached && at + 1 < walked.size() && walked.get(at + 1) == path.get(i);
            if (!reached) {
                // It failed, or it never came back.
                assertFalse(set.result().isOk(), where + ": the device never was in " + path.get(i) + ": " + set);
                return at + 1 < walked.size() && walked.get(at + 1) == DeviceState.ERROR ? at + 1 : at;
            }
            at++;
        }
        if (onlyFdMissing) {
            return at;
        }
        assertTrue(set.result().isOk(), where + ": " + set);
        assertEquals(ArcTable.dataFdEffect(path).opens(), set.dataFd().isPresent(), where + ": data_fd of " + set);
        return at;
    }
}
