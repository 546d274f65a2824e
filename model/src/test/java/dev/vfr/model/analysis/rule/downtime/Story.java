package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.VmmEvent.DowntimeCheckpointPassed;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.Setting;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One migration of one device, told by how long each of its steps takes, ms. Each step is quick unless it is said
/// otherwise; the traces of both sides come from the same true times.
final class Story {

    static final long MS = 1_000_000;

    /// When the device is asked to stop, true time.
    static final long STOP_AT = 1_000;

    private static final int CHUNKS = 4;
    private static final long CHUNK_BYTES = 1 << 20;
    private static final long REALTIME_NS = 1_700_000_000L * 1_000 * MS;

    /// The way out of the running state.
    long quiesce = 1;
    /// The way into STOP_COPY.
    long stopCopy = 1;
    /// What the VMM does before it reads.
    long wait = 1;
    /// Each read.
    long read = 1;
    /// Between two reads.
    long between = 1;
    /// Each write.
    long write = 1;
    /// The load of the configuration.
    long config = 1;
    /// The way out of RESUMING.
    long resume = 1;
    /// The way from RUNNING_P2P to RUNNING.
    long start = 1;
    /// The way from STOP_COPY to STOP.
    long leave = 1;
    /// STOP_COPY is left before the stream's end.
    boolean leavesEarly;
    /// The limit of the downtime, ms; the VMM's default where it is 0.
    long limit;
    /// What the VMM answers for the downtime, ms; nothing where it is 0.
    long vmm;
    /// How far the destination's real time is ahead, ms.
    long skew;
    /// How much too fast the destination's clock is, parts per million.
    long drift;
    /// The destination answers on the return path.
    boolean answers;
    /// The stream goes through a file.
    boolean file;
    /// When the destination accepts the connection, ms; not shown where it is 0.
    long accepted;
    /// What the source's `migrate` is given as the way, if `accepted` is shown.
    String uri = "";
    /// Digests of the first differing chunk at the destination, none where it is negative.
    int damaged = -1;
    /// Whether reads and writes have digests.
    boolean digests = true;
    /// The source's real time is set forward at the end by so much, ms.
    long step;

    private long readAt(int chunk) {
        return STOP_AT + quiesce + stopCopy + wait + chunk * (read + between);
    }

    private long lastRead() {
        return readAt(CHUNKS - 1) + read;
    }

    private long earlyLeave() {
        return leavesEarly ? leave : 0;
    }

    /// A chunk is written when it was read, a millisecond has passed and the one before is written.
    private long writtenAt(int chunk) {
        long before = chunk == 0 ? 0 : writtenAt(chunk - 1) + write;
        return Math.max(before, readAt(chunk) + read + 1);
    }

    private long loaded() {
        return Math.max(writtenAt(CHUNKS - 1) + write, lastRead() + earlyLeave() + 1);
    }

    /// True time at which the device runs again.
    long runs() {
        return loaded() + config + resume + start;
    }

    /// The downtime in truth, ns.
    long downtimeNs() {
        return (runs() - STOP_AT) * MS;
    }

    TraceScript source() {
        TraceScript t =
                TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).anchor(0, 0, REALTIME_NS);
        if (limit > 0) {
            t.add(new MigrationParametersShown(
                    t.ofProcess(), false, List.of(new Setting("downtime-limit", String.valueOf(limit)))));
        }
        if (file) {
            t.add(new VmmCommandSeen(t.ofProcess(), "migrate", "{\"uri\": \"file:/tmp/mig.bin\"}"));
        }
        if (accepted > 0) {
            t.add(new VmmCommandSeen(t.ofProcess(), "migrate", "{\"uri\": \"" + uri + "\"}"));
        }
        t.flags(7).at(10 * MS).status("setup").at(20 * MS, MS).set(DeviceState.PRE_COPY);
        t.at(25 * MS, MS);
        read(t, 24, 0, 7);
        t.at(STOP_AT * MS);
        checkpoint(t, "src-downtime-start");
        t.at(STOP_AT * MS, quiesce * MS).set(DeviceState.PRE_COPY_P2P);
        t.at((STOP_AT + quiesce) * MS, stopCopy * MS).set(DeviceState.STOP_COPY);
        for (int i = 0; i < CHUNKS; i++) {
            t.at(readAt(i) * MS, read * MS);
            read(t, CHUNK_BYTES, 24 + i * CHUNK_BYTES, i);
        }
        if (leavesEarly) {
            t.at(lastRead() * MS, leave * MS).set(DeviceState.STOP);
        }
        long ended = lastRead() + earlyLeave();
        t.at(ended * MS);
        checkpoint(t, "src-downtime-end");
        if (answers) {
            t.at((runs() + 1) * MS).step("source_return_path_thread_shut");
        }
        t.at(((answers ? runs() : ended) + 2) * MS).status("completed");
        if (vmm > 0) {
            t.answered("completed", OptionalLong.of(vmm));
        }
        if (!leavesEarly) {
            t.at(((answers ? runs() : ended) + 3) * MS, leave * MS).set(DeviceState.STOP);
        }
        if (step != 0) {
            t.add(new ClockAnchored(t.header(), 0, 1_400 * MS, REALTIME_NS + (1_400 + step) * MS, 1_000));
        }
        return t.closed();
    }

    TraceScript destination() {
        TraceScript t =
                TraceScript.of("destination", "mt0", CaptureSource.INTERPOSER).anchor(0, 0, REALTIME_NS + skew * MS);
        t.flags(7).at(shown(accepted > 0 ? 1 : 15)).status("setup");
        if (accepted > 0) {
            t.at(shown(accepted)).step("migration_socket_incoming_accepted");
        }
        t.at(shown(30), MS).set(DeviceState.RESUMING);
        t.at(shown(35), MS);
        write(t, 24, 0, 7);
        for (int i = 0; i < CHUNKS; i++) {
            t.at(shown(writtenAt(i)), write * MS);
            write(t, CHUNK_BYTES, 24 + i * CHUNK_BYTES, i == damaged ? 99 : i);
        }
        t.at(shown(loaded())).step("vfio_load_device_config_state_start");
        t.at(shown(loaded() + config)).step("vfio_load_device_config_state_end");
        checkpoint(t, "dst-precopy-loadvm-completed");
        t.at(shown(loaded() + config), resume * MS).set(DeviceState.RUNNING_P2P);
        t.at(shown(loaded() + config + resume), start * MS).set(DeviceState.RUNNING);
        t.at(shown(runs())).status("completed");
        return t.closed();
    }

    TraceScript[] both() {
        return new TraceScript[] {source(), destination()};
    }

    private long shown(long trueMs) {
        return trueMs * MS + trueMs * drift;
    }

    private static void checkpoint(TraceScript t, String name) {
        t.add(new DowntimeCheckpointPassed(t.ofProcess(), name));
    }

    private Optional<Digest> digest(int of) {
        return digests ? Optional.of(new Digest("crc32c", 0x1234_5678L + of)) : Optional.empty();
    }

    private void read(TraceScript t, long bytes, long offset, int of) {
        t.add(new DataRead(
                t.header(),
                CallResult.OK,
                OptionalLong.of(bytes),
                OptionalLong.of(bytes),
                OptionalLong.of(offset),
                digest(of)));
    }

    private void write(TraceScript t, long bytes, long offset, int of) {
        t.add(new DataWritten(
                t.header(),
                CallResult.OK,
                OptionalLong.of(bytes),
                OptionalLong.of(bytes),
                OptionalLong.of(offset),
                digest(of)));
    }
}
