package dev.vfr.samples.device;

import static dev.vfr.samples.device.ProbeRows.hex;
import static dev.vfr.samples.device.ProbedDevice.name;
import static dev.vfr.samples.device.ProbedDevice.stateName;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceFeature;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FeatureHeader;
import dev.vfr.samples.device.ProbedDevice.SetResult;
import dev.vfr.samples.host.FdTable;
import dev.vfr.samples.kernel.DeviceInfo;
import dev.vfr.samples.kernel.FeatureAnswer;
import dev.vfr.samples.kernel.FeaturePayload;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.UserMemory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The program that asked real kernels all it could about two devices of the driver mtty, question by question in
/// the same order.
final class FsmProbe {

    private static final int STATES = DeviceState.values().length;
    private static final int GET = FeatureHeader.GET;
    private static final int SET = FeatureHeader.SET;
    private static final int PROBE = FeatureHeader.PROBE;

    /// stdin, stdout and stderr.
    private static final int FIRST_FD = 3;

    private final ProbeRows rows = new ProbeRows();
    private final ProbedDevice one;
    private final ProbedDevice two;
    private final byte[][] images = new byte[3][];

    /// @param rigged whether the driver is the modified one, which can get into ERROR and knows no feature 12
    FsmProbe(List<DeviceProfile> profiles, Kernel kernel, boolean rigged) {
        FdTable fds = new FdTable(FIRST_FD, 1024);
        one = new ProbedDevice(1, profiles.getFirst(), kernel, fds, rigged);
        two = new ProbedDevice(2, profiles.getLast(), kernel, fds, rigged);
    }

    List<Map<String, Object>> run(boolean withPrecopyInfoV2) {
        DeviceInfo info = one.core().info();
        rows.add(
                "device_info",
                "flags",
                hex(info.flags()),
                "reset",
                info.flags() & 1,
                "pci",
                info.flags() >> 1 & 1,
                "regions",
                info.regions(),
                "irqs",
                info.irqs());
        rows.add("initial_state", "state", one.state());
        capture(one);
        capture(two);
        features(one);
        features(two);
        argumentErrors(one);
        arcs(one);
        arcs(two);
        ProbeWalk walk = new ProbeWalk(rows);
        walk.readFromResuming(one);
        ProbeResumes resumes = new ProbeResumes(rows, images);
        resumes.resumes(one);
        resumes.resumes(two);
        walk.walk(one);
        ProbeEnds ends = new ProbeEnds(rows);
        ends.arguments(one);
        ends.resets(one);
        ends.reopens(one);
        dmaLogging(one);
        if (withPrecopyInfoV2) {
            new ProbePrecopyInfoV2(rows, one, two).run();
        }
        return rows.all();
    }

    private void capture(ProbedDevice d) {
        int fd = d.setState(DeviceState.STOP_COPY.number()).newFd();
        List<String> reads = new ArrayList<>();
        byte[] image = d.readAll(fd, reads);
        images[d.ports()] = image;
        String all = HexFormat.of().formatHex(image);
        rows.add("capture", "ports", d.ports(), "len", image.length, "reads", reads, "hex", all);
        d.closeFd(fd);
        d.reset();
    }

    private static String probed(ProbedDevice d, int flags) {
        return name(d.feature(new FeatureHeader(512, flags), new FeaturePayload.None(), UserMemory.READ_WRITE)
                .errno());
    }

    private void features(ProbedDevice d) {
        for (int feature = 0; feature <= 16; feature++) {
            rows.add(
                    "feature_probe",
                    "ports",
                    d.ports(),
                    "feature",
                    feature,
                    "probe",
                    probed(d, PROBE | feature),
                    "probe_get",
                    probed(d, PROBE | GET | feature),
                    "probe_set",
                    probed(d, PROBE | SET | feature),
                    "probe_get_set",
                    probed(d, PROBE | GET | SET | feature));
        }
        FeatureAnswer answer = get(d, DeviceFeature.MIGRATION, new FeaturePayload.Flags(0));
        long bits = ((FeaturePayload.Flags) answer.payload()).bits();
        rows.add(
                "migration_flags",
                "ports",
                d.ports(),
                "errno",
                name(answer.errno()),
                "flags",
                bits,
                "STOP_COPY",
                bits & 1,
                "P2P",
                bits >> 1 & 1,
                "PRE_COPY",
                bits >> 2 & 1);
        for (int state = 0; state < STATES; state++) {
            d.reset();
            int fd = d.goTo(state).newFd();
            FeatureAnswer size = get(d, DeviceFeature.MIG_DATA_SIZE, new FeaturePayload.DataSize(0));
            rows.add(
                    "mig_data_size",
                    "ports",
                    d.ports(),
                    "state",
                    d.state(),
                    "errno",
                    name(size.errno()),
                    "stop_copy_length",
                    ((FeaturePayload.DataSize) size.payload()).stopCopyLength());
            d.closeFd(fd);
        }
        d.reset();
    }

    private static FeatureAnswer get(ProbedDevice d, DeviceFeature feature, FeaturePayload payload) {
        return d.feature(FeatureHeader.of(feature, GET), payload, UserMemory.READ_WRITE);
    }

    private record ArgumentError(String what, long argsz, int flags) {}

    private static final List<ArgumentError> ARGUMENT_ERRORS = List.of(
            new ArgumentError("argsz 0", 0, GET | 2),
            new ArgumentError("argsz 4", 4, GET | 2),
            new ArgumentError("argsz 8 (header only)", 8, GET | 2),
            new ArgumentError("argsz 12", 12, GET | 2),
            new ArgumentError("argsz 15", 15, SET | 2),
            new ArgumentError("argsz 16 get", 16, GET | 2),
            new ArgumentError("argsz 64 get", 64, GET | 2),
            new ArgumentError("no GET/SET/PROBE bit", 16, 2),
            new ArgumentError("GET|SET together", 16, GET | SET | 2),
            new ArgumentError("reserved bit 20", 16, 1 << 20 | GET | 2),
            new ArgumentError("SET on MIGRATION (get only)", 16, SET | 1),
            new ArgumentError("SET on MIG_DATA_SIZE", 16, SET | 9),
            new ArgumentError("unknown feature 999", 16, GET | 999),
            new ArgumentError("PROBE alone", 8, PROBE | 2),
            new ArgumentError("PROBE|SET with argsz 8", 8, PROBE | SET | 2));

    private void argumentErrors(ProbedDevice d) {
        FeaturePayload running = new FeaturePayload.MigState(DeviceState.RUNNING.number(), 0);
        for (ArgumentError error : ARGUMENT_ERRORS) {
            d.reset();
            FeatureAnswer answer =
                    d.feature(new FeatureHeader(error.argsz(), error.flags()), running, UserMemory.READ_WRITE);
            rows.add(
                    "arg_error",
                    "what",
                    error.what(),
                    "argsz",
                    error.argsz(),
                    "flags",
                    hex(error.flags()),
                    "ret",
                    answer.errno().isEmpty() ? 0 : -1,
                    "errno",
                    name(answer.errno()));
        }
        FeatureAnswer none = d.feature(new FeatureHeader(0, 0), running, UserMemory.NONE);
        rows.add(
                "arg_error",
                "what",
                "NULL argument",
                "ret",
                none.errno().isEmpty() ? 0 : -1,
                "errno",
                name(none.errno()));
        FeatureAnswer readOnly = d.feature(
                FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, SET),
                new FeaturePayload.MigState(DeviceState.STOP_COPY.number(), 0),
                UserMemory.READ_ONLY);
        rows.add(
                "arg_error",
                "what",
                "SET STOP_COPY with a read-only argument page (data_fd cannot be returned)",
                "ret",
                readOnly.errno().isEmpty() ? 0 : -1,
                "errno",
                name(readOnly.errno()),
                "state_after",
                d.state());
        d.reset();
        long[] bad = {8, 9, 99, 0x7fff_ffffL, 0xffff_ffffL};
        for (int state = 1; state < STATES; state++) {
            for (int i = 0; i < (state == DeviceState.RUNNING.number() ? bad.length : 3); i++) {
                d.reset();
                int fd = d.goTo(state).newFd();
                SetResult result = d.setState(bad[i]);
                rows.add(
                        "set_invalid",
                        "from",
                        stateName(state),
                        "value",
                        bad[i],
                        "ret",
                        result.ret(),
                        "errno",
                        result.errno(),
                        "data_fd",
                        result.fd(),
                        "state_after",
                        d.state());
                d.closeFd(fd);
            }
        }
        d.reset();
    }

    private void arcs(ProbedDevice d) {
        ProbeArcs arcs = new ProbeArcs(rows, images);
        for (int from = 0; from < STATES; from++) {
            for (int to = 0; to < STATES; to++) {
                arcs.arc(d, from, to, "fresh");
                DeviceState state = DeviceState.ofNumber(from).orElseThrow();
                if (state.isSaving()) {
                    arcs.arc(d, from, to, "drained");
                }
                if (state == DeviceState.RESUMING) {
                    arcs.arc(d, from, to, "loaded");
                }
            }
        }
        d.reset();
    }

    private void dmaLogging(ProbedDevice d) {
        IovaRange range = new IovaRange(0x10_0000, 0x10_0000);
        FeatureHeader start = FeatureHeader.of(DeviceFeature.DMA_LOGGING_START, SET);
        FeatureHeader stop = FeatureHeader.of(DeviceFeature.DMA_LOGGING_STOP, SET);
        FeaturePayload control = new FeaturePayload.LoggingControl(4096, List.of(range));
        logging(d, "STOP before START", stop, new FeaturePayload.None());
        FeatureAnswer started = d.feature(start, control, UserMemory.READ_WRITE);
        rows.add(
                "dma_logging",
                "what",
                "START 1 range 1 MiB",
                "errno",
                name(started.errno()),
                "page_size_back",
                ((FeaturePayload.LoggingControl) started.payload()).pageSizeBytes());
        logging(d, "START again", start, control);
        FeatureHeader report = FeatureHeader.of(DeviceFeature.DMA_LOGGING_REPORT, GET);
        FeatureAnswer reported =
                d.feature(report, new FeaturePayload.LoggingReport(range, 4096, 0), UserMemory.READ_WRITE);
        rows.add(
                "dma_logging",
                "what",
                "REPORT 1 MiB",
                "errno",
                name(reported.errno()),
                "bits",
                ((FeaturePayload.LoggingReport) reported.payload()).dirtyPages() == 0 ? "0000" : "some");
        logging(d, "REPORT page_size 4097", report, new FeaturePayload.LoggingReport(range, 4097, 0));
        logging(d, "START 0 ranges", start, new FeaturePayload.LoggingControl(4096, List.of()));
        logging(d, "STOP", stop, new FeaturePayload.None());
    }

    private void logging(ProbedDevice d, String what, FeatureHeader header, FeaturePayload payload) {
        FeatureAnswer answer = d.feature(header, payload, UserMemory.READ_WRITE);
        rows.add("dma_logging", "what", what, "errno", name(answer.errno()));
    }
}
