package dev.vfr.model.vfio;

import static dev.vfr.model.vfio.DeviceState.ERROR;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The kernel's state machine as a table: which single arc comes next on the way from one state to another.
///
/// Source: drivers/vfio/vfio_main.c, vfio_mig_get_next_state(), with the fix "Terminate the skip loop on ERROR".
public final class ArcTable {

    /// The states in the order in which the kernel's comment lists the states.
    private static final List<DeviceState> COLUMNS =
            List.of(STOP, RUNNING, STOP_COPY, RESUMING, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P, ERROR);

    /// One row per current state, in the same order; a cell is the state that the next arc leads to on the way to
    /// the requested state, on a device with all features. ERROR says that there is no way.
    private static final List<List<DeviceState>> ROWS = List.of(
            List.of(STOP, RUNNING_P2P, STOP_COPY, RESUMING, RUNNING_P2P, RUNNING_P2P, RUNNING_P2P, ERROR),
            List.of(RUNNING_P2P, RUNNING, RUNNING_P2P, RUNNING_P2P, RUNNING_P2P, PRE_COPY, RUNNING_P2P, ERROR),
            List.of(STOP, STOP, STOP_COPY, STOP, STOP, ERROR, ERROR, ERROR),
            List.of(STOP, STOP, STOP, RESUMING, STOP, STOP, STOP, ERROR),
            List.of(STOP, RUNNING, STOP, STOP, RUNNING_P2P, RUNNING, PRE_COPY_P2P, ERROR),
            List.of(RUNNING, RUNNING, PRE_COPY_P2P, RUNNING, RUNNING, PRE_COPY, PRE_COPY_P2P, ERROR),
            List.of(RUNNING_P2P, RUNNING_P2P, STOP_COPY, RUNNING_P2P, RUNNING_P2P, PRE_COPY, PRE_COPY_P2P, ERROR),
            List.of(ERROR, ERROR, ERROR, ERROR, ERROR, ERROR, ERROR, ERROR));

    private ArcTable() {}

    /// Where the next arc leads on a device with all features, ERROR where there is no way.
    public static DeviceState nextStep(DeviceState current, DeviceState requested) {
        return ROWS.get(COLUMNS.indexOf(current)).get(COLUMNS.indexOf(requested));
    }

    /// Where the next arc leads on a device with `flags`: states that the flags do not allow are skipped. Empty
    /// where the kernel answers EINVAL.
    public static Optional<DeviceState> nextStep(DeviceState current, DeviceState requested, MigrationFlags flags) {
        if (!flags.allows(current) || !flags.allows(requested)) {
            return Optional.empty();
        }
        DeviceState next = nextStep(current, requested);
        while (next != ERROR && !flags.allows(next)) {
            next = nextStep(next, requested);
        }
        return next == ERROR ? Optional.empty() : Optional.of(next);
    }

    /// Every state that the kernel passes inside one request, `from` first and `to` last; `from` alone where they
    /// are the same. Empty if the kernel answers EINVAL and nothing moves.
    ///
    /// User space sees only the two ends. After a request that failed with another errno the device is in any of
    /// these states, or in ERROR.
    public static Optional<List<DeviceState>> path(DeviceState from, DeviceState to, MigrationFlags flags) {
        List<DeviceState> path = new ArrayList<>();
        path.add(from);
        DeviceState current = from;
        do {
            Optional<DeviceState> next = nextStep(current, to, flags);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            if (next.get() != current) {
                path.add(next.get());
            }
            current = next.get();
        } while (current != to);
        return Optional.of(List.copyOf(path));
    }

    /// The single arcs of a path, in order; empty for a path of one state.
    public static List<Arc> arcsOf(List<DeviceState> path) {
        List<Arc> arcs = new ArrayList<>();
        for (int i = 1; i < path.size(); i++) {
            arcs.add(new Arc(path.get(i - 1), path.get(i)));
        }
        return List.copyOf(arcs);
    }

    /// Every single arc that the kernel can ask of a driver with these flags.
    public static Set<Arc> arcs(MigrationFlags flags) {
        Set<Arc> arcs = new LinkedHashSet<>();
        for (DeviceState from : COLUMNS) {
            for (DeviceState to : COLUMNS) {
                path(from, to, flags).ifPresent(path -> arcs.addAll(arcsOf(path)));
            }
        }
        return arcs;
    }

    /// What the whole way does to the data_fd: what its last arc opens, or else the first arc that ends or keeps a
    /// session. Only the last arc of a way can open one.
    ///
    /// @param path as answered by [#path]
    public static DataFdEffect dataFdEffect(List<DeviceState> path) {
        List<Arc> arcs = arcsOf(path);
        if (arcs.isEmpty()) {
            return path.getFirst().isSaving() ? DataFdEffect.KEEPS : DataFdEffect.NONE;
        }
        DataFdEffect last = arcs.getLast().dataFdEffect();
        return last.opens() ? last : arcs.getFirst().dataFdEffect();
    }

    /// How the kernel's core answers SET MIG_DEVICE_STATE before any driver is asked: EINVAL for a number that is
    /// no state, a state that the flags do not allow and a way that does not exist; empty if the driver is to
    /// walk.
    ///
    /// A request for the present state is always answered with success, also in ERROR (but for pds, which says
    /// EIO).
    ///
    /// @param requestedNumber as passed to the kernel, taken as an unsigned 32-bit number
    public static Optional<Errno> refusal(DeviceState current, long requestedNumber, MigrationFlags flags) {
        if (requestedNumber == current.number()) {
            return Optional.empty();
        }
        return DeviceState.ofNumber(requestedNumber)
                        .flatMap(requested -> path(current, requested, flags))
                        .isPresent()
                ? Optional.empty()
                : Optional.of(Errno.EINVAL);
    }
}
