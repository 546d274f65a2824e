package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.FeatureHeader;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.host.FdTable;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.image.JoinedData;
import dev.vfr.samples.kernel.FeatureAnswer;
import dev.vfr.samples.kernel.FeaturePayload;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.OpenFile;
import dev.vfr.samples.kernel.UserMemory;
import dev.vfr.samples.kernel.VfioCore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/// A device as the program fsmprobe has it: its fds, and each call with an answer in the program's words.
final class ProbedDevice {

    /// What the program has names for; it prints the numbers of others.
    private static final Set<Errno> NAMED = Set.of(
            Errno.EINVAL,
            Errno.ENOTTY,
            Errno.EFAULT,
            Errno.ENODEV,
            Errno.ENOMSG,
            Errno.ENOMEM,
            Errno.EIO,
            Errno.ESPIPE,
            Errno.EBADF,
            Errno.EACCES,
            Errno.EOPNOTSUPP);

    private static final Fault.ArcFails INTO_ERROR =
            new Fault.ArcFails(new Arc(DeviceState.RUNNING, DeviceState.RUNNING_P2P), Errno.EIO, DeviceState.ERROR, 1);

    private final int ports;
    private final FdTable fds;
    private final Faults faults = new Faults(List.of(), new SplittableRandom(0));
    private final VfioCore core;

    /// Whether the driver can be made to fail an arc, so that the program gets into ERROR.
    private final boolean rigged;

    private int container;
    private int group;
    private int device;

    ProbedDevice(int ports, DeviceProfile profile, Kernel kernel, FdTable fds, boolean rigged) {
        this.ports = ports;
        this.fds = fds;
        this.rigged = rigged;
        SimulatedHost host = new SimulatedHost(0, 0, new SplittableRandom(1));
        ProfileDriver driver = new ProfileDriver(profile, kernel, faults, host, new SplittableRandom(2));
        this.core = new VfioCore(driver, kernel, Optional::empty);
        open();
    }

    int ports() {
        return ports;
    }

    VfioCore core() {
        return core;
    }

    void open() {
        container = fds.open("container").orElseThrow();
        group = fds.open("group").orElseThrow();
        device = core.open(fds).orElseThrow();
    }

    void close() {
        core.close(fds, device);
        fds.close(group);
        fds.close(container);
    }

    /// Opens the device a second time and closes the first fd.
    ///
    /// @return whether that went well
    boolean replaceFd() {
        OptionalInt second = core.open(fds);
        core.close(fds, device);
        device = second.orElse(-1);
        return second.isPresent();
    }

    static String name(Optional<Errno> errno) {
        return errno.map(failed -> NAMED.contains(failed) ? failed.name() : Integer.toString(failed.number()))
                .orElse("OK");
    }

    static String name(Answer<?> answer) {
        return name(Errno.ofNumber(answer.result().code()));
    }

    static String stateName(long number) {
        return DeviceState.ofNumber(number).map(DeviceState::name).orElse(Long.toString(number));
    }

    FeatureAnswer feature(FeatureHeader header, FeaturePayload payload, UserMemory memory) {
        return core.feature(fds, header, payload, memory);
    }

    /// How the call came back, with the fields of its argument.
    record SetResult(int ret, String errno, int fd, String stateBack) {

        /// The new data_fd, -1 where there is none.
        int newFd() {
            return ret == 0 && fd >= 0 ? fd : -1;
        }
    }

    SetResult setState(long number) {
        FeatureAnswer answer = feature(
                FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, FeatureHeader.SET),
                new FeaturePayload.MigState(number, -77),
                UserMemory.READ_WRITE);
        FeaturePayload.MigState back = (FeaturePayload.MigState) answer.payload();
        return new SetResult(
                answer.errno().isEmpty() ? 0 : -1, name(answer.errno()), back.dataFd(), stateName(back.number()));
    }

    String state() {
        FeatureAnswer answer = feature(
                FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, FeatureHeader.GET),
                new FeaturePayload.MigState(4242, -77),
                UserMemory.READ_WRITE);
        return stateName(((FeaturePayload.MigState) answer.payload()).number());
    }

    String reset() {
        return name(Errno.ofNumber(core.reset().code()));
    }

    /// Brings the device into a state from RUNNING.
    ///
    /// @return what the request said; a fd of -1 where none was made
    SetResult goTo(int state) {
        if (state == DeviceState.ERROR.number() && rigged) {
            faults.appear(INTO_ERROR);
            setState(DeviceState.STOP.number());
            return new SetResult(0, "OK", -1, "");
        }
        return state == DeviceState.RUNNING.number() ? new SetResult(0, "OK", -1, "") : setState(state);
    }

    OpenFile file(int fd) {
        return (OpenFile) Objects.requireNonNull(fds.file(fd));
    }

    void closeFd(int fd) {
        if (fd >= 0) {
            file(fd).release();
            fds.close(fd);
        }
    }

    /// What the program prints of a call on a data_fd: a number, or an errno with a minus.
    static String io(Answer<?> answer) {
        return switch (answer) {
            case Answer.Failed<?> failed -> "-" + name(failed);
            case Answer.Done<?>(StateData data) -> Integer.toString(data.length());
            case Answer.Done<?>(Object value) -> String.valueOf(value);
        };
    }

    String readFour(int fd) {
        return io(file(fd).read(4));
    }

    String writeOne(int fd) {
        return io(file(fd).write(StateData.of(new byte[1])));
    }

    /// Reads to an end, or up to a buffer's size.
    ///
    /// @param log takes what each read said
    byte[] readAll(int fd, List<String> log) {
        List<StateData> pieces = new ArrayList<>();
        int left = 512;
        for (int i = 0; i < 20 && left > 0; i++) {
            Answer<StateData> answer = file(fd).read(left);
            log.add(io(answer));
            StateData data = answer.asOptional().orElse(StateData.NONE);
            if (data.length() == 0) {
                break;
            }
            pieces.add(data);
            left -= data.length();
        }
        return JoinedData.of(pieces).toBytes();
    }

    Answer<PrecopyInfo> precopyInfo(int fd) {
        return file(fd).precopyInfo(new PrecopyInfo(PrecopyInfo.SIZE_BYTES, 0, 0, 0), UserMemory.READ_WRITE);
    }

    /// Both estimates, or an errno with a minus.
    String estimates(int fd) {
        Answer<PrecopyInfo> answer = precopyInfo(fd);
        return answer.asOptional()
                .map(info ->
                        Long.toUnsignedString(info.initialBytes()) + "/" + Long.toUnsignedString(info.dirtyBytes()))
                .orElseGet(() -> "-" + name(answer));
    }
}
