package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.recorder.cli.where.Where;
import dev.vfr.recorder.cli.where.WhereSyntaxException;
import dev.vfr.recorder.json.EventJsonWriter;
import dev.vfr.recorder.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr events`.
@Command(
        name = "events",
        description = "Prints the events of a trace, one a line.",
        footer = {
            "",
            "EXPR compares fields of the events, named as --format jsonl prints them:",
            "  event == device-state-set and result != ok",
            "  bytes >= 1MiB or durationNs > 10ms",
            "  text ~ 'cannot reset'",
            "Operators: == != < <= > >= ~ (contains) and or not ( ). A field alone is true if the event has it;",
            "a comparison with an absent field is false. Units: ns us ms s KiB MiB GiB. A result is ok, failed,",
            "unknown, or an errno by name or number."
        })
final class EventsCommand implements Callable<Integer> {

    /// How the events are printed.
    enum Format {
        TEXT,
        JSONL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TRACE", description = "trace, a folder NAME.vfr")
    private Path trace = Path.of("");

    @Option(names = "--where", paramLabel = "EXPR", description = "condition of the events to print")
    private @Nullable String where;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "output format: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private Format format = Format.TEXT;

    @Override
    public Integer call() throws EventSourceException, IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Predicate<MigrationEvent> condition = condition();
        try (TraceReader reader = Traces.open(trace);
                EventReader events = reader.readFrom(0)) {
            switch (format) {
                case TEXT -> printText(TraceClock.of(reader), events, condition, out);
                case JSONL -> printJson(events, condition, out);
            }
            reader.shortfall().ifPresent(this::warn);
        }
        return ExitStatus.OK;
    }

    private Predicate<MigrationEvent> condition() {
        try {
            return where == null ? event -> true : Where.parse(where);
        } catch (WhereSyntaxException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "--where: " + e.getMessage());
        }
    }

    private static void printText(
            TraceClock clock, EventReader events, Predicate<MigrationEvent> condition, PrintWriter out)
            throws EventSourceException {
        EventLine line = new EventLine(clock::startNs);
        for (MigrationEvent event = events.next(); event != null; event = events.next()) {
            line.learn(event);
            if (condition.test(event)) {
                out.println(line.print(event));
            }
        }
    }

    private static void printJson(EventReader events, Predicate<MigrationEvent> condition, PrintWriter out)
            throws EventSourceException, IOException {
        EventJsonWriter json = new EventJsonWriter(out);
        for (MigrationEvent event = events.next(); event != null; event = events.next()) {
            if (condition.test(event)) {
                json.write(event);
            }
        }
        json.flush();
    }

    private void warn(String shortfall) {
        CommandSpec mine = Objects.requireNonNull(spec);
        mine.commandLine().getOut().flush();
        mine.commandLine().getErr().println("vfr: " + trace + ": " + shortfall);
    }
}
