package dev.vfr.model.drawing;

import java.util.Map;

/// A piece of the time line that is to be drawn, divided into columns.
///
/// @param from where it begins on the picture's axis: ns, or events where the trace has no times
/// @param to where it ends, > `from`
/// @param shift what to add to a position in the trace to put it onto the picture's axis
/// @param shiftOfProcess the same for the processes on another host's clock, by their labels
public record Frame(long from, long to, long shift, Map<String, Long> shiftOfProcess) {

    /// How many columns a picture is thinned to: about its width in pixels.
    public static final int COLUMNS = 960;

    public Frame {
        if (to <= from) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
        shiftOfProcess = Map.copyOf(shiftOfProcess);
    }

    /// Where a position of the trace stands on the picture's axis.
    public long place(String process, long position) {
        return position + shiftOfProcess.getOrDefault(process, shift);
    }

    public boolean contains(long placed) {
        return placed >= from && placed <= to;
    }

    /// The column of a place inside the frame, 0 to [#COLUMNS] - 1.
    int column(long placed) {
        double part = (double) (placed - from) / ((double) to - from);
        return Math.clamp((int) (part * COLUMNS), 0, COLUMNS - 1);
    }
}
