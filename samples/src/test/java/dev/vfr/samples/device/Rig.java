package dev.vfr.samples.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// A device of a driver in a host of its own, and what tests do with it.
final class Rig {

    static final long NS_PER_S = 1_000_000_000;

    private final SimulatedHost host = new SimulatedHost(0, 0, new SplittableRandom(1));
    private final SimulatedDevice device;

    Rig(String driver, Fault... faults) {
        this(Drivers.named(driver), Kernel.LINUX_7_2, faults);
    }

    Rig(DeviceProfile profile, Kernel kernel, Fault... faults) {
        device = new SimulatedDevice(profile, kernel, List.of(faults), host, new SplittableRandom(2));
        device.open();
    }

    SimulatedHost host() {
        return host;
    }

    SimulatedDevice device() {
        return device;
    }

    /// Goes to a state.
    CallResult set(DeviceState state) {
        return device.setState(state.number()).result();
    }

    /// Goes to a state, which must give a data_fd.
    int open(DeviceState state) {
        return device.setState(state.number())
                .asOptional()
                .orElseThrow(() -> new AssertionError("no " + state))
                .orElseThrow(() -> new AssertionError("no data_fd in " + state));
    }

    PrecopyInfo info(int dataFd) {
        return device.precopyInfo(dataFd, 0).asOptional().orElseThrow();
    }

    Answer<StateData> read(int dataFd, int max) {
        return device.read(dataFd, max);
    }

    /// Reads until nothing comes.
    List<StateData> drain(int dataFd) {
        List<StateData> pieces = new ArrayList<>();
        while (device.read(dataFd, 1 << 20) instanceof Answer.Done<StateData>(StateData data) && data.length() > 0) {
            pieces.add(data);
        }
        return pieces;
    }

    static long length(List<StateData> pieces) {
        return pieces.stream().mapToLong(StateData::length).sum();
    }

    /// Everything that a migration reads: pre-copy where there is one, then STOP_COPY.
    List<StateData> save() {
        List<StateData> pieces = new ArrayList<>();
        boolean preCopy = device.migrationFlags().asOptional().orElseThrow().hasPreCopy();
        int dataFd;
        if (preCopy) {
            dataFd = open(DeviceState.PRE_COPY);
            pieces.addAll(drain(dataFd));
            assertTrue(set(DeviceState.STOP_COPY).isOk());
        } else {
            dataFd = open(DeviceState.STOP_COPY);
        }
        pieces.addAll(drain(dataFd));
        assertEquals(Answer.done(StateData.NONE), device.read(dataFd, 1), "0 for ever");
        device.closeDataFd(dataFd);
        return pieces;
    }

    /// Writes all, as far as it is taken.
    ///
    /// @return how the last write came back
    CallResult load(List<StateData> pieces) {
        int dataFd = open(DeviceState.RESUMING);
        CallResult result = CallResult.OK;
        for (StateData piece : pieces) {
            result = write(dataFd, piece);
            if (!result.isOk()) {
                break;
            }
        }
        return result;
    }

    /// Writes all of a piece, in as many writes as it takes.
    CallResult write(int dataFd, StateData piece) {
        StateData left = piece;
        while (left.length() > 0) {
            switch (device.write(dataFd, left)) {
                case Answer.Failed<Integer> failed -> {
                    return failed.result();
                }
                case Answer.Done<Integer>(Integer taken) -> left = left.slice(taken, left.length() - taken);
            }
        }
        return CallResult.OK;
    }

    static CallResult failed(Errno errno) {
        return CallResult.of(errno.number());
    }
}
