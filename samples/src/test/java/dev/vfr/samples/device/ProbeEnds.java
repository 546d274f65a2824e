package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbeRows.hex;
import static dev.vfr.samples.device.ProbedDevice.name;
import static dev.vfr.samples.device.ProbedDevice.stateName;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.kernel.OpenFile;
import dev.vfr.samples.kernel.UserMemory;

/// The questions of fsmprobe on the precopy query, and on what becomes of a data_fd.
final class ProbeEnds {

    private final ProbeRows rows;

    ProbeEnds(ProbeRows rows) {
        this.rows = rows;
    }

    void arguments(ProbedDevice d) {
        int fd = d.setState(DeviceState.PRE_COPY.number()).newFd();
        OpenFile file = d.file(fd);
        String kind = "precopy_info_arg";
        Answer<PrecopyInfo> small = file.precopyInfo(new PrecopyInfo(8, 0, 0, 0), UserMemory.READ_WRITE);
        rows.add(kind, "what", "argsz 8", "errno", name(small));
        rows.add(kind, "what", "NULL", "errno", name(file.precopyInfo(new PrecopyInfo(0, 0, 0, 0), UserMemory.NONE)));
        Answer<PrecopyInfo> flags = file.precopyInfo(new PrecopyInfo(24, 0xff, 0, 0), UserMemory.READ_WRITE);
        rows.add(
                kind,
                "what",
                "flags 0xff",
                "errno",
                name(flags),
                "flags_back",
                hex(flags.asOptional().orElseThrow().flags()));
        rows.add(
                kind,
                "what",
                "another ioctl (VFIO_DEVICE_RESET) on the data fd",
                "errno",
                file.unknownIoctl().name());
        rows.add(
                kind,
                "what",
                "PRECOPY_INFO on the device fd",
                "errno",
                d.core().unknownIoctl().name());
        d.closeFd(fd);
    }

    void resets(ProbedDevice d) {
        for (int state = 0; state < 8; state++) {
            d.reset();
            int fd = d.goTo(state).newFd();
            final String before = d.state();
            final String reset = d.reset();
            final String after = d.state();
            String moved = "none";
            String info = "none";
            if (fd >= 0) {
                moved = moved(d, fd, state);
                info = name(d.precopyInfo(fd));
                d.closeFd(fd);
            }
            rows.add(
                    "reset",
                    "asked_state",
                    stateName(state),
                    "state_before",
                    before,
                    "reset",
                    reset,
                    "state_after",
                    after,
                    "data_fd_io",
                    moved,
                    "data_fd_precopy_info",
                    info);
        }
    }

    private static String moved(ProbedDevice d, int fd, int state) {
        return state == DeviceState.RESUMING.number() ? d.writeOne(fd) : d.readFour(fd);
    }

    void reopens(ProbedDevice d) {
        for (int state = 1; state < 8; state++) {
            d.reset();
            int fd = d.goTo(state).newFd();
            d.close();
            String whileClosed = fd >= 0 ? moved(d, fd, state) : "none";
            d.open();
            final String after = d.state();
            String afterReopen = fd >= 0 ? moved(d, fd, state) : "none";
            d.closeFd(fd);
            rows.add(
                    "close_reopen",
                    "state_before",
                    stateName(state),
                    "data_fd_io_while_closed",
                    whileClosed,
                    "state_after_reopen",
                    after,
                    "data_fd_io_after_reopen",
                    afterReopen);
            d.reset();
        }
    }
}
