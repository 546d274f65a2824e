package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbedDevice.io;
import static dev.vfr.samples.device.ProbedDevice.stateName;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.ProbedDevice.SetResult;
import java.util.ArrayList;
import java.util.List;

/// The questions of fsmprobe on each ordered pair of states.
final class ProbeArcs {

    private final ProbeRows rows;
    private final byte[][] images;

    /// @param images what each device gave, by its number of ports
    ProbeArcs(ProbeRows rows, byte[][] images) {
        this.rows = rows;
        this.images = images;
    }

    /// Goes to `from`, reads or writes as `variant` says, asks for `to`, and looks at what is left.
    void arc(ProbedDevice d, int from, int to, String variant) {
        final String resetErrno = d.reset();
        SetResult there = d.goTo(from);
        int oldFd = there.newFd();
        String state = d.state();
        if (!state.equals(stateName(from))) {
            rows.add(
                    "arc",
                    "ports",
                    d.ports(),
                    "from",
                    stateName(from),
                    "to",
                    stateName(to),
                    "variant",
                    variant,
                    "unreachable_from",
                    true,
                    "set_from_errno",
                    there.errno(),
                    "state",
                    state);
            return;
        }
        List<Object> fields = new ArrayList<>(List.of(
                "ports",
                d.ports(),
                "from",
                stateName(from),
                "to",
                stateName(to),
                "variant",
                variant,
                "reset_errno",
                resetErrno));
        if (oldFd >= 0 && variant.equals("drained")) {
            List<String> reads = new ArrayList<>();
            fields.addAll(List.of("drained_bytes", d.readAll(oldFd, reads).length, "drain_reads", reads));
        }
        if (oldFd >= 0 && variant.equals("loaded")) {
            String written = io(d.file(oldFd).write(StateData.of(images[d.ports()])));
            fields.addAll(List.of("written", Long.valueOf(written)));
        }
        SetResult set = d.setState(to);
        String after = d.state();
        int newFd = set.newFd();
        fields.addAll(List.of(
                "ret",
                set.ret(),
                "errno",
                set.errno(),
                "data_fd",
                set.fd(),
                "new_fd",
                newFd >= 0,
                "state_in_reply",
                set.stateBack(),
                "state_after",
                after));
        fields.addAll(old(d, oldFd, from));
        fields.addAll(opened(d, newFd, to));
        rows.add("arc", fields.toArray());
        d.closeFd(newFd);
        d.closeFd(oldFd);
        d.reset();
    }

    private static List<Object> old(ProbedDevice d, int fd, int from) {
        if (fd < 0) {
            return List.of("old_fd_io", "none", "old_fd_precopy_info", "none");
        }
        String moved = from == DeviceState.RESUMING.number() ? d.writeOne(fd) : d.readFour(fd);
        return List.of("old_fd_io", moved, "old_fd_precopy_info", d.estimates(fd));
    }

    private static List<Object> opened(ProbedDevice d, int fd, int to) {
        List<String> reads = new ArrayList<>();
        String estimates = "none";
        int bytes = 0;
        if (fd >= 0) {
            estimates = d.estimates(fd);
            if (to != DeviceState.RESUMING.number()) {
                bytes = d.readAll(fd, reads).length;
            }
        }
        return List.of("new_fd_precopy_info", estimates, "new_fd_reads", reads, "new_fd_bytes", bytes);
    }
}
