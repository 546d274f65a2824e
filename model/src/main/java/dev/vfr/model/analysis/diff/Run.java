package dev.vfr.model.analysis.diff;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.Role;
import java.util.ArrayList;
import java.util.List;

/// One run as it is compared: what the analysis says of it, and the story of each of its devices and processes.
final class Run {

    /// One device with the pass that has its story.
    record Device(DeviceSummary summary, RunPass pass, RunPass.DeviceStory story) {}

    final String name;
    final Report report;
    final List<RunPass> passes = new ArrayList<>();

    private Run(String name, Report report) {
        this.name = name;
        this.report = report;
    }

    static Run of(String name, List<TraceInput> traces) throws EventSourceException {
        Run run = new Run(name, Analysis.of(traces));
        for (TraceInput trace : traces) {
            run.passes.add(RunPass.of(trace));
        }
        return run;
    }

    /// The devices of one role, in the order of the traces.
    List<Device> devices(Role role) {
        List<Device> devices = new ArrayList<>();
        for (DeviceSummary summary : report.devices()) {
            if (summary.role() == role) {
                for (RunPass pass : passes) {
                    pass.devices.values().stream()
                            .filter(story -> pass.trace.equals(summary.trace())
                                    && story.name.equals(summary.name())
                                    && summary.process().equals(pass.labels.getOrDefault(story.process, "")))
                            .findFirst()
                            .ifPresent(story -> devices.add(new Device(summary, pass, story)));
                }
            }
        }
        return devices;
    }
}
