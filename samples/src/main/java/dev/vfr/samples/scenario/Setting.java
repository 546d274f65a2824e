package dev.vfr.samples.scenario;

import dev.vfr.samples.data.Binder;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.data.Nearest;
import dev.vfr.samples.data.Node;
import dev.vfr.samples.data.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One value of a scenario that is to be another.
///
/// @param key a short name of [#shortNames], or the keys and positions of the scenario's file that lead to the value,
///     joined by dots
/// @param value as in a file; a list in `[]` or keys in `{}` too
public record Setting(String key, String value) {

    private static final Map<String, List<String>> SHORT_NAMES = shortNamesAndPaths();

    private static Map<String, List<String>> shortNamesAndPaths() {
        Map<String, List<String>> names = new LinkedHashMap<>();
        names.put("bandwidth", List.of("network.bytes-per-second"));
        names.put("latency", List.of("network.latency"));
        names.put("downtime-limit", List.of("vmm.switchover.downtime-limit"));
        names.put("switchover-at", List.of("vmm.switchover.at"));
        names.put("release", List.of("vmm.versions.source", "vmm.versions.destination"));
        names.put("skew", List.of("hosts.destination.skew"));
        names.put("dirty-rate", List.of("vmm.ram.dirty-bytes-per-second"));
        names.put("chunk", List.of("vmm.buffers.read-bytes"));
        return names;
    }

    /// The short names of what is changed most often.
    public static List<String> shortNames() {
        return List.copyOf(SHORT_NAMES.keySet());
    }

    /// Reads `KEY=VALUE`.
    ///
    /// @throws DataException where it has another form, or no scenario has such a key
    public static Setting parse(String text) throws DataException {
        int at = text.indexOf('=');
        if (at < 1) {
            throw DataException.because(Place.of("--set " + text), "expected KEY=VALUE");
        }
        Setting parsed = new Setting(
                text.substring(0, at).strip(), text.substring(at + 1).strip());
        String first = parsed.key().split("\\.", 2)[0];
        List<String> known = new ArrayList<>(shortNames());
        known.addAll(Binder.keys(ScenarioFile.class));
        if (first.equals("expect")) {
            throw DataException.because(parsed.place(), "nothing is expected of a changed scenario");
        }
        if (!known.contains(first)) {
            throw DataException.because(parsed.place(), "no key '" + first + "'; " + Nearest.orAll(first, known));
        }
        return parsed;
    }

    /// `scenario` with this value.
    ///
    /// @throws DataException where the path does not lead anywhere
    Node over(Node scenario) throws DataException {
        boolean written = value.startsWith("[") || value.startsWith("{");
        Node node = written ? Node.parse(place().file(), value) : new Node.Scalar(place(), value);
        Node changed = scenario;
        for (String path : SHORT_NAMES.getOrDefault(key, List.of(key))) {
            changed = changed.with(List.of(path.split("\\.")), node);
        }
        return changed;
    }

    private Place place() {
        return Place.of("--set " + this);
    }

    /// `KEY=VALUE`.
    @Override
    public String toString() {
        return key + "=" + value;
    }
}
