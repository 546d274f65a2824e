package dev.vfr.ui.app;

import dev.vfr.recorder.cli.ExitStatus;
import dev.vfr.recorder.cli.VfrCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr ui`: shows traces in a window, or draws the window into a file.
@Command(
        name = "ui",
        description = {
            "Shows recorded migrations in a window.",
            "Several traces are joined, such as those of the source and the destination."
        },
        mixinStandardHelpOptions = true)
public final class UiCommand implements VfrCommand {

    private static final Pattern SIZE = Pattern.compile("(\\d{3,5})x(\\d{3,5})");
    private static final int SIZE_MAX = 8192;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TRACE", description = "traces to open; an empty window if none is given")
    private List<Path> traces = new ArrayList<>();

    @Option(
            names = "--screenshot",
            paramLabel = "FILE",
            description = "PNG file to draw the window into, without a display")
    private @Nullable Path screenshot;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1600x1000",
            description = "size of the window in pixels (default: ${DEFAULT-VALUE})")
    private String size = "1600x1000";

    @Option(names = "--at", paramLabel = "SEQ", description = "event to start at (default: the first of the migration)")
    private long at = -1;

    @Option(
            names = "--theme",
            paramLabel = "light|dark",
            defaultValue = "light",
            description = "colours of the window (default: ${DEFAULT-VALUE})")
    private String theme = "light";

    /// For picocli.
    public UiCommand() {}

    @Override
    public Integer call() throws Exception {
        Launch launch = new Launch(List.copyOf(traces), width(1), width(2), at, isDark());
        if (screenshot == null) {
            launch.openWindow();
        } else if (traces.isEmpty()) {
            throw wrong("--screenshot needs a TRACE");
        } else {
            launch.draw(screenshot);
        }
        return ExitStatus.OK;
    }

    private int width(int group) {
        Matcher matcher = SIZE.matcher(size);
        int pixels = matcher.matches() ? Integer.parseInt(matcher.group(group)) : 0;
        if (pixels < 100 || pixels > SIZE_MAX) {
            throw wrong("--size is WIDTHxHEIGHT in pixels, such as 1600x1000, up to 8192; not '" + size + "'");
        }
        return pixels;
    }

    private boolean isDark() {
        return switch (theme.toLowerCase(Locale.ROOT)) {
            case "light" -> false;
            case "dark" -> true;
            default -> throw wrong("--theme is light or dark, not '" + theme + "'");
        };
    }

    private ParameterException wrong(String message) {
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
