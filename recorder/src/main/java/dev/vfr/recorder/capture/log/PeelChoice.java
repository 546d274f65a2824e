package dev.vfr.recorder.capture.log;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/// Chooses the layers of a text: those without which most of its first lines can be read.
///
/// A text of which nine lines in ten can be read as they are has none. Otherwise layers are tried one inside the other,
/// as
/// long as that makes more lines readable or is what nearly all lines have.
public final class PeelChoice {

    private static final int MOST_LINES = 600;
    private static final int MOST_LAYERS = 4;

    /// A text of which lines are long and few may be one of more lines.
    private static final int FEW_LINES = 50;

    private static final int LONG_LINE = 300;

    /// Texts tried at each depth.
    private static final int BREADTH = 3;

    private final byte[] head;
    private final String file;
    private final Predicate<String> otherwiseKnown;

    private PeelChoice(byte[] head, String file, Predicate<String> otherwiseKnown) {
        this.head = head;
        this.file = file;
        this.otherwiseKnown = otherwiseKnown;
    }

    /// What the first lines are once some layers are off.
    ///
    /// @param readable lines that say what they are
    /// @param unknown lines that do not, blank ones left out
    /// @param layered lines that had the innermost layer
    /// @param longest bytes of the longest line
    private record Reading(Peel peel, int readable, int unknown, int layered, int longest) {

        int lines() {
            return readable + unknown;
        }

        boolean isReadable() {
            return readable * 10 >= lines() * 9;
        }

        /// Whether nearly every line had the innermost layer.
        boolean isOfAll() {
            return lines() > 0 && layered * 10 >= lines() * 8;
        }

        boolean isBetterThan(Reading other) {
            if (readable != other.readable) {
                return readable > other.readable;
            }
            return peel.layers().contains(Peel.Kind.WRAPPED)
                    && readable > 0
                    && other.unknown > 2
                    && unknown * 2 < other.unknown;
        }
    }

    /// The layers of the text that begins with `head`.
    ///
    /// @param file its name, for messages
    /// @param otherwiseKnown whether a line is one of a text that no VMM writes but that can be imported, too
    public static Peel of(byte[] head, String file, Predicate<String> otherwiseKnown) throws EventSourceException {
        return new PeelChoice(head, file, otherwiseKnown).choose();
    }

    private Peel choose() throws EventSourceException {
        Reading plain = read(Peel.NONE);
        if (plain.isReadable()) {
            return inOneLine(plain) ? Peel.NONE.with(Peel.Kind.ESCAPED, 0) : Peel.NONE;
        }
        Reading best = plain;
        Reading deepest = plain;
        List<Reading> outer = List.of(plain);
        for (int depth = 0; depth < MOST_LAYERS && !best.isReadable() && !outer.isEmpty(); depth++) {
            List<Reading> inner = new ArrayList<>();
            for (Reading each : outer) {
                inner.addAll(within(each));
            }
            inner.sort(Comparator.comparingInt(Reading::readable)
                    .reversed()
                    .thenComparing(Comparator.comparingInt(Reading::layered).reversed()));
            outer = inner.subList(0, Math.min(BREADTH, inner.size()));
            for (Reading each : outer) {
                best = each.isBetterThan(best) ? each : best;
                boolean further = each.isOfAll()
                        && each.peel().layers().size() > deepest.peel().layers().size();
                deepest = further ? each : deepest;
            }
        }
        // Where nothing can be read yet, what all lines have is a layer all the same: others follow further on.
        return best.readable() == 0 ? ofCollector(deepest) : best.peel();
    }

    /// A line that begins well may still be many, with their breaks written out.
    private boolean inOneLine(Reading plain) throws EventSourceException {
        boolean possible = plain.lines() < FEW_LINES && plain.longest() > LONG_LINE;
        return possible && read(Peel.NONE.with(Peel.Kind.ESCAPED, 0)).readable() > plain.readable() * 2;
    }

    /// Only log collectors put something before lines of many programs.
    private static Peel ofCollector(Reading reading) {
        boolean collector = reading.peel().layers().stream()
                .allMatch(kind -> kind == Peel.Kind.SYSLOG
                        || kind == Peel.Kind.JSON
                        || kind == Peel.Kind.CONTAINER
                        || kind == Peel.Kind.JOURNAL_EXPORT);
        return collector ? reading.peel() : Peel.NONE;
    }

    private List<Reading> within(Reading outer) throws EventSourceException {
        List<Reading> inner = new ArrayList<>();
        for (Peel.Kind kind : Peel.Kind.values()) {
            boolean possible = kind != Peel.Kind.WRAPPED || Peel.mayBeWrapped(outer.longest());
            if (possible && !outer.peel().layers().contains(kind)) {
                Reading reading = read(outer.peel().with(kind, outer.longest()));
                if (reading.layered() > 0 && reading.readable() >= outer.readable()) {
                    inner.add(reading);
                }
            }
        }
        return inner;
    }

    private Reading read(Peel peel) throws EventSourceException {
        int readable = 0;
        int unknown = 0;
        int layered = 0;
        int longest = 0;
        int open = 0;
        FileTally tally = new FileTally();
        try (PeeledLines lines = new PeeledLines(new ByteArrayInputStream(head), file, peel)) {
            LineRecogniser recogniser = new LineRecogniser(lines, file, TextKind.POSTED, tally);
            long known = 0;
            long misread = 0;
            for (int count = 0; count < MOST_LINES && lines.next(); count++) {
                recogniser.recognise();
                recogniser.takeMessage();
                longest = Math.max(longest, lines.end() - lines.start());
                layered += lines.layers() >= peel.layers().size() && !peel.isEmpty() ? 1 : 0;
                boolean goesOn = recogniser.isUnfinished();
                boolean isKnown = tally.recognised() > known && misread(tally) == misread;
                known = tally.recognised();
                misread = misread(tally);
                if (isKnown || otherwiseKnown.test(lines.text(lines.start()))) {
                    readable += open + 1;
                    open = 0;
                } else if (goesOn) {
                    open++;
                } else if (!lines.text(lines.start()).isBlank()) {
                    unknown += open + 1;
                    open = 0;
                }
            }
        }
        return new Reading(peel, readable, unknown + open, layered, longest);
    }

    private static long misread(FileTally tally) {
        return tally.skipped().getOrDefault(SkipReason.NOT_UNDERSTOOD, 0L);
    }
}
