package dev.vfr.recorder.cli;

import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.recorder.trace.PayloadReader;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.recorder.trace.TraceWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr recover`.
@Command(
        name = "recover",
        description = "Saves what can be read of a damaged trace into a new one.",
        footer = {
            "",
            "An event events-lost stands in the new trace for each gap. The events behind it get new numbers.",
            "Exit status 0 if everything is saved, 1 if something is missing, 3 if nothing can be read."
        })
final class RecoverCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "TRACE", description = "The trace, a folder NAME.vfr.")
    private Path trace = Path.of("");

    @Option(names = "-o", paramLabel = "NEW", required = true, description = "The new trace; it must not exist.")
    private Path output = Path.of("");

    /// What became of the events.
    private static final class Tally {
        private long saved;
        private long gaps;
        private long lost;
        private boolean uncounted;

        void add(MigrationEvent event, boolean gap) {
            if (!gap) {
                saved++;
            } else if (event instanceof EventsLost loss) {
                gaps++;
                lost += loss.count().orElse(0);
                uncounted |= loss.count().isEmpty();
            }
        }

        String inWords() {
            String many = uncounted
                    ? lost == 0 ? "unknown many" : "at least " + lost
                    : String.format(Locale.ROOT, "%,d", lost);
            String where = gaps == 0 ? "" : String.format(Locale.ROOT, " in %,d %s", gaps, gaps == 1 ? "gap" : "gaps");
            return String.format(Locale.ROOT, "%,d events saved, %s lost%s", saved, many, where);
        }
    }

    @Override
    public Integer call() throws EventSourceException, IOException, EnvironmentException {
        CommandSpec mine = Objects.requireNonNull(spec);
        Tally tally = new Tally();
        List<String> problems = new ArrayList<>();
        try (TraceReader reader = Traces.open(trace);
                NewTrace copy = NewTrace.begin(output, mine.commandLine())) {
            copyEvents(reader, copy.writer(), tally);
            if (!reader.manifest().closedCleanly()) {
                problems.add("the recording was not closed, what followed is unknown");
            }
            if (PayloadReader.isKept(trace)) {
                PayloadReader.copy(trace, copy.writer()).ifPresent(problems::add);
            }
            copy.writer().imports(reader.manifest().imports());
            copy.finish();
        }
        problems.addFirst(output + ": " + tally.inWords());
        mine.commandLine().getOut().println(String.join("; ", problems));
        return tally.gaps == 0 && problems.size() == 1 ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    private static void copyEvents(TraceReader reader, TraceWriter writer, Tally tally) throws EventSourceException {
        try (EventReader events = reader.readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                tally.add(event, events.isGap());
                writer.append(event);
            }
        }
    }
}
