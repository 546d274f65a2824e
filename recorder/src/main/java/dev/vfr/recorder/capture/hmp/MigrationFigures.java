package dev.vfr.recorder.capture.hmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The output of `info migrate`, up to QEMU 10.0 a line a figure, since 10.1 grouped; and of `virsh domjobinfo`. It
/// becomes
/// what `query-migrate` answers.
///
/// | printed | member |
/// |---|---|
/// | `Migration status: failed (REASON)`, `Status: failed (REASON)` | `status`, `error-desc` |
/// | `total time: 23510 ms`, `Time (ms): total=23510, setup=380, down=1018` | `total-time`, `setup-time`, `downtime` |
/// | `remaining ram: 0 kbytes`, `Transfers: transferred=1.4 GiB, remain=0 B` | `ram.remaining` |
/// | `Job type: Completed`, `Total downtime: 1018 ms` | `status`, `downtime`: libvirt's own arithmetic |
final class MigrationFigures {

    private static final Pattern STATUS =
            Pattern.compile("(?:Migration status|Status):\\s*([a-z][a-z-]*)(?:\\s+\\((.*)\\))?\\s*");
    private static final Pattern FIGURE =
            Pattern.compile("(?:total time|downtime|expected downtime): \\d+ (?:ms|milliseconds)"
                    + "|(?:transferred|remaining|total) ram: \\d+ kbytes|vfio device transferred: \\d+ kbytes");
    private static final Pattern PAIR = Pattern.compile("([a-z_]+)=([^,\\n]+)");
    private static final Pattern JOB = Pattern.compile("Job type:\\s*(\\w+)\\s*");
    private static final String BLOCKED = "Outgoing migration blocked:";
    private static final double BITS_PER_BYTE = 8;
    private static final double BITS_PER_MBIT = 1e6;

    private static final Map<String, String> JOB_STATUS = Map.of(
            "Completed", "completed",
            "Unbounded", "active",
            "Bounded", "active",
            "Failed", "failed",
            "Cancelled", "cancelled",
            "Canceled", "cancelled");

    /// Figures of a line each: how the line begins, the member, what it is counted in.
    private enum Figure {
        TOTAL_TIME("total time:", "total-time", Unit.MS),
        DOWNTIME("downtime:", "downtime", Unit.MS),
        EXPECTED("expected downtime:", "expected-downtime", Unit.MS),
        SETUP("setup:", "setup-time", Unit.MS),
        TRANSFERRED("transferred ram:", "ram.transferred", Unit.BYTES),
        THROUGHPUT("throughput:", "ram.mbps", Unit.NUMBER),
        REMAINING("remaining ram:", "ram.remaining", Unit.BYTES),
        TOTAL("total ram:", "ram.total", Unit.BYTES),
        SYNCS("dirty sync count:", "ram.dirty-sync-count", Unit.COUNT),
        PAGE("page size:", "ram.page-size", Unit.BYTES),
        DIRTY("dirty pages rate:", "ram.dirty-pages-rate", Unit.COUNT),
        THROTTLE("cpu throttle percentage:", "cpu-throttle-percentage", Unit.COUNT),
        VFIO("vfio device transferred:", "vfio.transferred", Unit.BYTES),
        LIMIT_THROTTLE("dirty-limit throttle time:", "dirty-limit-throttle-time-per-round", Unit.COUNT),
        LIMIT_RING("dirty-limit ring full time:", "dirty-limit-ring-full-time", Unit.COUNT),
        NEW_THROUGHPUT("Throughput (Mbps):", "ram.mbps", Unit.NUMBER),
        NEW_THROTTLE("CPU Throttle (%):", "cpu-throttle-percentage", Unit.COUNT),
        JOB_ELAPSED("Time elapsed:", "total-time", Unit.MS),
        JOB_DOWNTIME("Total downtime:", "downtime", Unit.MS),
        JOB_EXPECTED("Expected downtime:", "expected-downtime", Unit.MS),
        JOB_SETUP("Setup time:", "setup-time", Unit.MS),
        JOB_PROCESSED("Memory processed:", "ram.transferred", Unit.BYTES),
        JOB_REMAINING("Memory remaining:", "ram.remaining", Unit.BYTES),
        JOB_TOTAL("Memory total:", "ram.total", Unit.BYTES),
        JOB_BANDWIDTH("Memory bandwidth:", "ram.mbps", Unit.BYTES_PER_SECOND),
        JOB_DIRTY("Dirty rate:", "ram.dirty-pages-rate", Unit.COUNT),
        JOB_PAGE("Page size:", "ram.page-size", Unit.BYTES),
        JOB_ITERATION("Iteration:", "ram.dirty-sync-count", Unit.COUNT);

        private final String start;
        private final String member;
        private final Unit unit;

        Figure(String start, String member, Unit unit) {
            this.start = start;
            this.member = member;
            this.unit = unit;
        }
    }

    private enum Unit {
        MS,
        COUNT,
        BYTES,
        BYTES_PER_SECOND,
        NUMBER
    }

    /// The members of the groups of QEMU 10.1 and later.
    private static final Map<String, String> GROUPED = Map.ofEntries(
            Map.entry("total", "total-time"),
            Map.entry("setup", "setup-time"),
            Map.entry("down", "downtime"),
            Map.entry("exp_down", "expected-downtime"),
            Map.entry("transferred", "ram.transferred"),
            Map.entry("remain", "ram.remaining"),
            Map.entry("pagesize", "ram.page-size"),
            Map.entry("vfio", "vfio.transferred"),
            Map.entry("dirty", "ram.dirty-pages-rate"),
            Map.entry("dirty_syncs", "ram.dirty-sync-count"));

    /// Lines of the two outputs that become nothing.
    private static final Pattern OTHER = Pattern.compile("(?:globals:|store-global-state:|only-migratable:"
            + "|send-configuration:|send-section-footer:|decompress-error-check:|clear-bitmap-shift:|multifd-\\w+:"
            + "|duplicate:|skipped:|normal:|normal bytes:|multifd bytes:|pages-per-second:|precopy ram:|downtime ram:"
            + "|postcopy ram:|postcopy request count:|xbzrle |cache size:|compression |RAM info:|Globals:|Page Types:"
            + "|Operation:|Time elapsed w/o network:|Data (?:processed|remaining|total):|Constant pages:|Normal pages:"
            + "|Normal data:|Postcopy requests:|Downtime w/o network:|Compression |Disk |File |TLS |Auto converge"
            + "|socket address|Remaining:|dirty sync missed zero copy|zero-copy).*");

    private static final Pattern GROUP =
            Pattern.compile("(?:Time \\(ms\\)|Sizes|Transfers|Channels|Page Rates \\(pps\\)|Others):\\s*([a-z_]+=.*)");

    private ObjectNode answer = JsonMapper.shared().createObjectNode();
    private final List<String> blocked = new ArrayList<>();
    private boolean inBlocked;
    private boolean any;

    /// Takes a line of one of the outputs.
    ///
    /// @param text without blanks at its start
    /// @param indented whether there were some
    /// @return false where it is none
    boolean take(String text, boolean indented) {
        if (inBlocked && indented && !text.isEmpty()) {
            blocked.add(text.strip());
            return true;
        }
        inBlocked = false;
        if (text.startsWith(BLOCKED)) {
            inBlocked = true;
            any = true;
            return true;
        }
        return status(text) || figure(text) || group(text) || (any && isOther(text));
    }

    /// Whether `text` begins one of the outputs for certain.
    boolean begins(String text) {
        Matcher status = STATUS.matcher(text);
        return (status.matches() && MonitorText.isStatus(status.group(1)))
                || JOB.matcher(text).matches()
                || text.startsWith(BLOCKED)
                || text.equals("globals:")
                || FIGURE.matcher(text).matches();
    }

    private static boolean isOther(String text) {
        return OTHER.matcher(text).matches();
    }

    private boolean status(String text) {
        Matcher status = STATUS.matcher(text);
        if (status.matches() && MonitorText.isStatus(status.group(1))) {
            put("status", status.group(1));
            if (status.group(2) != null) {
                put("error-desc", status.group(2));
            }
            return true;
        }
        Matcher job = JOB.matcher(text);
        if (job.matches()) {
            String known = JOB_STATUS.get(job.group(1));
            if (known != null) {
                put("status", known);
            }
            any = true;
            return true;
        }
        if (text.equals("globals:")) {
            any = true;
            return true;
        }
        return false;
    }

    private boolean figure(String text) {
        for (Figure figure : Figure.values()) {
            if (text.startsWith(figure.start)) {
                put(figure, text.substring(figure.start.length()).strip());
                return true;
            }
        }
        return false;
    }

    private void put(Figure figure, String value) {
        switch (figure.unit) {
            case MS, COUNT -> put(figure.member, Quantity.whole(value));
            case BYTES -> put(figure.member, Quantity.bytes(value));
            case BYTES_PER_SECOND -> {
                OptionalLong bytes = Quantity.bytes(value);
                if (bytes.isPresent()) {
                    putNumber(figure.member, bytes.getAsLong() * BITS_PER_BYTE / BITS_PER_MBIT);
                }
            }
            case NUMBER -> {
                OptionalDouble number = Quantity.number(value);
                if (number.isPresent()) {
                    putNumber(figure.member, number.getAsDouble());
                }
            }
        }
    }

    private boolean group(String text) {
        Matcher group = GROUP.matcher(text);
        if (!group.matches()) {
            return false;
        }
        boolean sizes = text.startsWith("Sizes");
        Matcher pair = PAIR.matcher(group.group(1));
        while (pair.find()) {
            String name = sizes && pair.group(1).equals("total") ? "ram.total" : GROUPED.get(pair.group(1));
            if (name != null) {
                String value = pair.group(2).strip();
                put(
                        name,
                        name.startsWith("ram.dirty") || name.endsWith("time")
                                ? Quantity.whole(value)
                                : Quantity.bytes(value));
            }
        }
        any = true;
        return true;
    }

    private void put(String member, OptionalLong value) {
        any = true;
        if (value.isPresent()) {
            node(member).put(last(member), value.getAsLong());
        }
    }

    private void putNumber(String member, double value) {
        any = true;
        node(member).put(last(member), value);
    }

    private void put(String member, String value) {
        any = true;
        answer.put(member, value);
    }

    private ObjectNode node(String member) {
        int dot = member.indexOf('.');
        return dot < 0 ? answer : answer.withObject("/" + member.substring(0, dot));
    }

    private static String last(String member) {
        return member.substring(member.indexOf('.') + 1);
    }

    /// Whether lines of an output were taken that [#answer] has not given yet.
    boolean isOpen() {
        return any;
    }

    /// The output ends. What `query-migrate` would have answered; an empty object where the output says nothing.
    ObjectNode answer() {
        ObjectNode whole = answer;
        blocked.forEach(reason -> whole.withArray("/blocked-reasons").add(reason));
        answer = JsonMapper.shared().createObjectNode();
        blocked.clear();
        any = false;
        inBlocked = false;
        return whole;
    }
}
