package dev.vfr.model.analysis.pass;

import dev.vfr.model.analysis.pass.VmmMessage.Strength;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The messages of one process about one failure, read as one: the first that is neither warning nor consequence is the
/// cause.
///
/// @param then the other messages that say something of the failure, in their order
public record Burst(VmmMessage cause, List<VmmMessage> then) {

    public Burst {
        then = List.copyOf(then);
    }

    /// Empty where no message says that something failed.
    static Optional<Burst> of(List<VmmMessage> messages) {
        List<VmmMessage> telling = messages.stream()
                .filter(message -> message.strength() != Strength.NONE)
                .toList();
        // min gives the first of equal ones.
        Optional<VmmMessage> cause = telling.stream().min(Comparator.comparing(VmmMessage::strength));
        return cause.map(first -> new Burst(
                first,
                telling.stream()
                        .filter(message ->
                                message.seq() != first.seq() && !message.text().equals(first.text()))
                        .toList()));
    }

    public Strength strength() {
        return cause.strength();
    }
}
