package dev.vfr.samples.testbed;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.ImportProgress;
import dev.vfr.recorder.capture.TraceImport;
import dev.vfr.recorder.trace.TraceReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `CompareCalls TRACE STRACE KERNEL`: whether everything that strace and the driver saw of a run is in the
/// trace.
///
/// strace's text is read by vfr's own importer, whose events are what people lay beside a trace: so the
/// importer is proven by the same run. What the importer passes over cannot hide: the beginnings of calls are
/// counted in the raw text as well.
///
/// Exit status 0 where nothing is missing, 1 where something is, 2 for wrong usage, 3 where a file cannot be
/// read.
@Command(name = "compare-calls", description = "Compares a trace with what strace and the driver saw.")
public final class CompareCalls implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TRACE", description = "trace, also as JSON lines")
    private Path trace = Path.of("");

    @Parameters(index = "1", paramLabel = "STRACE", description = "strace's text of the same process")
    private Path strace = Path.of("");

    @Parameters(index = "2", paramLabel = "KERNEL", description = "the kernel's ftrace of the same time")
    private Path kernel = Path.of("");

    /// Compares and exits.
    ///
    /// @param args TRACE STRACE KERNEL
    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareCalls()).execute(args));
    }

    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        try {
            List<MigrationEvent> recorded = Files.isDirectory(trace) ? eventsOf(trace) : imported(trace);
            boolean same = compare(recorded, line.getOut());
            line.getOut().flush();
            return same ? 0 : 1;
        } catch (IOException | EventSourceException e) {
            line.getErr().println(e.getMessage());
            return 3;
        }
    }

    private boolean compare(List<MigrationEvent> recorded, PrintWriter out) throws IOException, EventSourceException {
        List<Call> seen = Call.systemCalls(imported(strace));
        boolean same = isWhole(seen, RawText.calls(strace), out);
        same &= told(out, "strace", Comparison.exact("strace", seen, Call.systemCalls(recorded)));
        List<Call> driver = Call.driverCalls(ofProcesses(imported(kernel), pidsOf(recorded)));
        same &= told(out, "driver", Comparison.within("the driver", driver, Call.driverCalls(recorded)));
        return same;
    }

    /// The importer has made a call of each beginning in the raw text.
    private static boolean isWhole(List<Call> seen, long raw, PrintWriter out) {
        long taken = seen.stream()
                .filter(call -> !call.name().startsWith("poll") && !call.name().startsWith("close"))
                .count();
        if (taken != raw) {
            out.println("  strace's text begins " + raw + " such calls, the importer took " + taken);
        }
        return taken == raw;
    }

    private static boolean told(PrintWriter out, String view, Comparison comparison) throws IOException {
        comparison.print(view, out);
        comparison.difference().ifPresent(text -> out.println("  " + text));
        return comparison.difference().isEmpty();
    }

    private static Set<Long> pidsOf(List<MigrationEvent> events) {
        Set<Long> pids = new HashSet<>();
        for (MigrationEvent event : events) {
            if (event instanceof ProcessNamed named) {
                named.pid().ifPresent(pids::add);
            }
        }
        return pids;
    }

    /// The kernel's driver serves every process; these are the events of some.
    private static List<MigrationEvent> ofProcesses(List<MigrationEvent> events, Set<Long> pids) {
        Set<Integer> numbers = new HashSet<>();
        List<MigrationEvent> kept = new ArrayList<>();
        for (MigrationEvent event : events) {
            if (event instanceof ProcessNamed named
                    && named.pid().isPresent()
                    && pids.contains(named.pid().getAsLong())) {
                numbers.add(named.header().process());
            }
            if (numbers.contains(event.header().process())) {
                kept.add(event);
            }
        }
        return kept;
    }

    private static List<MigrationEvent> imported(Path file) throws EventSourceException {
        InMemoryEvents events = new InMemoryEvents();
        TraceImport.run(List.of(new ImportInput(file, Optional.empty())), events, ImportProgress.NONE);
        return events.toList();
    }

    private static List<MigrationEvent> eventsOf(Path trace) throws EventSourceException {
        List<MigrationEvent> events = new ArrayList<>();
        try (TraceReader reader = TraceReader.open(trace);
                EventSource.EventReader from = reader.readFrom(0)) {
            for (MigrationEvent event = from.next(); event != null; event = from.next()) {
                events.add(event);
            }
        }
        return events;
    }
}
