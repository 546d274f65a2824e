package dev.vfr.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;

/// Shown while a trace is read.
final class LoadingPage extends VBox {

    private final ProgressBar bar = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);

    LoadingPage(List<Path> traces) {
        getStyleClass().add("loading-page");
        setAlignment(Pos.CENTER);
        Label what = new Label("reading " + traces.stream().map(Path::toString).collect(Collectors.joining(", ")));
        what.setWrapText(true);
        bar.setPrefWidth(360);
        getChildren().addAll(what, bar);
    }

    void progress(double share) {
        bar.setProgress(share);
    }
}
