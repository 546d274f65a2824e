package dev.vfr.recorder.capture.strace;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.Quote;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the text of `strace -f -ttt -T -y`, forward and once: a call becomes events where it returned.
///
/// Without -y a number does not tell a data_fd from any other file, without -ttt nothing tells when: both are
/// refused.
public final class StraceImport {

    /// The calls by which a program comes by a VFIO file and uses it.
    private static final Set<String> CALLS = Set.of(
            "open",
            "openat",
            "openat2",
            "close",
            "dup",
            "dup2",
            "dup3",
            "fcntl",
            "fcntl64",
            "ioctl",
            "read",
            "readv",
            "pread64",
            "preadv",
            "preadv2",
            "write",
            "writev",
            "pwrite64",
            "pwritev",
            "pwritev2",
            "sendfile",
            "sendfile64",
            "splice",
            "copy_file_range",
            "poll",
            "ppoll",
            "ppoll_time64",
            "mmap",
            "mmap2",
            "fork",
            "vfork",
            "clone",
            "clone3");

    private record Pending(long entryNs, String beginning) {}

    private final PeeledLines lines;
    private final String file;
    private final FileTally tally = new FileTally();
    private final StraceTranslator translator;
    private final Map<Integer, Pending> pending = new HashMap<>();

    private StraceImport(InputStream in, String file, Peel peel, EventSink sink) {
        this.lines = new PeeledLines(in, file, peel);
        this.file = file;
        this.translator = new StraceTranslator(sink, file);
    }

    /// Appends the events of the text to `sink`, those about the trace itself included.
    ///
    /// @param in closed at the end
    /// @param file its name, for messages
    /// @param peel the layers around its lines
    /// @throws EventSourceException where the text cannot be read or was taken without what is needed
    public static FileTally run(InputStream in, String file, Peel peel, EventSink sink) throws EventSourceException {
        StraceImport run = new StraceImport(in, file, peel, sink);
        try {
            run.readAll();
        } finally {
            run.lines.close();
        }
        return run.tally;
    }

    private void readAll() throws EventSourceException {
        while (lines.next()) {
            tally.line();
            if (lines.isOverlong()) {
                tally.skip(SkipReason.OVERLONG);
                continue;
            }
            StraceLine line = StraceLine.of(lines.text(lines.start()));
            if (!lines.isTerminated()) {
                tally.skip(SkipReason.TORN);
                translator.lost("the last line of " + file + " is cut off");
            } else if (line.isCall()) {
                requireTime(line);
                tally.recognise();
                call(line);
            } else if (line.isNote()) {
                note(line);
            } else {
                tally.skip(SkipReason.OTHER_TEXT);
            }
        }
        for (Integer thread : Set.copyOf(pending.keySet())) {
            leftOpen(thread);
        }
        translator.finish();
    }

    private void requireTime(StraceLine line) throws EventSourceException {
        if (!line.hasTime()) {
            throw new EventSourceException(file + ":" + lines.number()
                    + ": expected the times of strace -ttt, seconds since 1970, found "
                    + (line.time().isEmpty() ? "none: " + Quote.of(line.body()) : Quote.of(line.time())));
        }
        translator.begin(line.epochNs(), line.thread());
    }

    private void call(StraceLine line) throws EventSourceException {
        String body = line.body();
        if (StraceCall.isResumed(body)) {
            Pending begun = pending.remove(line.thread());
            Optional<String> name = StraceCall.resumedName(body);
            if (begun == null || name.isEmpty() || !begun.beginning().startsWith(name.get() + "(")) {
                tally.skip(SkipReason.OTHER_CALL);
                return;
            }
            translate(line.thread(), begun.entryNs(), StraceCall.joined(begun.beginning(), body));
            return;
        }
        String name = body.substring(0, Math.max(0, body.indexOf('(')));
        if (!CALLS.contains(name)) {
            pending.remove(line.thread());
            tally.skip(SkipReason.OTHER_CALL);
        } else if (StraceCall.isUnfinished(body)) {
            pending.put(line.thread(), new Pending(line.epochNs(), body));
        } else {
            translate(line.thread(), line.epochNs(), body);
        }
    }

    private void translate(int thread, long entryNs, String body) throws EventSourceException {
        Optional<StraceCall> call = StraceCall.of(thread, entryNs, body);
        if (call.isEmpty()) {
            tally.skip(SkipReason.NOT_UNDERSTOOD);
            return;
        }
        switch (translator.translate(call.get(), lines.number())) {
            case TAKEN -> {}
            case OTHER -> tally.skip(SkipReason.OTHER_CALL);
            case NOT_UNDERSTOOD -> tally.skip(SkipReason.NOT_UNDERSTOOD);
        }
    }

    private void note(StraceLine line) throws EventSourceException {
        tally.recognise();
        if (line.body().startsWith("+++ ")) {
            leftOpen(line.thread());
            translator.ended(line.thread());
        }
        tally.skip(SkipReason.OTHER_TEXT);
    }

    /// A call that never returned: its thread ended in it, or the text ends.
    private void leftOpen(int thread) throws EventSourceException {
        Pending begun = pending.remove(thread);
        if (begun != null) {
            translate(thread, begun.entryNs(), begun.beginning());
        }
    }

    /// The header of a fact of the whole trace.
    static EventHeader traceHeader(long timeNs) {
        return new EventHeader(
                0,
                timeNs,
                EventHeader.UNKNOWN_NS,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE,
                EventHeader.NONE);
    }
}
