package dev.vfr.ui.verdict;

import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Outcome, sentence and downtime in one row, with room for the window's own buttons at the right.
public final class VerdictBar extends HBox {

    private final Label outcome = new Label();
    private final Label sentence = new Label();
    private final Tooltip whole = new Tooltip();
    private final Label downtime = new Label();
    private final Label vmmDowntime = new Label();
    private final VBox figures;

    public VerdictBar(ObservableValue<Verdict> verdict, Node... buttons) {
        getStyleClass().add("verdict");
        setAlignment(Pos.CENTER_LEFT);
        outcome.getStyleClass().add("outcome");
        outcome.setMinWidth(Region.USE_PREF_SIZE);
        sentence.getStyleClass().add("sentence");
        sentence.setWrapText(true);
        whole.setWrapText(true);
        whole.setMaxWidth(700);
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
        getChildren().addAll(outcome, sentence, figures, actions);
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
        vmmDowntime.setManaged(!verdict.vmmDowntime().isEmpty());
    }
}
