package dev.vfr.model.analysis.rule.logging;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.STOP;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.fold.TraceScript;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What the rules on DMA logging find, and what looks alike.
public final class LoggingCases {

    private static final int OK = 0;
    private static final int EIO = 5;
    private static final int EINVAL = 22;
    private static final int EOPNOTSUPP = 95;
    private static final long GIB = 1L << 30;
    private static final long PAGE = 4096;
    private static final IovaRange LOW = new IovaRange(0, 4 * GIB);
    /// With LOW it spans 2^42 bytes.
    private static final IovaRange JUST = new IovaRange(4 * GIB, (1L << 42) - 4 * GIB);

    private static final IovaRange WIDE = new IovaRange(4 * GIB, (1L << 46) - 4 * GIB);

    private LoggingCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                guilty(
                        "dma-logging-range-too-wide",
                        "2^46 bytes",
                        source().loggingStarted(EOPNOTSUPP, PAGE, WIDE, LOW).closed()),
                guilty(
                        "dma-logging-range-too-wide",
                        "the log tells the ranges before the call",
                        announced(WIDE).closed()),
                innocent(
                        "dma-logging-range-too-wide",
                        "2^42 bytes",
                        source().loggingStarted(EOPNOTSUPP, PAGE, LOW, JUST).closed()),
                innocent(
                        "dma-logging-range-too-wide",
                        "2^46 bytes, and it started",
                        source().loggingStarted(OK, PAGE, LOW, WIDE).closed()),
                innocent(
                        "dma-logging-range-too-wide",
                        "ranges that are not shown",
                        source().loggingStarted(EOPNOTSUPP, PAGE).closed()),
                invalid("overlap", new IovaRange(GIB, GIB), LOW),
                invalid("an empty range", new IovaRange(0, 0)),
                invalid("an odd address", new IovaRange(1, PAGE)),
                invalid("an odd length", new IovaRange(0, PAGE + 1)),
                guilty(
                        "dma-logging-ranges-invalid",
                        "a page size of 3 * 4 KiB",
                        source().loggingStarted(EINVAL, 3 * PAGE, LOW).closed()),
                guilty(
                        "dma-logging-ranges-invalid",
                        "a page size of 2 KiB",
                        source().loggingStarted(EINVAL, PAGE / 2, LOW).closed()),
                guilty(
                        "dma-logging-ranges-invalid",
                        "257 ranges",
                        source().loggingStarted(EINVAL, PAGE, pages(257)).closed()),
                guilty(
                        "dma-logging-ranges-invalid",
                        "a server took them",
                        source().loggingStarted(OK, PAGE, new IovaRange(1, PAGE))
                                .closed()),
                innocent(
                        "dma-logging-ranges-invalid",
                        "256 ranges that touch each other",
                        source().loggingStarted(EINVAL, PAGE, pages(256)).closed()),
                innocent(
                        "dma-logging-ranges-invalid",
                        "what became of it is unknown",
                        source().loggingStarted(CallResult.UNKNOWN_CODE, PAGE, new IovaRange(1, PAGE))
                                .closed()),
                guilty(
                        "dma-logging-started-twice",
                        "started while it was on",
                        source().loggingStarted(OK, PAGE, LOW)
                                .loggingStarted(EINVAL, PAGE, LOW)
                                .closed()),
                innocent(
                        "dma-logging-started-twice",
                        "stopped in between",
                        source().loggingStarted(OK, PAGE, LOW)
                                .loggingStopped()
                                .loggingStarted(EINVAL, PAGE, LOW)
                                .closed()),
                innocent(
                        "dma-logging-started-twice",
                        "a reset in between, after which it is unknown",
                        source().loggingStarted(OK, PAGE, LOW)
                                .reset()
                                .loggingStarted(EINVAL, PAGE, LOW)
                                .closed()),
                innocent(
                        "dma-logging-started-twice",
                        "the second is wrong in itself",
                        source().loggingStarted(OK, PAGE, LOW)
                                .loggingStarted(EINVAL, PAGE, new IovaRange(1, PAGE))
                                .closed()),
                guilty(
                        "dma-logging-not-started",
                        "EINVAL with ranges in order",
                        source().loggingStarted(EINVAL, PAGE, LOW).closed()),
                guilty(
                        "dma-logging-not-started",
                        "the ranges are not shown",
                        source().loggingStarted(EOPNOTSUPP, PAGE).closed()),
                innocent(
                        "dma-logging-not-started",
                        "it started",
                        source().loggingStarted(OK, PAGE, LOW).closed()),
                innocent(
                        "dma-logging-not-started",
                        "too wide",
                        source().loggingStarted(EOPNOTSUPP, PAGE, LOW, WIDE).closed()),
                innocent(
                        "dma-logging-not-started",
                        "invalid",
                        source().loggingStarted(EINVAL, PAGE, new IovaRange(1, PAGE))
                                .closed()),
                innocent(
                        "dma-logging-not-started",
                        "started twice",
                        source().loggingStarted(OK, PAGE, LOW)
                                .loggingStarted(EINVAL, PAGE, LOW)
                                .closed()),
                guilty(
                        "dirty-report-before-start",
                        "a report after the opening",
                        source().opened().dirtyReported(EINVAL, 0, GIB).closed()),
                guilty(
                        "dirty-report-before-start",
                        "a report after the stop",
                        source().loggingStarted(OK, PAGE, LOW)
                                .loggingStopped()
                                .dirtyReported(EINVAL, 0, GIB)
                                .closed()),
                innocent(
                        "dirty-report-before-start",
                        "a report while it is on",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(EINVAL, 0, GIB)
                                .closed()),
                innocent(
                        "dirty-report-before-start",
                        "the trace begins in the middle",
                        source().dirtyReported(EINVAL, 0, GIB).closed()),
                innocent(
                        "dirty-report-before-start",
                        "a source that does not see every call",
                        TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                                .opened()
                                .dirtyReported(EINVAL, 0, GIB)
                                .closed()),
                guilty(
                        "dirty-report-failed",
                        "EIO while it is on",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(EIO, 0, GIB)
                                .closed()),
                innocent(
                        "dirty-report-failed",
                        "it was not on",
                        source().opened().dirtyReported(EINVAL, 0, GIB).closed()),
                innocent(
                        "dirty-report-failed",
                        "it succeeded",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(OK, 0, GIB)
                                .closed()),
                guilty(
                        "iommu-dirty-tracking-failed",
                        "it refused to begin",
                        source().iommuTracking(EOPNOTSUPP, true).closed()),
                guilty(
                        "iommu-dirty-tracking-failed",
                        "a bitmap that was not read",
                        source().iommuTracking(OK, true).iommuBitmap(EIO).closed()),
                innocent(
                        "iommu-dirty-tracking-failed",
                        "it failed to stop",
                        source().iommuTracking(OK, true)
                                .iommuBitmap(OK)
                                .iommuTracking(EIO, false)
                                .closed()),
                guilty(
                        "dirty-report-outside-ranges",
                        "above the range",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(OK, 8 * GIB, PAGE)
                                .closed()),
                guilty(
                        "dirty-report-outside-ranges",
                        "one page over the end",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(OK, 4 * GIB - PAGE, 2 * PAGE)
                                .closed()),
                innocent(
                        "dirty-report-outside-ranges",
                        "the last page",
                        source().loggingStarted(OK, PAGE, LOW)
                                .dirtyReported(OK, 4 * GIB - PAGE, PAGE)
                                .closed()),
                innocent(
                        "dirty-report-outside-ranges",
                        "over two ranges that touch",
                        source().loggingStarted(OK, PAGE, LOW, JUST)
                                .dirtyReported(OK, 3 * GIB, 2 * GIB)
                                .closed()),
                innocent(
                        "dirty-report-outside-ranges",
                        "ranges that are not shown",
                        source().loggingStarted(OK, PAGE)
                                .dirtyReported(OK, 8 * GIB, PAGE)
                                .closed()),
                guilty(
                        "dma-logging-left-on",
                        "the device runs again",
                        cancelled().closed()),
                innocent(
                        "dma-logging-left-on",
                        "stopped",
                        cancelled().loggingStopped().closed()),
                innocent(
                        "dma-logging-left-on",
                        "the guest stands still",
                        cancelled().set(STOP).closed()),
                innocent(
                        "dma-logging-left-on",
                        "the data_fd is still open",
                        source().loggingStarted(OK, PAGE, LOW)
                                .set(PRE_COPY)
                                .set(RUNNING)
                                .closed()),
                innocent("dma-logging-left-on", "the trace is cut off", cancelled()),
                innocent(
                        "dma-logging-left-on",
                        "the device was closed",
                        cancelled().deviceClosed().closed()));
    }

    private static RuleCase invalid(String told, IovaRange... ranges) {
        return guilty(
                "dma-logging-ranges-invalid",
                told,
                source().loggingStarted(EINVAL, PAGE, ranges).closed());
    }

    private static IovaRange[] pages(int count) {
        List<IovaRange> ranges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranges.add(new IovaRange(i * PAGE, PAGE));
        }
        return ranges.toArray(IovaRange[]::new);
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER).flags(7);
    }

    private static TraceScript announced(IovaRange... ranges) {
        TraceScript script = TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG);
        script.add(
                new DmaLoggingStarted(script.ofProcess(), CallResult.UNKNOWN, OptionalLong.empty(), List.of(ranges)));
        return script.add(
                new DmaLoggingStarted(script.header(), CallResult.of(EOPNOTSUPP), OptionalLong.empty(), List.of()));
    }

    private static TraceScript cancelled() {
        return source().loggingStarted(OK, PAGE, LOW)
                .brought(PRE_COPY, 41, 0)
                .set(RUNNING)
                .dataFdClosed(0);
    }
}
