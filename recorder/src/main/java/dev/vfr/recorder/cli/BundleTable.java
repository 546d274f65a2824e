package dev.vfr.recorder.cli;

import dev.vfr.recorder.capture.bundle.Bundle;
import dev.vfr.recorder.capture.bundle.BundleFile;
import dev.vfr.recorder.capture.bundle.BundleFile.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What became of each file of a bundle, as lines for people. Files that are unknown, of which a sosreport has
/// thousands, are listed by their folders.
final class BundleTable {

    private BundleTable() {}

    /// @param outcomes what came of each trace, by its name
    static List<String> lines(Bundle bundle, Map<String, String> outcomes) {
        List<String> lines = new ArrayList<>();
        Map<State, Integer> counts = new EnumMap<>(State.class);
        Map<String, Integer> unknown = new TreeMap<>();
        for (BundleFile file : bundle.files()) {
            counts.merge(file.state(), 1, Integer::sum);
            if (file.state() == State.UNKNOWN) {
                unknown.merge(file.name().substring(0, file.name().lastIndexOf('/') + 1), 1, Integer::sum);
            } else {
                lines.add(line(file.state().label(), file.name(), file.what() + traces(file, outcomes)));
            }
        }
        unknown.forEach((folder, count) -> lines.add(line(
                State.UNKNOWN.label(),
                folder.isEmpty() ? "." : folder,
                String.format(Locale.ROOT, "%,d %s", count, count == 1 ? "file" : "files"))));
        bundle.notes().forEach(lines::add);
        String sum = counts.entrySet().stream()
                .map(count -> String.format(
                        Locale.ROOT, "%,d %s", count.getValue(), count.getKey().label()))
                .collect(Collectors.joining("; "));
        lines.add(String.format(Locale.ROOT, "%,d files: %s", bundle.files().size(), sum));
        return lines;
    }

    private static String line(String state, String name, String what) {
        return String.format(Locale.ROOT, "%-14s  %s: %s", state, name, what);
    }

    private static String traces(BundleFile file, Map<String, String> outcomes) {
        return file.traces().isEmpty()
                ? ""
                : file.traces().stream()
                        .map(trace -> trace + ".vfr (" + outcomes.getOrDefault(trace, "not made") + ")")
                        .collect(Collectors.joining(", ", " -> ", ""));
    }
}
