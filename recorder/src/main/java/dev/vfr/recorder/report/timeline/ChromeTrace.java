package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.json.UnicodeText;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/// Chrome's trace event format, the JSON object form, which `chrome://tracing`, Perfetto and Speedscope read.
///
/// | drawn | `ph` |
/// |---|---|
/// | state, slice | `X`; a state whose end is not known is a `B` that nothing ends |
/// | instant | `i` |
/// | number | `C` |
/// | name and place of a group or track | `M` |
///
/// Groups are processes, tracks are threads. `ts` and `dur` are µs with three decimals, so that no ns is lost. The
/// format has no free colours, only names; the nearest to the window's are taken.
final class ChromeTrace implements TimelineSink {

    private final JsonGenerator json;

    ChromeTrace(OutputStream out) {
        json = JsonFactory.builder()
                .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
                .build()
                .createGenerator(ObjectWriteContext.empty(), out, JsonEncoding.UTF8);
    }

    @Override
    public void begin(TimelineHead head) throws IOException {
        run(() -> {
            json.writeStartObject();
            json.writeStringProperty("displayTimeUnit", "ns");
            json.writeName("otherData");
            json.writeStartObject();
            head.startRealtimeNs()
                    .ifPresent(ns -> json.writeStringProperty("realtime at 0, ns since 1970", Long.toString(ns)));
            int number = 1;
            for (Report.MigrationSummary migration : head.report().migrations()) {
                json.writeStringProperty(
                        "migration " + number + " outcome", migration.outcome().word());
                json.writeStringProperty(
                        "migration " + number++ + " verdict",
                        migration.verdict().text());
            }
            number = 1;
            for (Finding finding : head.report().findings()) {
                json.writeStringProperty(
                        "finding " + number++,
                        finding.severity().word() + ": " + finding.rule() + ": " + finding.summary());
            }
            json.writeEndObject();
            json.writeName("traceEvents");
            json.writeStartArray();
        });
    }

    @Override
    public void group(Group group) throws IOException {
        metadata("process_name", group.id(), 0, "name", group.name());
        metadata("process_sort_index", group.id(), 0, "sort_index", group.id());
    }

    @Override
    public void track(Track track) throws IOException {
        if (track.kind() != Track.Kind.BYTES) {
            metadata("thread_name", track.group().id(), track.id(), "name", track.name());
            metadata("thread_sort_index", track.group().id(), track.id(), "sort_index", track.rank());
        }
    }

    @Override
    public void state(Track track, DeviceState state, long atNs, long ns, List<Arg> args) throws IOException {
        run(() -> {
            boolean open = ns == EventHeader.UNKNOWN_NS;
            open(open ? "B" : "X", state.name(), "state", track, atNs);
            if (!open) {
                json.writeName("dur");
                json.writeNumber(micros(ns));
            }
            json.writeStringProperty("cname", colour(state));
            close(args);
        });
    }

    @Override
    public void slice(Track track, String name, long atNs, long ns, List<Arg> args) throws IOException {
        run(() -> {
            open("X", name, "call", track, atNs);
            json.writeName("dur");
            json.writeNumber(micros(ns));
            close(args);
        });
    }

    @Override
    public void instant(Track track, String name, long atNs, List<Arg> args) throws IOException {
        run(() -> {
            open("i", name, "event", track, atNs);
            json.writeStringProperty("s", "t");
            close(args);
        });
    }

    @Override
    public void count(Track track, long atNs, long value) throws IOException {
        run(() -> {
            open("C", track.name(), "estimate", track, atNs);
            json.writeName("args");
            json.writeStartObject();
            json.writeName("bytes");
            json.writeNumber(Long.toUnsignedString(value));
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    @Override
    public void end() throws IOException {
        run(() -> {
            json.writeEndArray();
            json.writeEndObject();
            json.writeRaw('\n');
            json.close();
        });
    }

    private void open(String phase, String name, String category, Track track, long atNs) {
        json.writeStartObject();
        json.writeStringProperty("ph", phase);
        json.writeStringProperty("name", UnicodeText.wellFormed(name));
        json.writeStringProperty("cat", category);
        json.writeNumberProperty("pid", track.group().id());
        json.writeNumberProperty("tid", track.id());
        json.writeName("ts");
        json.writeNumber(micros(atNs));
    }

    private void close(List<Arg> args) {
        json.writeName("args");
        json.writeStartObject();
        for (Arg arg : args) {
            if (arg.isText()) {
                json.writeStringProperty(arg.name(), UnicodeText.wellFormed(arg.text()));
            } else {
                json.writeNumberProperty(arg.name(), arg.number());
            }
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void metadata(String name, int group, int track, String key, Object value) throws IOException {
        run(() -> {
            json.writeStartObject();
            json.writeStringProperty("ph", "M");
            json.writeStringProperty("name", name);
            json.writeNumberProperty("pid", group);
            json.writeNumberProperty("tid", track);
            json.writeName("args");
            json.writeStartObject();
            if (value instanceof Integer number) {
                json.writeNumberProperty(key, number);
            } else {
                json.writeStringProperty(key, UnicodeText.wellFormed(value.toString()));
            }
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
        });
    }

    /// ns as µs, exactly.
    private static String micros(long ns) {
        long size = Math.abs(ns);
        String rest = Long.toString(1000 + size % 1000);
        return (ns < 0 ? "-" : "") + size / 1000 + "." + rest.substring(1);
    }

    /// The name of the viewer's palette that is nearest to the window's colour of the state.
    private static String colour(DeviceState state) {
        return switch (state) {
            case RUNNING, RUNNING_P2P -> "thread_state_running";
            case PRE_COPY, PRE_COPY_P2P -> "rail_response";
            case STOP -> "generic_work";
            case STOP_COPY -> "thread_state_iowait";
            case RESUMING -> "detailed_memory_dump";
            case ERROR -> "terrible";
        };
    }

    private static void run(Runnable writing) throws IOException {
        try {
            writing.run();
        } catch (JacksonException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e);
        }
    }
}
