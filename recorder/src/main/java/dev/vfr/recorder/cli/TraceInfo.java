package dev.vfr.recorder.cli;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Figures;
import dev.vfr.recorder.trace.Manifest;
import dev.vfr.recorder.trace.Manifest.CaptureCost;
import dev.vfr.recorder.trace.Manifest.ImportedFile;
import dev.vfr.recorder.trace.Manifest.TracedProcess;
import dev.vfr.recorder.trace.TraceReader;
import dev.vfr.recorder.trace.TraceVerification;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `vfr info` tells of a trace.
///
/// @param events events that can be read
/// @param problem why the trace is not intact, empty where it is
record TraceInfo(Path trace, Manifest manifest, TraceSpan span, long events, Optional<String> problem) {

    private static final String SCHEMA = "vfr.info/1";

    static TraceInfo of(Path trace) throws EventSourceException {
        try (TraceReader reader = Traces.open(trace)) {
            TraceVerification verification = Traces.verify(trace);
            Optional<String> problem = reader.shortfall()
                    .or(() -> verification.findings().stream().findFirst().map(Object::toString));
            return new TraceInfo(
                    trace, reader.manifest(), TraceSpan.of(reader.manifest()), verification.intactRecords(), problem);
        }
    }

    void printText(PrintWriter out) {
        line(out, "trace", trace.toString());
        line(out, "recorded by", manifest.producer());
        line(out, "sources", sources().collect(Collectors.joining(", ")));
        manifest.imports().forEach(file -> line(out, "imported", describe(file)));
        manifest.processes().forEach(process -> line(out, "process", describe(process)));
        span.startRealtimeNs().ifPresent(ns -> line(out, "start", realtime(ns)));
        span.durationNs().ifPresent(ns -> line(out, "duration", Figures.time(ns)));
        line(out, "events", String.format(Locale.ROOT, "%,d", events));
        manifest.eventCounts().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(count -> out.println(
                        String.format(Locale.ROOT, "%13s%,9d", "", count.getValue()) + "  " + count.getKey()));
        manifest.captureCost().ifPresent(cost -> line(out, "cost", describe(cost)));
        line(out, "intact", problem.map(text -> "no: " + text).orElse("yes"));
    }

    private static void line(PrintWriter out, String what, String value) {
        out.printf(Locale.ROOT, "%-12s %s%n", what, value);
    }

    private Stream<String> sources() {
        return manifest.sources().stream().map(CaptureSource::label);
    }

    private static String describe(ImportedFile file) {
        return String.format(
                Locale.ROOT,
                "%s (%s, %,d lines, %,d events, %,d skipped)",
                file.name(),
                file.format(),
                file.lines(),
                file.events(),
                file.skippedLines());
    }

    private static String describe(CaptureCost cost) {
        return Figures.time(cost.callNs()) + " a recorded call"
                + (cost.digestNsPerMib().isPresent()
                        ? ", " + Figures.time(cost.digestNsPerMib().getAsLong()) + " a MiB for the digest"
                        : "")
                + ", measured on that host";
    }

    private static String describe(TracedProcess process) {
        List<String> parts = new ArrayList<>();
        process.vmm()
                .ifPresent(vmm -> parts.add(
                        vmm + process.vmmVersion().map(version -> ' ' + version).orElse("")));
        process.pid().ifPresent(pid -> parts.add("pid " + pid));
        process.host().ifPresent(host -> parts.add("on " + host));
        process.kernel().ifPresent(kernel -> parts.add("kernel " + kernel));
        return process.label() + (parts.isEmpty() ? "" : ": " + String.join(", ", parts));
    }

    private static String realtime(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L))
                .toString();
    }

    void printJson(PrintWriter out) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode json = mapper.createObjectNode();
        json.put("schema", SCHEMA);
        json.put("name", Traces.name(trace));
        json.put("producer", manifest.producer());
        ArrayNode sources = json.putArray("sources");
        sources().forEach(sources::add);
        ArrayNode imports = json.putArray("imports");
        manifest.imports()
                .forEach(file -> imports.addObject()
                        .put("name", file.name())
                        .put("format", file.format())
                        .put("lines", file.lines())
                        .put("events", file.events())
                        .put("skippedLines", file.skippedLines()));
        ArrayNode processes = json.putArray("processes");
        manifest.processes().forEach(process -> addProcess(processes.addObject(), process));
        span.startRealtimeNs().ifPresent(ns -> json.put("startRealtimeNs", ns));
        span.durationNs().ifPresent(ns -> json.put("durationNs", ns));
        json.put("events", events);
        ObjectNode counts = json.putObject("eventCounts");
        manifest.eventCounts().forEach(counts::put);
        manifest.captureCost().ifPresent(cost -> {
            ObjectNode captureCost = json.putObject("captureCost");
            captureCost.put("callNs", cost.callNs());
            cost.digestNsPerMib().ifPresent(ns -> captureCost.put("digestNsPerMib", ns));
        });
        json.put("intact", problem.isEmpty());
        problem.ifPresent(text -> json.put("problem", text));
        out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json));
    }

    private static void addProcess(ObjectNode json, TracedProcess process) {
        json.put("label", process.label());
        json.put("hostClock", process.hostClock());
        process.pid().ifPresent(pid -> json.put("pid", pid));
        process.host().ifPresent(host -> json.put("host", host));
        process.kernel().ifPresent(kernel -> json.put("kernel", kernel));
        process.vmm().ifPresent(vmm -> json.put("vmm", vmm));
        process.vmmVersion().ifPresent(version -> json.put("vmmVersion", version));
    }
}
