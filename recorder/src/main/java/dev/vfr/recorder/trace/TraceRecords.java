package dev.vfr.recorder.trace;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.TraceEvent;
import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.trace.sbe.CaptureCostMeasuredDecoder;
import dev.vfr.recorder.trace.sbe.CaptureCostMeasuredEncoder;
import dev.vfr.recorder.trace.sbe.CaptureCostMeasuredPresentDecoder;
import dev.vfr.recorder.trace.sbe.ClockAnchoredDecoder;
import dev.vfr.recorder.trace.sbe.ClockAnchoredEncoder;
import dev.vfr.recorder.trace.sbe.EventsLostDecoder;
import dev.vfr.recorder.trace.sbe.EventsLostEncoder;
import dev.vfr.recorder.trace.sbe.EventsLostPresentDecoder;
import dev.vfr.recorder.trace.sbe.MarkerSetDecoder;
import dev.vfr.recorder.trace.sbe.MarkerSetEncoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderDecoder;
import dev.vfr.recorder.trace.sbe.MessageHeaderEncoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedDecoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedEncoder;
import dev.vfr.recorder.trace.sbe.ProcessNamedPresentDecoder;
import dev.vfr.recorder.trace.sbe.TraceClosedDecoder;
import dev.vfr.recorder.trace.sbe.TraceClosedEncoder;
import dev.vfr.recorder.trace.sbe.TraceOpenedDecoder;
import dev.vfr.recorder.trace.sbe.TraceOpenedEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/// The binary form of the events about the trace itself, message by message as in `events.xml`.
///
/// Encoders return the end of what they wrote. Used by one thread at a time.
final class TraceRecords {

    private final MessageHeaderEncoder messageHeader = new MessageHeaderEncoder();
    private final MessageHeaderDecoder messageHeaderRead = new MessageHeaderDecoder();
    private final TraceOpenedEncoder traceOpenedEncoder = new TraceOpenedEncoder();
    private final TraceOpenedDecoder traceOpenedDecoder = new TraceOpenedDecoder();
    private final ProcessNamedEncoder processNamedEncoder = new ProcessNamedEncoder();
    private final ProcessNamedDecoder processNamedDecoder = new ProcessNamedDecoder();
    private final ClockAnchoredEncoder clockAnchoredEncoder = new ClockAnchoredEncoder();
    private final ClockAnchoredDecoder clockAnchoredDecoder = new ClockAnchoredDecoder();
    private final EventsLostEncoder eventsLostEncoder = new EventsLostEncoder();
    private final EventsLostDecoder eventsLostDecoder = new EventsLostDecoder();
    private final CaptureCostMeasuredEncoder captureCostMeasuredEncoder = new CaptureCostMeasuredEncoder();
    private final CaptureCostMeasuredDecoder captureCostMeasuredDecoder = new CaptureCostMeasuredDecoder();
    private final MarkerSetEncoder markerSetEncoder = new MarkerSetEncoder();
    private final MarkerSetDecoder markerSetDecoder = new MarkerSetDecoder();
    private final TraceClosedEncoder traceClosedEncoder = new TraceClosedEncoder();
    private final TraceClosedDecoder traceClosedDecoder = new TraceClosedDecoder();

    /// Writes the message of `event` at `at`.
    ///
    /// @return the end of the message
    int encode(TraceEvent event, MutableDirectBuffer buffer, int at) {
        return switch (event) {
            case TraceOpened e -> encode(e, buffer, at);
            case ProcessNamed e -> encode(e, buffer, at);
            case ClockAnchored e -> encode(e, buffer, at);
            case EventsLost e -> encode(e, buffer, at);
            case CaptureCostMeasured e -> encode(e, buffer, at);
            case MarkerSet e -> encode(e, buffer, at);
            case TraceClosed e -> encode(e, buffer, at);
        };
    }

    private int encode(TraceOpened event, MutableDirectBuffer buffer, int at) {
        TraceOpenedEncoder to = traceOpenedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.schemaVersion(event.schemaVersion());
        TraceOpenedEncoder.SourcesEncoder sources =
                to.sourcesCount(event.sources().size());
        for (CaptureSource source : event.sources()) {
            sources.next().source(Parts.code(source));
        }
        to.producer(event.producer());
        return to.limit();
    }

    TraceOpened decodeTraceOpened(long seq, DirectBuffer buffer, int at) {
        TraceOpenedDecoder from = traceOpenedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        List<CaptureSource> sources = new ArrayList<>();
        for (TraceOpenedDecoder.SourcesDecoder item : from.sources()) {
            sources.add(Parts.captureSource(item.source()));
        }
        return new TraceOpened(Parts.decode(seq, from.origin()), sources, from.producer(), from.schemaVersion());
    }

    private int encode(ProcessNamed event, MutableDirectBuffer buffer, int at) {
        ProcessNamedEncoder to = processNamedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present()
                .clear()
                .pid(event.pid().isPresent())
                .host(event.host().isPresent())
                .kernel(event.kernel().isPresent())
                .vmm(event.vmm().isPresent())
                .vmmVersion(event.vmmVersion().isPresent());
        to.hostClock(event.hostClock());
        to.pid(event.pid().orElse(0));
        ProcessNamedEncoder.CommandLineEncoder commandLine =
                to.commandLineCount(event.commandLine().size());
        for (String text : event.commandLine()) {
            commandLine.next().text(text);
        }
        to.label(event.label());
        to.host(event.host().orElse(""));
        to.kernel(event.kernel().orElse(""));
        to.vmm(event.vmm().orElse(""));
        to.vmmVersion(event.vmmVersion().orElse(""));
        return to.limit();
    }

    ProcessNamed decodeProcessNamed(long seq, DirectBuffer buffer, int at) {
        ProcessNamedDecoder from = processNamedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        ProcessNamedPresentDecoder present = from.present();
        List<String> commandLine = new ArrayList<>();
        for (ProcessNamedDecoder.CommandLineDecoder item : from.commandLine()) {
            commandLine.add(item.text());
        }
        return new ProcessNamed(
                Parts.decode(seq, from.origin()),
                from.label(),
                from.hostClock(),
                Parts.optional(present.pid(), from.pid()),
                Parts.optional(present.host(), from.host()),
                Parts.optional(present.kernel(), from.kernel()),
                Parts.optional(present.vmm(), from.vmm()),
                Parts.optional(present.vmmVersion(), from.vmmVersion()),
                commandLine);
    }

    private int encode(ClockAnchored event, MutableDirectBuffer buffer, int at) {
        ClockAnchoredEncoder to = clockAnchoredEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.hostClock(event.hostClock());
        to.monotonicNs(event.monotonicNs());
        to.realtimeNs(event.realtimeNs());
        to.uncertaintyNs(event.uncertaintyNs());
        return to.limit();
    }

    ClockAnchored decodeClockAnchored(long seq, DirectBuffer buffer, int at) {
        ClockAnchoredDecoder from = clockAnchoredDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new ClockAnchored(
                Parts.decode(seq, from.origin()),
                from.hostClock(),
                from.monotonicNs(),
                from.realtimeNs(),
                from.uncertaintyNs());
    }

    private int encode(EventsLost event, MutableDirectBuffer buffer, int at) {
        EventsLostEncoder to = eventsLostEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().count(event.count().isPresent());
        to.count(event.count().orElse(0));
        to.reason(event.reason());
        return to.limit();
    }

    EventsLost decodeEventsLost(long seq, DirectBuffer buffer, int at) {
        EventsLostDecoder from = eventsLostDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        EventsLostPresentDecoder present = from.present();
        return new EventsLost(
                Parts.decode(seq, from.origin()), Parts.optional(present.count(), from.count()), from.reason());
    }

    private int encode(MarkerSet event, MutableDirectBuffer buffer, int at) {
        MarkerSetEncoder to = markerSetEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.text(event.text());
        return to.limit();
    }

    MarkerSet decodeMarkerSet(long seq, DirectBuffer buffer, int at) {
        MarkerSetDecoder from = markerSetDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new MarkerSet(Parts.decode(seq, from.origin()), from.text());
    }

    private int encode(TraceClosed event, MutableDirectBuffer buffer, int at) {
        TraceClosedEncoder to = traceClosedEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        return to.limit();
    }

    TraceClosed decodeTraceClosed(long seq, DirectBuffer buffer, int at) {
        TraceClosedDecoder from = traceClosedDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        return new TraceClosed(Parts.decode(seq, from.origin()));
    }

    private int encode(CaptureCostMeasured event, MutableDirectBuffer buffer, int at) {
        CaptureCostMeasuredEncoder to = captureCostMeasuredEncoder.wrapAndApplyHeader(buffer, at, messageHeader);
        Parts.encode(event.header(), to.origin());
        to.present().clear().digestNsPerMib(event.digestNsPerMib().isPresent());
        to.callNs(event.callNs());
        to.digestNsPerMib(event.digestNsPerMib().orElse(0));
        return to.limit();
    }

    CaptureCostMeasured decodeCaptureCostMeasured(long seq, DirectBuffer buffer, int at) {
        CaptureCostMeasuredDecoder from = captureCostMeasuredDecoder.wrapAndApplyHeader(buffer, at, messageHeaderRead);
        CaptureCostMeasuredPresentDecoder present = from.present();
        return new CaptureCostMeasured(
                Parts.decode(seq, from.origin()),
                from.callNs(),
                Parts.optional(present.digestNsPerMib(), from.digestNsPerMib()));
    }
}
