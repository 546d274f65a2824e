package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbedDevice.io;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.ProbedDevice.SetResult;
import dev.vfr.samples.kernel.UnreadableData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The questions of fsmprobe on what a resuming session takes.
final class ProbeResumes {

    private static final int HEADER = 24;

    private static final List<String> WRITES = List.of(
            "good data, one write",
            "good data, byte by byte",
            "no data",
            "half the header",
            "header only",
            "all but the last byte",
            "bad magic, one write",
            "bad major version",
            "bad minor version",
            "flags nonzero",
            "data of the other type",
            "one byte too many, one write",
            "good data then one more byte",
            "corrupted port bytes (payload)",
            "bad magic header alone, then the rest",
            "zero-length write then good",
            "good data written twice",
            "NULL buffer",
            "good data, fd closed before STOP",
            "half header, then bad rest",
            "header of other type alone");

    private final ProbeRows rows;
    private final byte[][] images;

    ProbeResumes(ProbeRows rows, byte[][] images) {
        this.rows = rows;
        this.images = images;
    }

    void resumes(ProbedDevice d) {
        byte[] image = images[d.ports()];
        byte[] other = images[3 - d.ports()];
        for (String what : WRITES) {
            d.reset();
            int fd = d.setState(DeviceState.RESUMING.number()).newFd();
            List<String> writes = new ArrayList<>();
            for (StateData data : writes(what, image, other)) {
                writes.add(data.length() + ":" + io(d.file(fd).write(data)));
            }
            if (what.equals("good data, byte by byte")) {
                long ok = writes.stream().filter("1:1"::equals).count();
                writes = List.of(ok + " x 1 byte ok");
            }
            boolean closed = what.equals("good data, fd closed before STOP");
            if (closed) {
                d.closeFd(fd);
            }
            final String afterWrites = d.state();
            SetResult stop = d.setState(DeviceState.STOP.number());
            final String afterStop = d.state();
            SetResult running = d.setState(DeviceState.RUNNING.number());
            final String afterRunning = d.state();
            final String writtenAfterwards = closed ? "closed" : d.writeOne(fd);
            final String reset = d.reset();
            rows.add(
                    "resume",
                    "ports",
                    d.ports(),
                    "what",
                    what,
                    "writes",
                    writes,
                    "state_after_writes",
                    afterWrites,
                    "set_stop",
                    stop.errno(),
                    "state_after_stop",
                    afterStop,
                    "set_running",
                    running.errno(),
                    "state_after_running",
                    afterRunning,
                    "fd_write_afterwards",
                    writtenAfterwards,
                    "reset",
                    reset,
                    "state_after_reset",
                    d.state());
            if (!closed) {
                d.closeFd(fd);
            }
        }
    }

    private static StateData part(byte[] image, int from, int to) {
        return StateData.of(Arrays.copyOfRange(image, from, to));
    }

    /// What is written, one by one.
    private static List<StateData> writes(String what, byte[] image, byte[] other) {
        int length = image.length;
        byte[] bad = image.clone();
        StateData good = StateData.of(image);
        return switch (WRITES.indexOf(what)) {
            case 0, 18 -> List.of(good);
            case 1 -> {
                List<StateData> bytes = new ArrayList<>();
                for (int i = 0; i < length; i++) {
                    bytes.add(part(image, i, i + 1));
                }
                yield bytes;
            }
            case 2 -> List.of();
            case 3 -> List.of(part(image, 0, HEADER / 2));
            case 4 -> List.of(part(image, 0, HEADER));
            case 5 -> List.of(part(image, 0, length - 1));
            case 6 -> changed(bad, 0, image[0] ^ 0xff);
            case 7 -> changed(bad, 8, 9);
            case 8 -> changed(bad, 12, 7);
            case 9 -> changed(bad, 20, 1);
            case 10 -> List.of(StateData.of(other));
            case 11 -> List.of(part(image, 0, length + 1));
            case 12 -> List.of(good, part(image, 0, 1));
            case 13 -> {
                for (int i = HEADER; i < length; i++) {
                    bad[i] ^= 0x5a;
                }
                yield List.of(StateData.of(bad));
            }
            case 14 -> {
                bad[0] ^= (byte) 0xff;
                yield List.of(part(bad, 0, HEADER), part(bad, HEADER, length));
            }
            case 15 -> List.of(StateData.NONE, good);
            case 16 -> List.of(good, good);
            case 17 -> List.of(new UnreadableData(length));
            case 19 -> {
                bad[HEADER - 1] = (byte) 0xee;
                yield List.of(part(bad, 0, HEADER / 2), part(bad, HEADER / 2, length));
            }
            case 20 -> List.of(part(other, 0, HEADER));
            default -> throw new AssertionError(what);
        };
    }

    private static List<StateData> changed(byte[] image, int at, int value) {
        image[at] = (byte) value;
        return List.of(StateData.of(image));
    }
}
