package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmCommandSeen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Takes down what a VMM says of one migration: [VmmNotes].
final class VmmNotesBuilder {

    /// How many messages are kept.
    private static final int SAID_MAX = 64;
    /// How many handlers' times are kept.
    private static final int HANDLERS_MAX = 256;
    /// How many different named moments are kept.
    private static final int MOMENTS_MAX = 64;

    private boolean hasStatus;
    private @Nullable String terminal;
    private long terminalSeq;
    private boolean failing;
    private @Nullable MigrationQueried answer;
    private final List<VmmMessage> said = new ArrayList<>();
    private @Nullable String errorText;
    private long errorSeq;
    private boolean asked;
    private boolean channels;
    private boolean postcopy;
    private boolean socket;
    private boolean file;
    private DowntimeLimit limit = DowntimeLimit.DEFAULT;
    private final List<HandlerTime> handlers = new ArrayList<>();
    private OptionalLong otherHandlersNs = OptionalLong.empty();
    private final Map<String, Long> moments = new HashMap<>();

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
        if (isTerminal(status)) {
            terminal = status;
            terminalSeq = event.header().seq();
        } else if (status.equals("failing")) {
            failing = true;
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
        event.errorText().ifPresent(text -> error(event.header().seq(), text));
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

    void throughChannels() {
        channels = true;
    }

    void throughSocket() {
        socket = true;
    }

    /// Takes a message that something failed.
    void failed(ErrorLinePrinted event) {
        if (said.size() < SAID_MAX) {
            said.add(new VmmMessage(event.header().seq(), event.text()));
        }
        if (errorText == null) {
            error(event.header().seq(), event.text());
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
                Optional.ofNullable(answer));
    }

    VmmNotes build(boolean vmRunning) {
        return new VmmNotes(
                status(),
                new VmmNotes.Errors(
                        said,
                        Optional.ofNullable(errorText),
                        errorText == null ? OptionalLong.empty() : OptionalLong.of(errorSeq)),
                new VmmNotes.Transport(channels, postcopy, socket, file),
                limit,
                new VmmNotes.Handlers(handlers, otherHandlersNs),
                new VmmNotes.Moments(moments),
                asked,
                vmRunning);
    }
}
