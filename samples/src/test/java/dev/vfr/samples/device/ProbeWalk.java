package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbeRows.hex;
import static dev.vfr.samples.device.ProbedDevice.io;
import static dev.vfr.samples.device.ProbedDevice.name;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.ProbedDevice.SetResult;
import dev.vfr.samples.kernel.OpenFile;
import dev.vfr.samples.kernel.PollBits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The questions of fsmprobe on data_fds, and on one session step by step.
final class ProbeWalk {

    private static final int ANY = PollBits.IN | PollBits.OUT | PollBits.PRI | PollBits.RDHUP;
    private static final String STEP = "step";

    private final ProbeRows rows;

    ProbeWalk(ProbeRows rows) {
        this.rows = rows;
    }

    void readFromResuming(ProbedDevice d) {
        int fd = d.setState(DeviceState.RESUMING.number()).newFd();
        describe("RESUMING", d.file(fd));
        rows.add("walk", "step", "read from the resume fd", "result", d.readFour(fd));
        d.closeFd(fd);
        d.reset();
    }

    private void describe(String where, OpenFile file) {
        int ready = file.poll(ANY);
        rows.add(
                "data_fd",
                "where",
                where,
                "link",
                file.link(),
                "f_getfl",
                hex(file.statusFlags()),
                "access",
                (file.statusFlags() & 3) == 0 ? "RDONLY" : "WRONLY",
                "cloexec",
                file.isClosedOnExec() ? 1 : 0,
                "st_mode",
                "0" + Integer.toOctalString(file.mode()),
                "poll_ret",
                ready == 0 ? 0 : 1,
                "poll_revents",
                hex(ready),
                "lseek",
                file.seek().name(),
                "pread0",
                file.seek().name(),
                "pread1",
                file.seek().name(),
                "pwrite1",
                file.seek().name(),
                "mmap",
                file.mapForReading().name());
    }

    /// A source's usual session.
    void walk(ProbedDevice d) {
        d.reset();
        SetResult set = d.setState(DeviceState.PRE_COPY.number());
        int fd = set.newFd();
        Optional<PrecopyInfo> info = d.precopyInfo(fd).asOptional();
        rows.add(
                "walk",
                STEP,
                "RUNNING->PRE_COPY",
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "precopy_info",
                "OK",
                "initial_bytes",
                info.orElseThrow().initialBytes(),
                "dirty_bytes",
                info.orElseThrow().dirtyBytes());
        describe("PRE_COPY", d.file(fd));
        for (int k = 0; k < 9; k++) {
            int read = readInPreCopy(d, fd);
            if (read <= 0 && k > 6) {
                break;
            }
        }
        Answer<StateData> none = d.file(fd).read(0);
        rows.add("walk", STEP, "read 0 bytes at end in PRE_COPY", "ret", Long.valueOf(io(none)), "errno", name(none));
        rows.add("walk", STEP, "write to the save fd", "result", d.writeOne(fd));
        stop(d, fd);
    }

    private int readInPreCopy(ProbedDevice d, int fd) {
        Answer<StateData> read = d.file(fd).read(4);
        int length = read.asOptional().map(StateData::length).orElse(-1);
        int ready = d.file(fd).poll(PollBits.IN);
        Answer<PrecopyInfo> info = d.precopyInfo(fd);
        rows.add(
                "walk",
                STEP,
                "read 4 in PRE_COPY",
                "ret",
                length,
                "errno",
                name(read),
                "poll_ret",
                ready == 0 ? 0 : 1,
                "poll_revents",
                hex(ready),
                "precopy_info",
                name(info),
                "initial_bytes",
                info.asOptional().orElseThrow().initialBytes(),
                "dirty_bytes",
                info.asOptional().orElseThrow().dirtyBytes());
        return length;
    }

    private void stop(ProbedDevice d, int fd) {
        SetResult set = d.setState(DeviceState.PRE_COPY_P2P.number());
        Answer<PrecopyInfo> info = d.precopyInfo(fd);
        rows.add(
                "walk",
                STEP,
                "PRE_COPY->PRE_COPY_P2P",
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "precopy_info",
                name(info),
                "initial_bytes",
                info.asOptional().orElseThrow().initialBytes(),
                "read",
                d.readFour(fd));
        set = d.setState(DeviceState.STOP_COPY.number());
        rows.add(
                "walk",
                STEP,
                "PRE_COPY_P2P->STOP_COPY",
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "precopy_info",
                name(d.precopyInfo(fd)));
        describe("STOP_COPY (same fd as PRE_COPY)", d.file(fd));
        List<String> reads = new ArrayList<>();
        int bytes = d.readAll(fd, reads).length;
        rows.add("walk", STEP, "drain in STOP_COPY", "reads", reads, "bytes", bytes);
        String again = d.readFour(fd);
        int ready = d.file(fd).poll(PollBits.IN);
        rows.add(
                "walk",
                STEP,
                "read again at end in STOP_COPY",
                "result",
                again,
                "poll_ret",
                ready == 0 ? 0 : 1,
                "poll_revents",
                hex(ready));
        set = d.setState(DeviceState.STOP_COPY.number());
        rows.add("walk", STEP, "STOP_COPY->STOP_COPY", "errno", set.errno(), "data_fd", set.fd());
        set = d.setState(DeviceState.STOP.number());
        rows.add(
                "walk",
                STEP,
                "STOP_COPY->STOP, then the old fd",
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "read",
                d.readFour(fd),
                "precopy_info",
                name(d.precopyInfo(fd)));
        describe("after STOP (terminated session)", d.file(fd));
        set = d.setState(DeviceState.STOP_COPY.number());
        rows.add(
                "walk",
                STEP,
                "STOP->STOP_COPY again: new fd and old fd",
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "same_number",
                set.fd() == fd ? 1 : 0,
                "read_new",
                d.readFour(set.newFd()),
                "read_old",
                d.readFour(fd));
        d.closeFd(fd);
        d.closeFd(set.newFd());
        set = d.setState(DeviceState.RUNNING.number());
        rows.add("walk", STEP, "STOP_COPY->RUNNING with the data fds closed", "errno", set.errno(), "state", d.state());
    }
}
