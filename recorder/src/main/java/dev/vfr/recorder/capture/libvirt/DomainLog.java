package dev.vfr.recorder.capture.libvirt;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.VmmIdentity;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells the lines that libvirt adds to the log of a domain from what QEMU printed into it.
///
/// | line | what it is |
/// |---|---|
/// | `TIME: starting up libvirt version: …, hostname: …` and the lines of the command | a process begins |
/// | `TIME: initiating migration` | libvirt is about to tell the source to migrate |
/// | `TIME: shutting down, reason=REASON` | the domain has ended |
/// | `TIME: Domain id=1 is tainted: …`, any other text after libvirt's time | a remark |
/// | `char device redirected to …` | what QEMU prints of a character device, which is no message |
public final class DomainLog {

    /// What a line is.
    public enum Kind {
        NONE,
        REMARK,
        /// A line of the start of a process, of which others follow.
        START_GOES_ON,
        /// The last line of the start of a process.
        STARTED,
        INITIATING_MIGRATION,
        SHUTTING_DOWN
    }

    /// The name of the step at which libvirt said that a domain has ended; its text is the reason.
    public static final String SHUTTING_DOWN_STEP = "libvirt-shutting-down";

    /// The name of the step at which libvirt said that it is about to tell the source to migrate.
    public static final String INITIATING_STEP = "libvirt-initiating-migration";

    private static final String STARTING = "starting up libvirt version";
    private static final String ENDED = "shutting down, reason=";
    private static final String ENDED_WITHOUT_REASON = "shutting down";
    private static final String INITIATING = "initiating migration";
    private static final String REDIRECTED = "char device redirected to ";

    /// The reasons that libvirt has, by which a last line without its end is known for whole.
    private static final Set<String> REASONS = Set.of(
            "unknown", "shutdown", "destroyed", "crashed", "migrated", "saved", "failed", "from-snapshot", "daemon");

    private @Nullable DomainStart start;
    private VmmIdentity identity = VmmIdentity.UNKNOWN;
    private String reason = "";

    /// Whether the lines of a start are not complete.
    public boolean isStarting() {
        return start != null;
    }

    /// What a line is that has no time, or another time than libvirt's.
    public Kind untimed(String line) {
        DomainStart begun = start;
        if (begun != null) {
            return begun.add(line) ? Kind.START_GOES_ON : started(begun);
        }
        return line.startsWith(REDIRECTED) ? Kind.REMARK : Kind.NONE;
    }

    /// What a line is that begins with a time as libvirt prints it.
    ///
    /// @param text what stands after the time
    public Kind timed(String text) {
        if (text.startsWith(STARTING)) {
            start = new DomainStart(text);
            return Kind.START_GOES_ON;
        }
        if (text.startsWith(ENDED) || text.equals(ENDED_WITHOUT_REASON)) {
            reason = text.startsWith(ENDED) ? text.substring(ENDED.length()).strip() : "";
            return Kind.SHUTTING_DOWN;
        }
        return text.equals(INITIATING) ? Kind.INITIATING_MIGRATION : Kind.REMARK;
    }

    /// The lines of a start end without the last one, since another line came.
    public Kind interrupted() {
        DomainStart begun = start;
        return begun == null ? Kind.NONE : started(begun);
    }

    private Kind started(DomainStart begun) {
        start = null;
        identity = begun.identity();
        return Kind.STARTED;
    }

    /// The process whose start was complete last.
    public VmmIdentity identity() {
        return identity;
    }

    /// Whether the reason of an end can be taken for whole where the file ends in it.
    public boolean isWhole() {
        return REASONS.contains(reason);
    }

    /// Makes an event of a line of the kind `kind`.
    public void deliver(Kind kind, QemuProcess process) throws EventSourceException {
        if (kind == Kind.SHUTTING_DOWN) {
            process.append(new VmmStepSeen(process.header(), SHUTTING_DOWN_STEP, reason));
        } else if (kind == Kind.INITIATING_MIGRATION) {
            process.append(new VmmStepSeen(process.header(), INITIATING_STEP, ""));
        }
    }
}
