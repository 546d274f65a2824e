package dev.vfr.model.fold;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Collects the anomalies of one step. It costs nothing if there are none, as in nearly every step.
final class Noted {

    private final long seq;
    private final int device;
    private @Nullable List<Anomaly> found;

    Noted(long seq, int device) {
        this.seq = seq;
        this.device = device;
    }

    void note(Anomaly.Kind kind, String text) {
        if (found == null) {
            found = new ArrayList<>(2);
        }
        found.add(new Anomaly(seq, device, kind, text));
    }

    List<Anomaly> toList() {
        return found == null ? List.of() : List.copyOf(found);
    }
}
