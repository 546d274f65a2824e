package dev.vfr.recorder.capture.kernellog;

import dev.vfr.model.event.DeviceEvent.ArcTaken;
import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.kernellog.KernelMessages.Message;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.qemu.CaptureCursor;
import dev.vfr.recorder.capture.qemu.QemuProcess;
import dev.vfr.recorder.capture.qemu.QemuProcesses;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads the kernel's log of a host: alone, or beside the captures of a process that ran there.
///
/// Alone it shows the devices that the log binds to VFIO, and the arcs that drivers print. Beside other captures it
/// adds
/// the messages on their devices and leaves all others out; arcs stay messages there, since the two clocks do not say
/// where among the VMM's calls an arc belongs. A message on a device that the process does not know yet waits for it.
///
/// The whole log is read at the first [#advance], and the messages that may matter are kept.
public final class KernelLogCursor implements CaptureCursor {

    /// Messages on no device that are older than the captures beside them by more than this are left out.
    private static final long EARLIER_MAX_NS = 600_000_000_000L;

    private final PeeledLines lines;
    private final OptionalLong modifiedNs;
    private final FileTally tally = new FileTally();
    private final KernelMessages messages = new KernelMessages(tally);
    private final List<Message> waiting = new ArrayList<>();
    private List<Message> chosen = List.of();
    private Map<Integer, KernelArcs.Taken> arcs = Map.of();
    private boolean alone = true;
    private long besideNs = NO_TIME;
    private boolean read;
    private int next;
    private int present = -1;
    private long orderNs = NO_TIME;

    /// @param in closed with this cursor
    /// @param file its name, for messages
    /// @param peel the layers around its lines
    /// @param modifiedNs when the file was written, ns since 1970
    public KernelLogCursor(InputStream in, String file, Peel peel, OptionalLong modifiedNs) {
        this.lines = new PeeledLines(in, file, peel);
        this.modifiedNs = modifiedNs;
    }

    /// It is read beside the captures of a process.
    ///
    /// @param startNs when these begin, ns since 1970, [#NO_TIME] if they have no times
    public void beside(long startNs) {
        alone = false;
        besideNs = startNs;
    }

    @Override
    public boolean advance() throws EventSourceException {
        if (!read) {
            read = true;
            readAll();
            chosen = alone ? messages.alone() : messages.beside();
            arcs = alone ? arcs() : Map.of();
        }
        if (next < chosen.size()) {
            present = next++;
            place(chosen.get(present));
            return true;
        }
        if (present >= 0 && !alone && !waiting.isEmpty()) {
            // Once more, behind everything: which devices the process has is known then.
            present = -1;
            orderNs = Long.MAX_VALUE;
            return true;
        }
        return false;
    }

    private void place(Message message) {
        OptionalLong ns = message.line().stamp().epochNs();
        if (ns.isPresent()) {
            orderNs = Math.max(orderNs, ns.getAsLong());
        }
    }

    private void readAll() throws EventSourceException {
        OptionalLong near = besideNs == NO_TIME ? OptionalLong.empty() : OptionalLong.of(besideNs);
        KernelLines forms = new KernelLines(new KernelTimes(near, modifiedNs));
        JournalEntries journal = new JournalEntries();
        while (lines.next()) {
            tally.line();
            if (lines.isOverlong()) {
                tally.skip(SkipReason.OVERLONG);
                continue;
            }
            String text = lines.text(lines.start());
            Optional<KernelLine> line = text.startsWith("{") ? JournalEntries.ofJson(text) : forms.of(text);
            if (line.isEmpty()) {
                line = journal.exported(text);
            }
            take(line, text);
        }
        take(journal.finish(), "");
    }

    private void take(Optional<KernelLine> line, String text) {
        if (line.isPresent()) {
            tally.recognise();
            messages.add(line.get());
        } else if (!text.isEmpty()) {
            tally.skip(SkipReason.OTHER_TEXT);
        }
    }

    private Map<Integer, KernelArcs.Taken> arcs() {
        return KernelArcs.in(
                chosen.stream().map(message -> message.line().text()).toList(),
                chosen.stream()
                        .map(message -> messages.device(message).orElse(""))
                        .toList());
    }

    @Override
    public long orderNs() {
        return orderNs;
    }

    @Override
    public void deliver(QemuProcesses processes) throws EventSourceException {
        if (present < 0) {
            for (Message message : waiting) {
                if (!append(message, processes)) {
                    tally.skip(SkipReason.OTHER_DEVICE);
                }
            }
            waiting.clear();
        } else if (alone) {
            appendAlone(chosen.get(present), Optional.ofNullable(arcs.get(present)), processes.current());
        } else {
            Message message = chosen.get(present);
            if (!append(message, processes)) {
                waiting.add(message);
            }
        }
    }

    private void appendAlone(Message message, Optional<KernelArcs.Taken> arc, QemuProcess process)
            throws EventSourceException {
        long ns = timeOf(message);
        Optional<String> device = messages.device(message);
        EventHeader header = device.isPresent() ? process.introduced(device.get(), ns) : process.headerAt(ns);
        process.append(event(message, header));
        if (arc.isPresent()) {
            KernelArcs.Taken taken = arc.get();
            process.append(new ArcTaken(header, Optional.of(taken.from()), taken.to(), taken.result()));
        }
    }

    /// False where none of the processes has a device that the message names.
    private boolean append(Message message, QemuProcesses processes) throws EventSourceException {
        long ns = timeOf(message);
        for (QemuProcess process : processes.all()) {
            Optional<EventHeader> header = process.headerOf(message.names(), ns);
            if (header.isPresent()) {
                process.append(event(message, header.get()));
                return true;
            }
        }
        Optional<QemuProcess> started = processes.startedWith(message.names());
        if (started.isPresent()) {
            started.get().append(event(message, started.get().headerAt(ns)));
            return true;
        }
        if (!message.names().isEmpty()) {
            return false;
        }
        if (ns != NO_TIME && besideNs != NO_TIME && ns < besideNs - EARLIER_MAX_NS) {
            tally.skip(SkipReason.OTHER_TIME);
            return true;
        }
        QemuProcess process = processes.current();
        process.append(event(message, process.headerAt(ns)));
        return true;
    }

    private static long timeOf(Message message) {
        return message.line().stamp().epochNs().orElse(NO_TIME);
    }

    private static KernelMessagePrinted event(Message message, EventHeader header) {
        KernelLine line = message.line();
        OptionalLong uncertainty =
                header.hasTime() ? OptionalLong.of(line.stamp().uncertaintyNs()) : OptionalLong.empty();
        return new KernelMessagePrinted(
                header, line.level(), line.text().strip(), line.stamp().bootNs(), uncertainty);
    }

    @Override
    public FileTally tally() {
        return tally;
    }

    @Override
    public void close() throws EventSourceException {
        lines.close();
    }
}
