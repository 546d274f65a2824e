package dev.vfr.model.analysis.scan;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One side of one migration, as one process shows it. Filled by [LegTracker] in the pass, read only afterwards.
public final class Leg {

    /// How many messages are kept.
    private static final int SAID_MAX = 64;

    /// How many handlers' times are kept.
    private static final int HANDLERS_MAX = 256;

    /// How many different named moments are kept.
    private static final int MOMENTS_MAX = 64;

    /// QEMU's default of the migration parameter downtime-limit.
    static final long DEFAULT_LIMIT_NS = 300_000_000;

    final int trace;
    public final int process;
    public final long startSeq;
    public final long startNs;

    public Report.@Nullable Side side;
    /// The migration stream began it.
    public boolean byStream;
    /// Only device data that moved tell of it: the source of the trace shows no states.
    public boolean byDataAlone;
    /// The migration stream has all that the source sent.
    public boolean streamEnded;
    /// The VMM told a status in this migration.
    boolean hasStatus;

    @Nullable
    String status;

    @Nullable
    String terminal;

    public long terminalSeq = -1;
    public boolean failing;

    @Nullable
    public MigrationQueried answer;

    @Nullable
    public String errorText;

    public long errorSeq = -1;
    /// The first messages of the VMM that something failed, in their order.
    public final List<Said> said = new ArrayList<>();
    /// The client gave the command `migrate`.
    boolean asked;
    /// Device state went through multifd channels.
    public boolean throughChannels;
    /// A VM with a VFIO device was switched over to postcopy.
    public boolean postcopy;
    /// The stream surely goes through a socket, so that the destination listened before the source could
    /// connect. Through a file the destination may start long after the source ended.
    public boolean throughSocket;
    /// The stream surely goes through a file.
    public boolean throughFile;
    public boolean vmRunning;
    /// The limit that the VMM was given before the migration, or its default.
    public long downtimeLimitNs = DEFAULT_LIMIT_NS;

    boolean limitShown;
    /// How many calls the process had made by when, as far as the trace shows their durations.
    public final StreamMarks calls = new StreamMarks();

    private long callCount;
    public long lastSeq;
    public long lastNs = EventHeader.UNKNOWN_NS;

    /// What the VMM's handlers of VFIO devices took, by its own measure, in their order; the first of them.
    public final List<HandlerTime> handlers = new ArrayList<>();

    /// What handlers of other devices took of the downtime, by the VMM's own measure, ns; empty where it tells none.
    public OptionalLong otherHandlersNs = OptionalLong.empty();

    public final Map<Integer, DeviceLeg> devices = new LinkedHashMap<>();
    private final Map<String, Long> moments = new HashMap<>();

    /// How long the VMM was in its handler of a VFIO device, as it tells when it left it.
    ///
    /// @param saving at the source, else loading at the destination
    /// @param handler its name in the stream, such as `0000:00:02.0/vfio`
    /// @param iterable it moved the device's data, else its config
    /// @param endNs when it was left, host clock, UNKNOWN_NS where the trace has no times
    /// @param ns how long it took
    public record HandlerTime(boolean saving, String handler, boolean iterable, long endNs, long ns) {

        /// When it was entered, host clock, UNKNOWN_NS where the trace has no times.
        public long startNs() {
            return endNs == EventHeader.UNKNOWN_NS ? endNs : endNs - ns;
        }

        /// What a report calls it.
        public String name() {
            String verb = saving ? "save-handler" : "load-handler";
            return iterable ? verb : "config-" + verb;
        }
    }

    /// A message of the VMM.
    public record Said(long seq, String text) {}

    Leg(int trace, int process, long startSeq, long startNs) {
        this.trace = trace;
        this.process = process;
        this.startSeq = startSeq;
        this.startNs = startNs;
        this.lastSeq = startSeq;
    }

    DeviceLeg device(int number) {
        return devices.computeIfAbsent(number, DeviceLeg::new);
    }

    /// Counts a call that returned at `ns`.
    void called(long ns) {
        callCount++;
        calls.add(callCount, ns);
    }

    /// Takes what the VMM measured of a handler.
    void handled(HandlerDowntimeMeasured event) {
        if (!event.handler().endsWith("/vfio")) {
            otherHandlersNs = OptionalLong.of(otherHandlersNs.orElse(0) + event.elapsedNs());
        } else if (handlers.size() < HANDLERS_MAX) {
            handlers.add(new HandlerTime(
                    event.saving(),
                    event.handler(),
                    event.iterable(),
                    event.header().timeNs(),
                    event.elapsedNs()));
        }
    }

    /// Notes the first time, as far as it has one, that something named happened.
    void moment(String name, long ns) {
        if (moments.size() < MOMENTS_MAX || moments.containsKey(name)) {
            moments.merge(name, ns, (first, later) -> first == EventHeader.UNKNOWN_NS ? later : first);
        }
    }

    /// The VMM's last checkpoint of the downtime was passed: a source that fails does not come to it, a destination
    /// whose load fails neither.
    public boolean downtimeEnded() {
        return moments.containsKey(side == Report.Side.SOURCE ? "src-downtime-end" : "dst-precopy-bh-vm-started");
    }

    /// The first time that something named happened on the host clock, UNKNOWN_NS where it is not shown.
    public long momentNs(String name) {
        return moments.getOrDefault(name, EventHeader.UNKNOWN_NS);
    }

    /// Something happened whose name begins like this.
    public boolean hasMomentOf(String prefix) {
        return moments.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /// Takes a message that something failed.
    void said(long seq, String text) {
        if (said.size() < SAID_MAX) {
            said.add(new Said(seq, text));
        }
    }

    /// The VMM was asked to migrate, and gave an error instead of beginning.
    public boolean refused() {
        return asked
                && !hasStatus
                && errorText != null
                && devices.values().stream().noneMatch(this::took);
    }

    /// A request or a transfer of one of its devices failed.
    public boolean deviceFailed() {
        return devices.values().stream().anyMatch(part -> part.failedTransfer != null || part.refusal != null);
    }

    /// The device takes part in the migration.
    public boolean took(DeviceLeg device) {
        return device.entered || device.bytes > 0;
    }

    /// The last word of the VMM on how it ended; empty where it has not said so.
    public Optional<String> end() {
        if (terminal != null) {
            return Optional.of(terminal);
        }
        MigrationQueried asked = answer;
        Optional<String> said = asked == null ? Optional.empty() : asked.status();
        return said.filter(Leg::isTerminal);
    }

    /// Says where the limit comes from.
    public String limitOrigin() {
        return limitShown ? "" : ", QEMU's default";
    }

    static boolean isTerminal(String status) {
        return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
    }
}
