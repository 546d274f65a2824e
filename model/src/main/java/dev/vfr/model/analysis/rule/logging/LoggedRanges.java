package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is wrong with the ranges of a request for DMA logging.
final class LoggedRanges {

    private static final long PAGE_MIN = 4096;
    private static final int RANGES_MAX = 256;

    private LoggedRanges() {}

    /// Why the kernel refuses such a request, empty if it does not or the source does not show enough.
    static Optional<Sentence> fault(LoggingStart start) {
        long page = start.event().pageSizeBytes().orElse(PAGE_MIN);
        if (page < PAGE_MIN || Long.bitCount(page) != 1) {
            return Optional.of(Sentence.of("the page size is {pageBytes}").bytes("pageBytes", page));
        }
        if (start.ranges().size() > RANGES_MAX) {
            return Optional.of(Sentence.of("there are {ranges} ranges")
                    .count("ranges", start.ranges().size()));
        }
        List<IovaRange> sorted = new ArrayList<>(start.ranges());
        sorted.sort((a, b) -> Long.compareUnsigned(a.iova(), b.iova()));
        for (int i = 0; i < sorted.size(); i++) {
            IovaRange range = sorted.get(i);
            if (range.lengthBytes() == 0) {
                return Optional.of(fault(range, "is empty"));
            }
            if (start.event().pageSizeBytes().isPresent()
                    && ((range.iova() & (page - 1)) != 0 || (range.lengthBytes() & (page - 1)) != 0)) {
                return Optional.of(fault(range, "is not aligned to the page size {pageBytes}")
                        .bytes("pageBytes", page));
            }
            if (i > 0 && Long.compareUnsigned(last(sorted.get(i - 1)), range.iova()) >= 0) {
                return Optional.of(fault(range, "overlaps another"));
            }
        }
        return Optional.empty();
    }

    private static Sentence fault(IovaRange range, String what) {
        return placed(Sentence.of("the range of {lengthBytes} at {iova} " + what), range);
    }

    /// The sentence with `{lengthBytes}` and `{iova}`.
    static Sentence placed(Sentence sentence, IovaRange range) {
        return sentence.bytes("lengthBytes", range.lengthBytes()).text("iova", Figures.hex(range.iova()));
    }

    /// From the lowest to the highest address, bytes, unsigned; 0 if no range is shown.
    static long spanBytes(List<IovaRange> ranges) {
        if (ranges.isEmpty()) {
            return 0;
        }
        long first = ranges.getFirst().iova();
        long last = last(ranges.getFirst());
        for (IovaRange range : ranges) {
            first = Long.compareUnsigned(range.iova(), first) < 0 ? range.iova() : first;
            last = Long.compareUnsigned(last(range), last) > 0 ? last(range) : last;
        }
        return last - first + 1;
    }

    private static long last(IovaRange range) {
        return range.iova() + Math.max(range.lengthBytes(), 1) - 1;
    }
}
