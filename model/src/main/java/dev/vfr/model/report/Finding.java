package dev.vfr.model.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that a rule found.
///
/// @param rule the rule's stable name
/// @param sentence what was found, with its typed values
/// @param guide what is the same in every finding of the rule
/// @param reasons what a verdict that rests on it says besides
public record Finding(String rule, Severity severity, Place place, Sentence sentence, Guide guide, Reasons reasons) {

    /// Where something was found.
    ///
    /// @param device the device's name, where it concerns one
    /// @param trace the trace's name, where it concerns one
    /// @param seq the event that shows it, in that trace
    /// @param side the side of the migration, where the rule knows it
    public record Place(Optional<String> device, Optional<String> trace, OptionalLong seq, Optional<Report.Side> side) {

        /// What the traces show together.
        public static final Place OVERALL =
                new Place(Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty());
    }

    /// What is the same in every finding of a rule.
    ///
    /// @param title a few words for a headline; empty if the rule is never the cause of a failure
    /// @param explanation what it means
    /// @param remedy what to do, one imperative sentence; empty if there is nothing to do
    /// @param clause where the rule comes from
    /// @param responsible who has to act
    public record Guide(String title, String explanation, String remedy, String clause, Responsible responsible) {}

    /// What a verdict that rests on a finding says besides.
    ///
    /// @param message the VMM's message that it was found by
    /// @param excluded causes that were considered, and the fact that excludes each
    /// @param undecided who may be responsible, where that is not decided
    public record Reasons(
            Optional<String> message, List<Diagnosis.Excluded> excluded, List<Diagnosis.Candidate> undecided) {

        public static final Reasons NONE = new Reasons(Optional.empty(), List.of(), List.of());

        public Reasons {
            excluded = List.copyOf(excluded);
            undecided = List.copyOf(undecided);
        }
    }

    /// The same, found at this side of a migration.
    public Finding at(Report.Side where) {
        return with(new Place(place.device(), place.trace(), place.seq(), Optional.of(where)));
    }

    /// The same, on a device of this name.
    public Finding on(String name) {
        return with(new Place(Optional.of(name), place.trace(), place.seq(), place.side()));
    }

    /// The same at another place.
    public Finding with(Place other) {
        return new Finding(rule, severity, other, sentence, guide, reasons);
    }

    /// The same with what a verdict says besides.
    public Finding because(Reasons other) {
        return new Finding(rule, severity, place, sentence, guide, other);
    }

    /// The same with other words for a headline.
    public Finding titled(String title) {
        return guidedBy(new Guide(title, guide.explanation(), guide.remedy(), guide.clause(), guide.responsible()));
    }

    /// The same with another guide.
    public Finding guidedBy(Guide other) {
        return new Finding(rule, severity, place, sentence, other, reasons);
    }

    public Optional<String> device() {
        return place.device();
    }

    public Optional<String> trace() {
        return place.trace();
    }

    public OptionalLong seq() {
        return place.seq();
    }

    public Optional<Report.Side> side() {
        return place.side();
    }

    /// What was found, one line.
    public String summary() {
        return sentence.text();
    }

    public Map<String, Fact> facts() {
        return sentence.facts();
    }

    public String title() {
        return guide.title();
    }

    public String explanation() {
        return guide.explanation();
    }

    public String remedy() {
        return guide.remedy();
    }

    public String clause() {
        return guide.clause();
    }

    public Responsible responsible() {
        return guide.responsible();
    }

    /// How bad it is; ERROR only if a migration failed, state was lost or the protocol was broken.
    public enum Severity {
        ERROR,
        WARNING,
        INFO;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
