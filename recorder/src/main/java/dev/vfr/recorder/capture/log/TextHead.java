package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.VmmIdentity;
import dev.vfr.recorder.capture.qmp.QmpMessage;
import dev.vfr.recorder.capture.text.FileTally;
import java.io.ByteArrayInputStream;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What the first bytes of a VMM's text show.
public final class TextHead {

    private int firstTraceLine = -1;
    private int firstOtherLine = -1;
    private boolean anyQmp;
    private boolean anyDaemon;
    private boolean anyDomain;
    private boolean anyMonitor;
    private boolean anyBare;
    private boolean timedByQmp;
    private long firstLineNs = CaptureCursor.NO_TIME;
    private long firstNs = CaptureCursor.NO_TIME;
    private VmmIdentity identity = VmmIdentity.UNKNOWN;
    private boolean anyFact;
    private final Set<CaptureSource> sources = EnumSet.noneOf(CaptureSource.class);

    private TextHead() {}

    /// Reads the first bytes of a text.
    ///
    /// @param file its name, for messages
    /// @param kind what the text is taken for
    /// @param peel the layers around its lines
    public static TextHead of(byte[] head, String file, TextKind kind, Peel peel) throws EventSourceException {
        TextHead found = new TextHead();
        try (PeeledLines lines = new PeeledLines(new ByteArrayInputStream(head), file, peel)) {
            LineRecogniser recogniser = new LineRecogniser(lines, file, kind, new FileTally());
            while (lines.next()) {
                LineKind line = recogniser.recognise();
                for (var next = recogniser.takeMessage(); next.isPresent(); next = recogniser.takeMessage()) {
                    found.qmp(next.get());
                }
                found.take(line, recogniser, (int) lines.number() - 1);
            }
            recogniser.end();
            for (var next = recogniser.takeMessage(); next.isPresent(); next = recogniser.takeMessage()) {
                found.qmp(next.get());
            }
        }
        return found;
    }

    private void qmp(QmpMessage message) {
        anyQmp = true;
        sources.add(CaptureSource.QMP);
        long ns = message.qemuNs().orElse(message.clientNs().orElse(CaptureCursor.NO_TIME));
        if (ns != CaptureCursor.NO_TIME) {
            timedByQmp |= firstLineNs == CaptureCursor.NO_TIME;
            firstNs = firstNs == CaptureCursor.NO_TIME ? ns : firstNs;
        }
        identity = identity.or(VmmIdentity.of(Optional.empty(), message.greetingVersion()));
    }

    private void take(LineKind line, LineRecogniser recogniser, int index) {
        if (recogniser.prefix().hasTime()) {
            long ns = recogniser.prefix().timeNs();
            firstLineNs = firstLineNs == CaptureCursor.NO_TIME && !timedByQmp ? ns : firstLineNs;
            firstNs = firstNs == CaptureCursor.NO_TIME ? ns : firstNs;
        }
        anyDaemon |= recogniser.isDaemonLine();
        anyDomain |= recogniser.isLibvirtLine();
        anyMonitor |= recogniser.isMonitorLine();
        anyBare |= line == LineKind.BARE_MESSAGE;
        if (recogniser.isTraceLine()) {
            firstTraceLine = firstTraceLine < 0 ? index : firstTraceLine;
            sources.add(CaptureSource.QEMU_LOG);
        } else if (line == LineKind.MESSAGE || recogniser.isLibvirtLine()) {
            firstOtherLine = firstOtherLine < 0 ? index : firstOtherLine;
            sources.add(CaptureSource.QEMU_STDERR);
        }
        if (line == LineKind.MESSAGE && recogniser.isOfVmm()) {
            identity = identity.or(VmmIdentity.of(recogniser.sayer(), Optional.empty()));
        }
        boolean started = recogniser.startEnds() || line == LineKind.STARTED;
        if (started && !anyFact) {
            identity = recogniser.domain().identity().or(identity);
        }
        anyFact |= started || line != LineKind.NONE;
    }

    /// The index of the first line of a trace log, -1 where there is none.
    public int firstTraceLine() {
        return firstTraceLine;
    }

    /// The index of the first message, or of the first line of libvirt; -1 where there is none.
    public int firstMessage() {
        return firstOtherLine;
    }

    /// Whether there is a line of the log of libvirt's daemon.
    public boolean anyDaemon() {
        return anyDaemon;
    }

    /// Whether there is a line that libvirt adds to the log of a domain.
    public boolean anyDomain() {
        return anyDomain;
    }

    /// Whether there is text of QEMU's monitor or of virsh.
    public boolean anyMonitor() {
        return anyMonitor;
    }

    /// Whether there is a message without its program.
    public boolean anyBare() {
        return anyBare;
    }

    /// Whether there is a message of QMP.
    public boolean anyQmp() {
        return anyQmp;
    }

    /// The time of the first line, ns since 1970-01-01T00:00:00Z; [CaptureCursor#NO_TIME] where there is none, or where
    /// QMP messages with times stand before it.
    long firstLineNs() {
        return firstLineNs;
    }

    /// The first time of a line or of a QMP message, [CaptureCursor#NO_TIME] where there is none.
    long firstNs() {
        return firstNs;
    }

    /// What is said of the process; where several start in the text, of the first.
    public VmmIdentity identity() {
        return identity;
    }

    /// The ways of capture that the text holds.
    public Set<CaptureSource> sources() {
        return EnumSet.copyOf(sources);
    }
}
