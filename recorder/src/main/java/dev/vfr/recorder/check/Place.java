package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a finding is shown.
record Place(Optional<String> trace, OptionalLong seq, Optional<String> device) {

    static Place of(Finding finding) {
        return new Place(finding.trace(), finding.seq(), finding.device());
    }

    /// Such as `, event 113 of dst, mt0`; empty where nothing is known.
    String inWords() {
        List<String> parts = new ArrayList<>();
        if (trace.isPresent()) {
            parts.add((seq.isPresent() ? "event " + seq.getAsLong() + " of " : "") + trace.get());
        }
        device.ifPresent(parts::add);
        return parts.isEmpty() ? "" : ", " + String.join(", ", parts);
    }
}
