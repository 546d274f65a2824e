package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.LineReader;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.Optional;

/// Reads what QEMU prints on stderr: every line is kept, with its time where it shows one.
public final class QemuStderrCursor implements CaptureCursor {

    private final LineReader lines;
    private final FileTally tally = new FileTally();
    private final LinePrefix prefix = new LinePrefix();
    private final MessageLine message = new MessageLine();

    private long orderNs;
    private boolean named;
    private final boolean alone;

    /// @param in the messages, closed with this cursor
    /// @param file its name, for messages
    /// @param firstTimeNs the first time in the file, by which lines before it are ordered
    /// @param alone whether no other capture is merged, so that the order of lines is known even without times
    public QemuStderrCursor(InputStream in, String file, long firstTimeNs, boolean alone) {
        this.alone = alone;
        this.orderNs = firstTimeNs;
        this.lines = new LineReader(in, file);
    }

    @Override
    public boolean advance() throws EventSourceException {
        while (lines.next()) {
            tally.line();
            prefix.parse(lines.buffer(), lines.start(), lines.end());
            if (lines.isOverlong()) {
                tally.skip(SkipReason.OVERLONG);
            } else if (prefix.bodyStart() < lines.end()) {
                named = message.parse(lines.buffer(), prefix.bodyStart(), lines.end(), prefix.isIso());
                tally.recognise();
                if (prefix.hasTime()) {
                    orderNs = Math.max(orderNs, prefix.timeNs());
                }
                return true;
            }
        }
        return false;
    }

    @Override
    public long orderNs() {
        return orderNs;
    }

    @Override
    public void deliver(QemuProcess process) throws EventSourceException {
        process.at(prefix.timeNs(), EventHeader.NONE);
        Optional<String> program = named ? message.program() : Optional.empty();
        String text = named ? message.text() : lines.text(prefix.bodyStart());
        if (alone || orderNs != NO_TIME) {
            process.errorLine(program, text);
        } else {
            process.errorLineOfUnknownTime(program, text);
        }
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
