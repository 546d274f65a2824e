package dev.vfr.ui.app;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.replay.JoinedEvents;
import dev.vfr.recorder.trace.TraceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Traces on disk that are opened together, such as those of the source and the destination.
///
/// @param sources one per trace, in the order given
/// @param names their names
/// @param joined all of them as one
record Traces(List<EventSource> sources, List<String> names, EventSource joined) {

    Traces {
        sources = List.copyOf(sources);
        names = List.copyOf(names);
    }

    /// Opens traces; those already opened are closed again where a later one cannot be read.
    static Traces open(List<Path> paths) throws EventSourceException {
        List<EventSource> sources = new ArrayList<>();
        try {
            for (Path path : paths) {
                sources.add(TraceReader.open(path));
            }
            EventSource joined = sources.size() == 1 ? sources.getFirst() : JoinedEvents.of(sources);
            return new Traces(
                    sources, paths.stream().map(path -> nameOf(path, paths)).toList(), joined);
        } catch (EventSourceException | RuntimeException e) {
            for (EventSource source : sources) {
                source.close();
            }
            throw e;
        }
    }

    /// Finds out whether each trace can be opened, without reading it.
    static void check(List<Path> paths) throws EventSourceException {
        for (Path path : paths) {
            TraceReader.open(path).close();
        }
    }

    /// Where an event of one trace stands in all of them together.
    ///
    /// @param trace counted from 0 in the order given
    /// @param seq the event's position in that trace
    long joinedSeq(int trace, long seq) throws EventSourceException {
        return joined instanceof JoinedEvents several ? several.seqOf(trace, seq) : seq;
    }

    /// The names as one.
    String title() {
        return names.stream().collect(Collectors.joining(" + "));
    }

    /// Closes what was opened; a failure to close what was only read is of no consequence.
    static void closeQuietly(Traces traces) {
        try {
            traces.joined.close();
        } catch (EventSourceException e) {
            System.getLogger(Traces.class.getName()).log(System.Logger.Level.DEBUG, "closing a trace", e);
        }
    }

    /// The short name, or the whole path where another trace has the same short name.
    private static String nameOf(Path path, List<Path> all) {
        String name = shortName(path);
        boolean unique =
                all.stream().filter(other -> shortName(other).equals(name)).count() == 1;
        return unique ? name : path.toString();
    }

    private static String shortName(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? path.toString() : name.toString();
    }
}
