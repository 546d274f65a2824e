package dev.vfr.model.vfio;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Predicts the answers to single calls: features, argument errors, the precopy query, DMA logging.
final class CallAnswers {

    private static final String SIZE = "the size of the state is the driver's";
    private static final String LOGGING = "mtty's DMA logging takes every call and tracks nothing";

    private final boolean precopyInfoV2;
    private final Set<DeviceFeature> offered;
    private int dataSizesAsked;
    private DeviceState lastState = DeviceState.RUNNING;

    /// @param precopyInfoV2 whether the kernel has MIG_PRECOPY_INFOv2: 7.1 and later
    CallAnswers(boolean precopyInfoV2) {
        this.precopyInfoV2 = precopyInfoV2;
        // What mtty and the core offer; VF token, low power, bus master and DMA-BUF are for real PCI and CDX devices.
        this.offered = EnumSet.of(
                DeviceFeature.MIGRATION,
                DeviceFeature.MIG_DEVICE_STATE,
                DeviceFeature.DMA_LOGGING_START,
                DeviceFeature.DMA_LOGGING_STOP,
                DeviceFeature.DMA_LOGGING_REPORT,
                DeviceFeature.MIG_DATA_SIZE);
        if (precopyInfoV2) {
            offered.add(DeviceFeature.MIG_PRECOPY_INFO_V2);
        }
    }

    private String refusal(long argsz, int flags) {
        return KernelAnswer.name(new FeatureHeader(argsz, flags).refusal(offered));
    }

    void featureProbe(KernelAnswer answer) {
        int index = (int) answer.number("feature");
        answer.asks("ports", "feature")
                .is("probe", refusal(512, FeatureHeader.PROBE | index))
                .is("probe_get", refusal(512, FeatureHeader.PROBE | FeatureHeader.GET | index))
                .is("probe_set", refusal(512, FeatureHeader.PROBE | FeatureHeader.SET | index))
                .is("probe_get_set", refusal(512, FeatureHeader.PROBE | FeatureHeader.GET | FeatureHeader.SET | index));
    }

    static void migrationFlags(KernelAnswer answer) {
        MigrationFlags flags = new MigrationFlags(answer.number("flags"));
        answer.asks("ports")
                .is("errno", "OK")
                .isByDriver("flags", 7L, "which features a driver has is its own matter")
                .is("STOP_COPY", flags.hasStopCopy() ? 1L : 0L)
                .is("P2P", flags.hasP2p() ? 1L : 0L)
                .is("PRE_COPY", flags.hasPreCopy() ? 1L : 0L);
    }

    /// Asked in each state in the order of the numbers; a request for ERROR leaves the device RUNNING.
    void migDataSize(KernelAnswer answer) {
        DeviceState asked = DeviceState.ofNumber(dataSizesAsked++ % 8).orElseThrow();
        DeviceState state = asked == DeviceState.ERROR ? DeviceState.RUNNING : asked;
        answer.asks("ports")
                .is("errno", "OK")
                .is("state", state.name())
                .isByDriver("stop_copy_length", Mtty.of(answer).sizeBytes(), SIZE);
    }

    void argError(KernelAnswer answer) {
        answer.asks("what");
        if (answer.has("argsz")) {
            String errno = refusal(answer.number("argsz"), answer.hex("flags"));
            answer.asks("argsz", "flags").is("errno", errno).is("ret", errno.equals("OK") ? 0L : -1L);
            return;
        }
        // Both are bad user memory. In the second the driver has walked before the answer cannot be copied back.
        answer.is("errno", "EFAULT").is("ret", -1L);
        if (answer.has("state_after")) {
            answer.is("state_after", "STOP_COPY");
        }
    }

    static void precopyInfoArgument(KernelAnswer answer) {
        switch (answer.text("what")) {
            case "argsz 8" ->
                answer.is("errno", KernelAnswer.name(PrecopyInfo.refusal(8, false, DeviceState.PRE_COPY)));
            case "NULL" -> answer.is("errno", "EFAULT");
            case "flags 0xff" ->
                answer.is("errno", KernelAnswer.name(PrecopyInfo.refusal(24, false, DeviceState.PRE_COPY)))
                        .is("flags_back", "0x" + Integer.toHexString(PrecopyInfo.flagsAnswered(0xff, false, false)));
            case "another ioctl (VFIO_DEVICE_RESET) on the data fd" ->
                answer.is("errno", unknownCall(FdKind.DATA, VfioIoctl.VFIO_DEVICE_RESET));
            case "PRECOPY_INFO on the device fd" ->
                answer.is("errno", unknownCall(FdKind.DEVICE, VfioIoctl.VFIO_MIG_GET_PRECOPY_INFO));
            default -> throw new AssertionError("unknown question: " + answer);
        }
        answer.asks("what");
    }

    private static String unknownCall(FdKind fdKind, VfioIoctl ioctl) {
        return VfioIoctl.of(fdKind, ioctl.number()).isPresent() ? "OK" : "ENOTTY";
    }

    static void dmaLogging(KernelAnswer answer) {
        switch (answer.text("what")) {
            case "STOP before START", "START again", "STOP" -> answer.isByDriver("errno", "OK", LOGGING);
            case "START 1 range 1 MiB" ->
                answer.isByDriver("errno", "OK", LOGGING)
                        .isByDriver("page_size_back", 4096L, "a driver may answer with a page size of its own");
            case "REPORT 1 MiB" ->
                answer.isByDriver("errno", "EOPNOTSUPP", "Debian's kernels have IOMMUFD off, which the report needs")
                        .is("bits", "0000");
            case "REPORT page_size 4097" ->
                answer.is("errno", DmaLoggingReport.isLegalPageSize(4097) ? "OK" : "EINVAL");
            case "START 0 ranges" -> answer.is("errno", "EINVAL");
            default -> throw new AssertionError("unknown question: " + answer);
        }
        answer.asks("what");
    }

    void precopyInfoV2Feature(KernelAnswer answer) {
        String what = answer.text("what");
        String asking = "SET after asking for state ";
        if (what.startsWith(asking)) {
            DeviceState asked = DeviceState.valueOf(what.substring(asking.length()));
            // mtty keeps its state while it is closed: before the first of these questions it was left in PRE_COPY.
            lastState = asked == DeviceState.ERROR ? DeviceState.PRE_COPY : asked;
        } else if (what.equals("SET in PRE_COPY with a session open")) {
            lastState = DeviceState.PRE_COPY;
        }
        answer.asks("ports", "what", "argsz", "flags")
                .is("errno", refusal(answer.number("argsz"), answer.hex("flags")))
                .is("state", lastState.name());
    }

    void precopyInfoV2(KernelAnswer answer) {
        answer.asks("when");
        if (answer.has("flags_in")) {
            precopyInfoFlags(answer);
            return;
        }
        boolean optedIn = precopyInfoV2;
        switch (answer.text("when")) {
            case "opted in, argsz 8" ->
                answer.is("errno", KernelAnswer.name(PrecopyInfo.refusal(8, false, DeviceState.PRE_COPY)))
                        .is("flags_out", "0xff");
            case "opted in, read-only argument page" ->
                answer.is("errno", "EFAULT").is("flags_out", "0xff");
            case "opted in, argsz 40" ->
                answer.is("errno", KernelAnswer.name(PrecopyInfo.refusal(40, false, DeviceState.PRE_COPY)))
                        .is("flags_out", hex(PrecopyInfo.flagsAnswered(0xff, optedIn, false)))
                        .is("argsz_out", 40L)
                        .is("tail", 7L);
            case "VFIO_DEVICE_RESET" -> answer.is("errno", "OK");
            case "second device fd" -> answer.is("ok", 1L);
            case "opted in, device closed, data_fd kept" ->
                answer.is("errno", "ENODEV").is("flags_out", "0xff");
            default -> throw new AssertionError("unknown question: " + answer);
        }
    }

    private void precopyInfoFlags(KernelAnswer answer) {
        String when = answer.text("when");
        boolean optedIn = precopyInfoV2
                && !when.startsWith("no opt-in")
                && !when.equals("the other device, never opted in")
                && !when.equals("device closed and opened again");
        DeviceState state = answer.state("state");
        Optional<Errno> refusal = PrecopyInfo.refusal(PrecopyInfo.SIZE_BYTES, false, state);
        boolean drained = when.equals("opted in, pre-copy data read to its end") || state == DeviceState.PRE_COPY_P2P;
        int flagsIn = answer.hex("flags_in");
        answer.asks("ports", "state", "flags_in")
                .is("errno", KernelAnswer.name(refusal))
                .is("argsz_out", 24L);
        if (refusal.isPresent()) {
            // Nothing is copied back: the probe's own numbers stay.
            answer.is("ret", -1L)
                    .is("flags_out", hex(flagsIn))
                    .is("initial_bytes", 0x1111L)
                    .is("dirty_bytes", 0x2222L);
            return;
        }
        answer.is("ret", 0L)
                .is("flags_out", hex(PrecopyInfo.flagsAnswered(flagsIn, optedIn, false)))
                .isByDriver("initial_bytes", drained ? 0L : Mtty.HEADER_BYTES, "mtty calls its header initial_bytes")
                .isByDriver("dirty_bytes", 0L, "nothing of mtty gets dirty");
    }

    private static String hex(int flags) {
        return flags == 0 ? "0" : "0x" + Integer.toHexString(flags);
    }
}
