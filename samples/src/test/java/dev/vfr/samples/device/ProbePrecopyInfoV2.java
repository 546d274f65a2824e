package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbeRows.hex;
import static dev.vfr.samples.device.ProbedDevice.name;
import static dev.vfr.samples.device.ProbedDevice.stateName;

import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FeatureHeader;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.samples.kernel.FeaturePayload;
import dev.vfr.samples.kernel.UserMemory;
import java.util.ArrayList;

/// The questions of fsmprobe on VFIO_DEVICE_FEATURE_MIG_PRECOPY_INFOv2.
final class ProbePrecopyInfoV2 {

    private static final int GET = FeatureHeader.GET;
    private static final int SET = FeatureHeader.SET;
    private static final int PROBE = FeatureHeader.PROBE;
    private static final String KIND = "precopy_info_v2";

    private final ProbeRows rows;
    private final ProbedDevice d;
    private final ProbedDevice other;

    ProbePrecopyInfoV2(ProbeRows rows, ProbedDevice d, ProbedDevice other) {
        this.rows = rows;
        this.d = d;
        this.other = other;
    }

    private void feature(String what, int operation, long argsz) {
        int flags = operation | DeviceFeature.MIG_PRECOPY_INFO_V2.index();
        String errno = name(d.feature(new FeatureHeader(argsz, flags), new FeaturePayload.None(), UserMemory.READ_WRITE)
                .errno());
        rows.add(
                "precopy_info_v2_feature",
                "ports",
                d.ports(),
                "what",
                what,
                "argsz",
                argsz,
                "flags",
                hex(flags),
                "state",
                d.state(),
                "errno",
                errno);
    }

    private void flags(ProbedDevice asked, int fd, String when) {
        for (int flags : new int[] {0, 1, 2, 0xff, 0x8000_0000, 0xffff_ffff}) {
            PrecopyInfo argument = new PrecopyInfo(PrecopyInfo.SIZE_BYTES, flags, 0x1111, 0x2222);
            Answer<PrecopyInfo> answer = asked.file(fd).precopyInfo(argument, UserMemory.READ_WRITE);
            PrecopyInfo back = answer.asOptional().orElse(argument);
            rows.add(
                    KIND,
                    "ports",
                    asked.ports(),
                    "when",
                    when,
                    "state",
                    asked.state(),
                    "flags_in",
                    hex(flags),
                    "ret",
                    answer.result().isOk() ? 0 : -1,
                    "errno",
                    name(answer),
                    "flags_out",
                    hex(back.flags()),
                    "argsz_out",
                    back.argszBytes(),
                    "initial_bytes",
                    back.initialBytes(),
                    "dirty_bytes",
                    back.dirtyBytes());
        }
    }

    private static int preCopy(ProbedDevice asked) {
        return asked.setState(DeviceState.PRE_COPY.number()).newFd();
    }

    void run() {
        d.close();
        d.open();
        feature("PROBE", PROBE, 8);
        feature("PROBE|GET", PROBE | GET, 8);
        feature("PROBE|SET", PROBE | SET, 8);
        feature("PROBE|GET|SET", PROBE | GET | SET, 8);
        feature("GET", GET, 8);
        feature("GET|SET", GET | SET, 8);
        feature("no bit", 0, 8);
        feature("SET argsz 0", SET, 0);
        feature("SET argsz 4", SET, 4);
        feature("SET argsz 7", SET, 7);
        int fd = preCopy(d);
        flags(d, fd, "no opt-in (after probes and refused SETs)");
        feature("SET in PRE_COPY with a session open", SET, 8);
        flags(d, fd, "opted in during the session");
        d.readAll(fd, new ArrayList<>());
        flags(d, fd, "opted in, pre-copy data read to its end");
        d.setState(DeviceState.PRE_COPY_P2P.number());
        flags(d, fd, "opted in, PRE_COPY_P2P");
        d.setState(DeviceState.STOP_COPY.number());
        flags(d, fd, "opted in, STOP_COPY");
        d.closeFd(fd);
        d.setState(DeviceState.RUNNING.number());
        fd = preCopy(d);
        flags(d, fd, "opted in earlier, second session");
        arguments(fd);
        d.closeFd(fd);
        lifetime();
        states();
    }

    private void arguments(int fd) {
        PrecopyInfo small = new PrecopyInfo(8, 0xff, 0, 0);
        Answer<PrecopyInfo> answer = d.file(fd).precopyInfo(small, UserMemory.READ_WRITE);
        row("opted in, argsz 8", answer, small);
        PrecopyInfo readOnly = new PrecopyInfo(24, 0xff, 0, 0);
        row("opted in, read-only argument page", d.file(fd).precopyInfo(readOnly, UserMemory.READ_ONLY), readOnly);
        PrecopyInfo large = new PrecopyInfo(40, 0xff, 0, 0);
        answer = d.file(fd).precopyInfo(large, UserMemory.READ_WRITE);
        PrecopyInfo back = answer.asOptional().orElse(large);
        rows.add(
                KIND,
                "when",
                "opted in, argsz 40",
                "errno",
                name(answer),
                "flags_out",
                hex(back.flags()),
                "argsz_out",
                back.argszBytes());
    }

    private void row(String when, Answer<PrecopyInfo> answer, PrecopyInfo argument) {
        int flags = answer.asOptional().orElse(argument).flags();
        rows.add(KIND, "when", when, "errno", name(answer), "flags_out", hex(flags));
    }

    private void lifetime() {
        String reset = d.reset();
        int fd = preCopy(d);
        rows.add(KIND, "when", "VFIO_DEVICE_RESET", "errno", reset);
        flags(d, fd, "opted in, then VFIO_DEVICE_RESET");
        d.closeFd(fd);
        d.reset();
        fd = preCopy(other);
        flags(other, fd, "the other device, never opted in");
        other.closeFd(fd);
        other.reset();
        rows.add(KIND, "when", "second device fd", "ok", d.replaceFd() ? 1 : 0);
        fd = preCopy(d);
        flags(d, fd, "opted in through the first fd, that fd closed, second fd still open");
        d.closeFd(fd);
        d.reset();
        d.close();
        d.open();
        fd = preCopy(d);
        flags(d, fd, "device closed and opened again");
        d.feature(
                FeatureHeader.of(DeviceFeature.MIG_PRECOPY_INFO_V2, SET),
                new FeaturePayload.None(),
                UserMemory.READ_WRITE);
        d.close();
        PrecopyInfo argument = new PrecopyInfo(24, 0xff, 0, 0);
        row("opted in, device closed, data_fd kept", d.file(fd).precopyInfo(argument, UserMemory.READ_WRITE), argument);
        d.closeFd(fd);
        d.open();
    }

    private void states() {
        for (int state = 0; state < 8; state++) {
            d.close();
            d.open();
            int fd = d.goTo(state).newFd();
            feature("SET after asking for state " + stateName(state), SET, 8);
            feature("SET again", SET, 8);
            feature("SET argsz 64", SET, 64);
            d.closeFd(fd);
            d.reset();
        }
    }
}
