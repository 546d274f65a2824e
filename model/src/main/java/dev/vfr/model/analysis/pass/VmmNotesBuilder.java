package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes down what a VMM says of one migration: [VmmNotes].
final class VmmNotesBuilder {

    /// Messages of one failure come at once.
    private static final long APART_NS = 1_000_000_000;

    /// What follows from a failure may come when a connection times out.
    private static final long FAR_APART_NS = 600_000_000_000L;

    /// How many messages are kept.
    private static final int SAID_MAX = 64;
    /// How many handlers' times are kept.
    private static final int HANDLERS_MAX = 256;
    /// How many times of other handlers are kept by name: the longest.
    private static final int OTHERS_MAX = 16;
    /// How many different named moments are kept.
    private static final int MOMENTS_MAX = 64;

    private boolean hasStatus;
    private @Nullable String terminal;
    private long terminalSeq;
    private boolean failing;
    private boolean cancelAsked;
    private @Nullable MigrationProgressQueried progress;
    private final LittleLeft littleLeft = new LittleLeft();
    private OptionalLong firstRemaining = OptionalLong.empty();
    private @Nullable MigrationQueried answer;
    private final List<VmmMessage> said = new ArrayList<>();
    private @Nullable String errorText;
    private long errorSeq;
    private boolean ended;
    private long lastFailedNs = EventHeader.UNKNOWN_NS;
    private boolean postcopyPaused;
    private boolean asked;
    private boolean channels;
    private boolean postcopy;
    private boolean socket;
    private boolean file;
    private DowntimeLimit limit = DowntimeLimit.DEFAULT;
    private final List<HandlerTime> handlers = new ArrayList<>();
    private final PriorityQueue<HandlerTime> otherHandlers =
            new PriorityQueue<>(Comparator.comparingLong(HandlerTime::ns));
    private OptionalLong otherHandlersNs = OptionalLong.empty();
    private final Map<String, Long> moments = new HashMap<>();

    /// The client gave the command `migrate`.
    boolean isAsked() {
        return asked;
    }

    boolean hasStatus() {
        return hasStatus;
    }

    Optional<String> end() {
        return status().end();
    }

    /// Takes a change of the status.
    void status(MigrationStatusChanged event) {
        String status = event.status();
        hasStatus = true;
        moment("status-" + status, event.header().timeNs());
        postcopy |= status.equals("postcopy-active");
        postcopyPaused = status.equals("postcopy-paused");
        if (isTerminal(status)) {
            terminal = status;
            terminalSeq = event.header().seq();
        } else if (status.equals("failing")) {
            failing = true;
        } else if (status.equals("cancelling")) {
            cancel();
        }
    }

    static boolean isTerminal(String status) {
        return status.equals("completed") || status.equals("failed") || status.equals("cancelled");
    }

    /// Takes an answer about a migration that goes on or has ended.
    void answered(MigrationQueried event) {
        hasStatus = true;
        MigrationQueried last = answer;
        if (last == null || last.downtimeMs().isEmpty() || event.downtimeMs().isPresent()) {
            answer = event;
        }
        postcopy |=
                event.status().filter(status -> status.startsWith("postcopy")).isPresent();
        event.status().ifPresent(status -> postcopyPaused = status.equals("postcopy-paused"));
        event.errorText().ifPresent(text -> answeredError(event, text));
    }

    /// The error that is answered has mostly been printed before.
    private void answeredError(MigrationQueried event, String text) {
        error(event.header().seq(), text);
        boolean printed =
                said.stream().anyMatch(message -> message.text().contains(text) || text.contains(message.text()));
        if (!printed && said.size() < SAID_MAX) {
            said.add(VmmMessage.of(event.header(), text));
        }
    }

    /// Takes the command that began the migration.
    void commanded(VmmCommandSeen event, boolean outgoing) {
        asked |= outgoing;
        String arguments = event.arguments();
        file = arguments.contains("\"file:") || arguments.contains("\"file\"");
        socket = arguments.contains("tcp:") || arguments.contains("unix:") || arguments.contains("\"socket\"");
    }

    void limit(DowntimeLimit given) {
        limit = given;
    }

    /// The client asks for an end; it counts as long as nothing has failed and the migration is not over.
    void cancel() {
        boolean wrong = said.stream().anyMatch(message -> message.strength() != VmmMessage.Strength.NONE);
        cancelAsked |= terminal == null && !wrong && !failing;
    }

    /// Takes how far the migration is, by the VMM's last answer before its end.
    void progress(MigrationProgressQueried event) {
        progress = event;
        littleLeft.take(event, limit.ns());
        firstRemaining = firstRemaining.isPresent() ? firstRemaining : event.ramRemainingBytes();
    }

    void throughChannels() {
        channels = true;
    }

    void throughSocket() {
        socket = true;
    }

    /// Takes a message that something failed.
    void failed(VmmMessage message) {
        if (said.size() < SAID_MAX) {
            said.add(message);
        }
        if (errorText == null) {
            error(message.seq(), message.text());
        }
        ended |= message.endsMigration();
        lastFailedNs = message.timeNs();
    }

    /// A message after this one would be about another migration: this one has ended in messages, and long before.
    boolean isOverAt(VmmMessage message) {
        boolean timed = message.timeNs() != EventHeader.UNKNOWN_NS && lastFailedNs != EventHeader.UNKNOWN_NS;
        boolean follows = message.strength().compareTo(VmmMessage.Strength.WEAK) > 0;
        return ended
                && (timed ? Math.abs(message.timeNs() - lastFailedNs) > (follows ? FAR_APART_NS : APART_NS) : !follows);
    }

    /// What the messages and answers say of which side it is.
    void proveSide(SideProof proof) {
        for (VmmMessage message : said) {
            message.side().ifPresent(side -> proof.add(side, SideProof.Weight.MESSAGE));
        }
        MigrationQueried last = answer;
        boolean counts = last != null
                && (last.downtimeMs().isPresent()
                        || last.expectedDowntimeMs().isPresent()
                        || last.ramTransferredBytes().isPresent());
        if (counts || postcopyPaused || (terminal != null && terminal.equals("cancelled"))) {
            proof.add(Report.Side.SOURCE, SideProof.Weight.REPORT);
        }
    }

    private void error(long seq, String text) {
        errorText = text;
        errorSeq = seq;
    }

    /// Takes what the VMM measured of a handler.
    void handled(HandlerDowntimeMeasured event) {
        if (!event.handler().endsWith("/vfio")) {
            otherHandlersNs = OptionalLong.of(otherHandlersNs.orElse(0) + event.elapsedNs());
            otherHandlers.add(HandlerTime.of(event));
            if (otherHandlers.size() > OTHERS_MAX) {
                otherHandlers.remove();
            }
        } else if (handlers.size() < HANDLERS_MAX) {
            handlers.add(HandlerTime.of(event));
        }
    }

    /// Notes the first time that something named happened, as far as one of its events has a time.
    void moment(String name, long ns) {
        if (moments.size() < MOMENTS_MAX || moments.containsKey(name)) {
            moments.merge(name, ns, (first, later) -> first == EventHeader.UNKNOWN_NS ? later : first);
        }
    }

    boolean passed(String moment) {
        return moments.containsKey(moment);
    }

    boolean passedAny(String prefix) {
        return moments.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    private VmmNotes.Status status() {
        return new VmmNotes.Status(
                hasStatus,
                Optional.ofNullable(terminal),
                terminal == null ? OptionalLong.empty() : OptionalLong.of(terminalSeq),
                failing,
                cancelAsked,
                postcopyPaused,
                Optional.ofNullable(answer));
    }

    private List<HandlerTime> longestOthers() {
        return otherHandlers.stream()
                .sorted(Comparator.comparingLong(HandlerTime::ns).reversed())
                .toList();
    }

    VmmNotes build(boolean vmRunning, Set<String> commands, VmmSettings settings) {
        return new VmmNotes(
                status(),
                new VmmNotes.Errors(
                        said,
                        Burst.of(said),
                        Optional.ofNullable(errorText),
                        errorText == null ? OptionalLong.empty() : OptionalLong.of(errorSeq)),
                new VmmNotes.Transport(channels, postcopy, socket, file),
                limit,
                new VmmNotes.Handlers(handlers, longestOthers(), otherHandlersNs),
                new VmmNotes.Moments(moments),
                asked,
                vmRunning,
                commands,
                settings,
                Optional.ofNullable(progress),
                firstRemaining,
                littleLeft.passes());
    }
}
