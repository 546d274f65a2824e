package dev.vfr.recorder.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.vfr.model.event.CaptureSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a trace is, in `manifest.json`.
///
/// A trace that is being written, or whose writer was killed, has a manifest without the totals.
///
/// @param format always [#FORMAT]
/// @param version version of the form on disk, of manifest, queue and events together
/// @param producer the program that wrote the trace, and its version
/// @param closedCleanly whether the writer came to its end; if not, the totals are absent
/// @param stopped why recording ended before its time, such as a full disk; what was recorded till then is intact
/// @param events number of records
/// @param recordsCrc32c checksum over the checksums of all records, see [RecordSum], as hexadecimal digits
/// @param queueBytes size of the queue file
/// @param queueCrc32c checksum of the whole queue file, as hexadecimal digits
/// @param eventCounts how many there are of each event, by its name
/// @param sources the ways of capture that went into the trace
/// @param processes the processes that the events belong to
/// @param clocks the moments at which a host clock and the real time are known together
/// @param captureCost what recording cost the recorded process, where the recorder measured it
/// @param payload totals of the device data, where the trace keeps its bytes
/// @param imports the files that the trace was made from, empty where it was recorded
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Manifest(
        String format,
        int version,
        String producer,
        boolean closedCleanly,
        Optional<String> stopped,
        OptionalLong events,
        Optional<String> recordsCrc32c,
        OptionalLong queueBytes,
        Optional<String> queueCrc32c,
        Map<String, Long> eventCounts,
        List<CaptureSource> sources,
        List<TracedProcess> processes,
        List<ClockAnchor> clocks,
        Optional<CaptureCost> captureCost,
        Optional<PayloadTotals> payload,
        List<ImportedFile> imports) {

    public static final String FORMAT = "vfr.trace";

    /// The version that this program writes. Version 2 has more kinds of events than version 1.
    public static final int VERSION = 2;

    /// The oldest version that this program reads.
    static final int OLDEST_VERSION = 1;

    public Manifest {
        eventCounts = java.util.Collections.unmodifiableMap(new TreeMap<>(eventCounts));
        sources = List.copyOf(sources);
        processes = List.copyOf(processes);
        clocks = List.copyOf(clocks);
        imports = List.copyOf(imports);
    }

    /// A process of the trace.
    ///
    /// @param number the trace's number of the process
    /// @param label a short name for people
    /// @param hostClock the trace's number of the host clock
    /// @param firstTimeNs ns on the host clock, time of the earliest event with a time
    /// @param lastTimeNs ns on the host clock, time of the latest event with a time
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record TracedProcess(
            int number,
            String label,
            int hostClock,
            OptionalLong pid,
            Optional<String> host,
            Optional<String> kernel,
            Optional<String> vmm,
            Optional<String> vmmVersion,
            OptionalLong firstTimeNs,
            OptionalLong lastTimeNs) {}

    /// The monotonic and the real time of one host read together, in ns; see
    /// [dev.vfr.model.event.TraceEvent.ClockAnchored].
    public record ClockAnchor(int hostClock, long monotonicNs, long realtimeNs, long uncertaintyNs) {}

    /// What one recorded call and the digest of 1 MiB cost the recorded process, in ns; see
    /// [dev.vfr.model.event.TraceEvent.CaptureCostMeasured].
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    public record CaptureCost(long callNs, OptionalLong digestNsPerMib) {}

    /// The bytes of device data in the queue of their own.
    ///
    /// @param records number of records
    /// @param bytes of device data in them
    /// @param recordsCrc32c checksum over the checksums of all records, as hexadecimal digits
    /// @param queueBytes size of the queue file
    /// @param queueCrc32c checksum of the whole queue file, as hexadecimal digits
    public record PayloadTotals(long records, long bytes, String recordsCrc32c, long queueBytes, String queueCrc32c) {}

    /// A file that went into an imported trace.
    ///
    /// @param name the file as it was named
    /// @param format the format it was read as, `skipped` if it is of none
    /// @param lines lines read
    /// @param events events found in it
    /// @param skippedLines lines that held no event
    public record ImportedFile(String name, String format, long lines, long events, long skippedLines) {}
}
