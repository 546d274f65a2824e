package dev.vfr.recorder.report;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.Locale;

/// Colours for a terminal: one a state, the same as in the window, and none if colour is off.
final class Paint {

    private static final String RESET = "\u001b[0m";
    private static final int GREEN = 0x009E73;
    private static final int BLUE = 0x0072B2;
    private static final int GREY = 0x7F7F7F;
    private static final int ORANGE = 0xE69F00;
    private static final int PINK = 0xCC79A7;
    private static final int RED = 0xD55E00;

    private final boolean colour;

    Paint(boolean colour) {
        this.colour = colour;
    }

    String bold(String text) {
        return colour ? "\u001b[1m" + text + RESET : text;
    }

    String state(DeviceState state, String text) {
        return in(
                switch (state) {
                    case RUNNING, RUNNING_P2P -> GREEN;
                    case PRE_COPY, PRE_COPY_P2P -> BLUE;
                    case STOP -> GREY;
                    case STOP_COPY -> ORANGE;
                    case RESUMING -> PINK;
                    case ERROR -> RED;
                },
                text);
    }

    /// A headline, whose first word is the outcome.
    String headline(Report.Outcome outcome, String headline) {
        int word = Math.min(outcome.word().length(), headline.length());
        int rgb = switch (outcome) {
            case COMPLETED -> GREEN;
            case FAILED, BLOCKED -> RED;
            case CANCELLED, INCOMPLETE -> ORANGE;
        };
        return bold(in(rgb, headline.substring(0, word))) + headline.substring(word);
    }

    String severity(Finding.Severity severity) {
        return in(
                switch (severity) {
                    case ERROR -> RED;
                    case WARNING -> ORANGE;
                    case INFO -> BLUE;
                },
                String.format(Locale.ROOT, "%-7s", severity.word()));
    }

    private String in(int rgb, String text) {
        if (!colour) {
            return text;
        }
        return "\u001b[38;2;" + (rgb >> 16) + ";" + (rgb >> 8 & 0xff) + ";" + (rgb & 0xff) + "m" + text + RESET;
    }
}
