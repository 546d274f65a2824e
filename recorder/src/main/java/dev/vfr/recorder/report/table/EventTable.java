package dev.vfr.recorder.report.table;

import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.Call;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.recorder.json.EventJson;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The table of events: a row each, the traces one after the other.
///
/// Chunks have columns for all that they are; every other event is whole in the column `json`, as 'vfr export jsonl'
/// prints it.
public final class EventTable {

    private final Table<Row> table = new Table<Row>("events")
            .text("trace", row -> row.trace)
            .number("seq", row -> row.header.seq())
            .text("event", row -> EventName.of(row.event))
            .number("start_ns", row -> known(row.clock.startNs(row.header)))
            .number("host_ns", row -> known(row.header.timeNs()))
            .number("duration_ns", row -> known(row.header.durationNs()))
            .text("process", row -> row.processes.get(row.header.process()))
            .number("thread", row -> some(row.header.thread()))
            .text("device", row -> row.devices.get(row.header.device()))
            .number("session", row -> some(row.header.session()))
            .text("result", Row::result)
            .number("errno", Row::errno)
            .maybeNumber("asked_bytes", Row::askedBytes)
            .maybeNumber("bytes", Row::bytes)
            .maybeNumber("stream_offset", Row::streamOffset)
            .number("calls", row -> row.event instanceof DataMerged merged ? (Long) merged.calls() : null)
            .maybeText("digest", row -> row.digest().map(digest -> digest.algorithm() + ":0x" + hex(digest.value())))
            .text("json", row -> row.isChunk() ? null : EventJson.toJson(row.event));

    private final List<TraceInput> traces;

    public EventTable(List<TraceInput> traces) {
        this.traces = List.copyOf(traces);
    }

    /// Its name, such as a file has it.
    public static String name() {
        return "events";
    }

    /// Writes all events; memory does not grow with their number.
    public void write(TableFormat format, OutputStream out) throws IOException, EventSourceException {
        RowWriter writer = format.writer(table.columns(), out);
        for (TraceInput trace : traces) {
            TraceClock clock = TraceClock.of(trace.events());
            Map<Integer, String> processes = new HashMap<>();
            Map<Integer, String> devices = new HashMap<>();
            try (EventReader events = trace.events().readFrom(0)) {
                for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                    if (event instanceof ProcessNamed named) {
                        processes.put(event.header().process(), named.label());
                    } else if (event instanceof DeviceNamed named) {
                        devices.put(event.header().device(), named.name());
                    }
                    writer.row(table.values(new Row(trace.name(), event, event.header(), clock, processes, devices)));
                }
            }
        }
        writer.finish();
    }

    private static @Nullable Long known(long ns) {
        return ns == EventHeader.UNKNOWN_NS ? null : (Long) ns;
    }

    private static @Nullable Long some(int number) {
        return number == EventHeader.NONE ? null : (Long) (long) number;
    }

    private static String hex(long value) {
        return Long.toHexString(value);
    }

    private record Row(
            String trace,
            MigrationEvent event,
            EventHeader header,
            TraceClock clock,
            Map<Integer, String> processes,
            Map<Integer, String> devices) {

        boolean isChunk() {
            return event instanceof DataRead || event instanceof DataWritten || event instanceof DataMerged;
        }

        @Nullable
        String result() {
            Optional<CallResult> result = callResult();
            if (result.isEmpty()) {
                return null;
            }
            return result.get().isOk() ? "ok" : result.get().isFailed() ? "failed" : "unknown";
        }

        @Nullable
        Long errno() {
            Optional<CallResult> result = callResult();
            return result.isPresent() && result.get().errno().isPresent()
                    ? (Long) (long) result.get().errno().getAsInt()
                    : null;
        }

        private Optional<CallResult> callResult() {
            return event instanceof Call call ? Optional.of(call.result()) : Optional.empty();
        }

        OptionalLong askedBytes() {
            return switch (event) {
                case DataRead e -> e.askedBytes();
                case DataWritten e -> e.askedBytes();
                default -> OptionalLong.empty();
            };
        }

        OptionalLong bytes() {
            return switch (event) {
                case DataRead e -> e.bytes();
                case DataWritten e -> e.bytes();
                case DataMerged e -> OptionalLong.of(e.bytes());
                default -> OptionalLong.empty();
            };
        }

        OptionalLong streamOffset() {
            return switch (event) {
                case DataRead e -> e.streamOffset();
                case DataWritten e -> e.streamOffset();
                case DataMerged e -> e.streamOffset();
                default -> OptionalLong.empty();
            };
        }

        Optional<Digest> digest() {
            return switch (event) {
                case DataRead e -> e.digest();
                case DataWritten e -> e.digest();
                default -> Optional.empty();
            };
        }
    }
}
