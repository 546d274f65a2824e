package dev.vfr.ui.verdict;

import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Outcome, sentence and downtime in one row, with room for the window's own buttons at the right; below it, quietly,
/// what they rest on.
public final class VerdictBar extends VBox {

    private static final double TOOLTIP_WIDTH = 700;
    private static final double FACT_GAP = 22;
    private static final double NAME_GAP = 6;

    private final Label outcome = new Label();
    private final Label sentence = new Label();
    private final Tooltip whole = new Tooltip();
    private final Label downtime = new Label();
    private final Label vmmDowntime = new Label();
    private final VBox figures;
    private final FlowPane facts = new FlowPane(FACT_GAP, 1);

    public VerdictBar(ObservableValue<Verdict> verdict, Node... buttons) {
        getStyleClass().add("verdict");
        outcome.getStyleClass().add("outcome");
        outcome.setMinWidth(Region.USE_PREF_SIZE);
        sentence.getStyleClass().add("sentence");
        sentence.setWrapText(true);
        whole.setWrapText(true);
        whole.setMaxWidth(TOOLTIP_WIDTH);
        sentence.setTooltip(whole);
        downtime.getStyleClass().add("downtime");
        vmmDowntime.getStyleClass().add("vmm-downtime");
        figures = new VBox(downtime, vmmDowntime);
        figures.setAlignment(Pos.CENTER_RIGHT);
        figures.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        sentence.setMaxWidth(Double.MAX_VALUE);
        HBox actions = new HBox(buttons);
        actions.getStyleClass().add("actions");
        actions.setAlignment(Pos.CENTER_RIGHT);
        actions.setMinWidth(Region.USE_PREF_SIZE);
        HBox row = new HBox(outcome, sentence, figures, actions);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.CENTER_LEFT);
        facts.getStyleClass().add("facts");
        getChildren().addAll(row, facts);
        verdict.subscribe(this::show);
    }

    private void show(Verdict verdict) {
        outcome.setText(verdict.outcome().toUpperCase(Locale.ROOT));
        for (Verdict.Tone tone : Verdict.Tone.values()) {
            pseudoClassStateChanged(
                    PseudoClass.getPseudoClass(tone.name().toLowerCase(Locale.ROOT)), tone == verdict.tone());
        }
        sentence.setText(verdict.sentence());
        whole.setText(verdict.sentence());
        downtime.setText(verdict.downtime());
        vmmDowntime.setText(verdict.vmmDowntime());
        figures.setVisible(!verdict.downtime().isEmpty());
        figures.setManaged(!verdict.downtime().isEmpty());
        vmmDowntime.setManaged(!verdict.vmmDowntime().isEmpty());
        facts.getChildren().setAll(verdict.facts().stream().map(this::line).toList());
        facts.setVisible(!verdict.facts().isEmpty());
        facts.setManaged(!verdict.facts().isEmpty());
    }

    /// A value that is wider than the bar is cut at its end and whole in its tooltip.
    private HBox line(Verdict.Fact fact) {
        Label name = new Label(fact.name());
        name.getStyleClass().add("fact-name");
        name.setMinWidth(Region.USE_PREF_SIZE);
        Label value = new Label(fact.value());
        value.getStyleClass().add("fact");
        Tooltip tooltip = new Tooltip(fact.value());
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(TOOLTIP_WIDTH);
        value.setTooltip(tooltip);
        HBox line = new HBox(NAME_GAP, name, value);
        line.maxWidthProperty().bind(facts.widthProperty().subtract(2 * FACT_GAP));
        return line;
    }
}
