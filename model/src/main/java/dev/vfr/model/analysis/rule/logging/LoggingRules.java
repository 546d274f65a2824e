package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.FactRule;
import dev.vfr.model.analysis.rule.FactRule.Weight;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import dev.vfr.model.vfio.Errno;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The rules on DMA logging, in the order of their findings.
public final class LoggingRules {

    /// Most firmware of ConnectX tracks so much.
    private static final long SPAN_MAX = 1L << 42;

    public static final List<Rule> ALL = List.of(
            start(
                    LoggingRules::isTooWide,
                    new Advice(
                                    "dma-logging-range-too-wide",
                                    "The device can track one span of addresses up to a limit, 2^42 bytes in most"
                                            + " ConnectX firmware. Guest firmware (OVMF) that places 64-bit BARs high makes"
                                            + " the span much larger than guest memory.",
                                    "Limit the guest's physical address bits (host-phys-bits-limit, or OVMF's"
                                            + " X-PciMmio64Mb), or use QEMU 8.2 or later, which excludes the PCI hole.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START; QEMU commit"
                                            + " a31fe5daea",
                                    "Linux 6.1",
                                    "The same errno with ranges that the device can track (dma-logging-not-started).")
                            .by(Responsible.OPERATOR)
                            .titled("ranges too wide for the device's DMA logging"),
                    LoggingRules::tooWide),
            start(
                    LoggingRules::isInvalid,
                    new Advice(
                                    "dma-logging-ranges-invalid",
                                    "The kernel refuses empty, overlapping or unaligned ranges and more than 256 of them."
                                            + " It also refuses a page size below 4 KiB or not a power of two.",
                                    "Merge and align the ranges before the request to start DMA logging.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START",
                                    "Linux 6.1",
                                    "Aligned ranges that touch. A refusal whose ranges the capture does not contain.")
                            .by(Responsible.VMM)
                            .titled("invalid ranges for DMA logging"),
                    LoggingRules::invalid),
            start(
                    LoggingRules::isSecond,
                    new Advice(
                                    "dma-logging-started-twice",
                                    "A device has one dirty log. The driver refuses a second start, and the ranges of the"
                                            + " first start stay.",
                                    "Stop DMA logging before starting it with other ranges.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START",
                                    "Linux 6.1",
                                    "A start after a stop, or after the device was closed.")
                            .by(Responsible.VMM)
                            .titled("DMA logging was started twice"),
                    fact -> Sentence.of(
                                    "the VMM started DMA logging while it was on, and the driver refused with {errno}")
                            .text("errno", fact.event().result().name())),
            start(
                    LoggingRules::isRefused,
                    new Advice(
                                    "dma-logging-not-started",
                                    "The VMM cannot migrate a running device without a log of its writes to guest memory."
                                            + " The request is valid as far as the trace shows, so the reason lies in the"
                                            + " driver.",
                                    "Check the driver's kernel log; mlx5 returns ENOTCONN if the physical function has no"
                                            + " driver, EOPNOTSUPP or EINVAL if the firmware cannot track.",
                                    "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START; qemu-devel, March"
                                            + " 2024",
                                    "Linux 6.1",
                                    "A device that offers no DMA logging, whose writes the VMM tracks by the IOMMU.")
                            .by(Responsible.OPERATOR)
                            .titled("driver refused to start DMA logging"),
                    fact -> Sentence.of("the driver refused to start DMA logging with {errno}"
                                    + (fact.ranges().isEmpty() ? "" : "; the ranges are aligned and do not overlap"))
                            .text("errno", fact.event().result().name())),
            FactRule.on(
                            FailedReport.class,
                            fact -> fact.event().header(),
                            new Advice(
                                            "dirty-report-before-start",
                                            "No dirty log exists yet, so the query fails with EINVAL. A VMM that ignores"
                                                    + " the failure starts with wrong dirty information.",
                                            "Start DMA logging before the first query, as QEMU does since commit"
                                                    + " ff180c6bd7.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_REPORT",
                                            "Linux 6.1",
                                            "A query that fails while logging is on. A device that was opened before the"
                                                    + " trace began.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            fact -> Sentence.of("the VMM queried dirty pages before it started DMA logging, and got"
                                            + " {errno}")
                                    .text("errno", fact.event().result().name()))
                    .in(ScannedTrace::seesAll)
                    .when(FailedReport::beforeStart),
            new DirtyReportFailed(),
            FactRule.on(
                            IommuTrackingFailed.class,
                            fact -> fact.call().header(),
                            new Advice(
                                            "iommu-dirty-tracking-failed",
                                            "The IOMMU tracks the pages of a device that cannot. Pages that it does not"
                                                    + " report are stale at the destination, unless the VMM sends all"
                                                    + " memory again.",
                                            "Check the source's kernel log for DMAR, AMD-Vi or arm-smmu; compare the"
                                                    + " IOMMU's features with iommufd's dirty tracking.",
                                            "include/uapi/linux/iommufd.h, IOMMU_HWPT_SET_DIRTY_TRACKING,"
                                                    + " IOMMU_HWPT_GET_DIRTY_BITMAP",
                                            "Linux 6.7",
                                            "A device that tracks its own pages. A failure to stop the tracking.")
                                    .by(Responsible.OPERATOR)
                                    .titled("IOMMU could not track dirty pages"),
                            fact -> Sentence.of(
                                            fact.reading()
                                                    ? "the IOMMU's report of dirty pages failed with {errno}"
                                                    : "the IOMMU refused to track dirty pages with {errno}")
                                    .text("errno", fact.call().result().name()))
                    .weighing(Weight.BY_OUTCOME),
            FactRule.on(
                            ReportOutside.class,
                            fact -> fact.event().header(),
                            new Advice(
                                            "dirty-report-outside-ranges",
                                            "The VMM started the log over other addresses, so memory mapped later, as with"
                                                    + " a vIOMMU, is not tracked. Device writes there are never reported"
                                                    + " as dirty.",
                                            "Log every address that can become guest memory, or refuse the migration.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_START;"
                                                    + " cloud-hypervisor issue 8567",
                                            "Linux 6.1",
                                            "A report over part of a range, or over ranges that touch.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            fact -> LoggedRanges.placed(
                                    Sentence.of("the VMM queried dirty pages for {lengthBytes} at {iova}, which the log"
                                            + " does not fully cover"),
                                    fact.event().range()))
                    .in(ScannedTrace::seesAll),
            FactRule.on(
                            LoggingLeftOn.class,
                            LoggingLeftOn::start,
                            new Advice(
                                            "dma-logging-left-on",
                                            "The migration is over and the device runs, but it still logs its DMA writes."
                                                    + " That costs speed and memory.",
                                            "Stop DMA logging at the end of every migration, also of a failed one.",
                                            "include/uapi/linux/vfio.h, VFIO_DEVICE_FEATURE_DMA_LOGGING_STOP",
                                            "Linux 6.1",
                                            "A source whose guest stays stopped: QEMU stops the log when the guest runs.")
                                    .by(Responsible.VMM)
                                    .as(Bearing.ASIDE),
                            _ -> Sentence.of(
                                    "the VMM started DMA logging here and never stopped it, although the device"
                                            + " runs again"))
                    .in(trace -> trace.seesAll() && trace.isIntact()));

    private LoggingRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new LoggingWatcher(facts), new DirtyTrackingWatcher(facts), new IommuTrackingWatcher(facts));
    }

    private static FactRule<LoggingStart> start(
            Predicate<LoggingStart> wanted, Advice advice, Function<LoggingStart, Sentence> sentence) {
        return FactRule.on(LoggingStart.class, fact -> fact.event().header(), advice, sentence)
                .when(wanted)
                .weighing(Weight.BY_OUTCOME);
    }

    private static boolean isTooWide(LoggingStart start) {
        return start.event().result().is(Errno.EOPNOTSUPP)
                && Long.compareUnsigned(LoggedRanges.spanBytes(start.ranges()), SPAN_MAX) > 0;
    }

    private static boolean isInvalid(LoggingStart start) {
        return !start.event().result().isUnknown() && LoggedRanges.fault(start).isPresent();
    }

    private static boolean isSecond(LoggingStart start) {
        return start.alreadyOn()
                && start.event().result().isFailed()
                && LoggedRanges.fault(start).isEmpty();
    }

    private static boolean isRefused(LoggingStart start) {
        return start.event().result().isFailed() && !isTooWide(start) && !isInvalid(start) && !isSecond(start);
    }

    private static Sentence tooWide(LoggingStart start) {
        long span = LoggedRanges.spanBytes(start.ranges());
        // A span of 8 EiB or more is negative as a long.
        return Sentence.of("the driver refused DMA logging with {errno}: the ranges span {spanBytes}"
                        + (span < 0 ? " or more" : ""))
                .text("errno", start.event().result().name())
                .bytes("spanBytes", span < 0 ? Long.MAX_VALUE : span);
    }

    private static Sentence invalid(LoggingStart start) {
        Sentence fault = LoggedRanges.fault(start).orElseThrow();
        return start.event().result().isOk()
                ? new Sentence("the device started DMA logging with invalid ranges: " + fault.template(), fault.facts())
                : new Sentence(
                                "the kernel refused to start DMA logging with {errno}: " + fault.template(),
                                fault.facts())
                        .text("errno", start.event().result().name());
    }
}
