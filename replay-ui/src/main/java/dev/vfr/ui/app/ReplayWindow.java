package dev.vfr.ui.app;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.Product;
import dev.vfr.ui.session.ReplayModel;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.DirectoryChooser;
import javafx.stage.Stage;

/// The window: an empty page, then a page that loads, then the replay. Lives on the application thread.
final class ReplayWindow {

    private final UiThread ui;
    private final ExecutorService background = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "vfr-background");
        thread.setDaemon(true);
        return thread;
    });
    private final StackPane root = new StackPane();
    private final HelpPage help = new HelpPage();
    private final Stage stage = new Stage();
    private final TraceLoader loader;
    private Theme theme;
    private Optional<ReplayPage> page = Optional.empty();
    private Optional<Keys> keys = Optional.empty();
    private Optional<TraceLoader.Loaded> shown = Optional.empty();

    ReplayWindow(UiThread ui, Theme theme) {
        this.ui = ui;
        this.theme = theme;
        this.loader = new TraceLoader(background, ui);
    }

    /// Shows the window; `closed` runs when it is gone.
    void open(int width, int height, List<Path> traces, long seq, Runnable closed) {
        Scene scene = new Scene(root, width, height);
        scene.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        scene.setOnDragOver(this::dragOver);
        scene.setOnDragDropped(this::dropped);
        theme.dress(scene);
        stage.setScene(scene);
        stage.setTitle(Product.nameAndVersion());
        stage.setOnHidden(_ -> {
            loader.cancel();
            background.shutdownNow();
            closed.run();
        });
        if (traces.isEmpty()) {
            show(new EmptyPage(this::choose, this::toggleTheme));
        } else {
            load(traces, seq);
        }
        stage.show();
    }

    private void show(Node content) {
        root.getChildren().setAll(content);
    }

    private void load(List<Path> traces, long seq) {
        LoadingPage loading = new LoadingPage(traces);
        show(loading);
        loader.load(
                traces,
                loading::progress,
                loaded -> loaded(loaded, seq),
                this::failed,
                judgement -> judged(judgement, seq));
    }

    private void loaded(TraceLoader.Loaded loaded, long seq) {
        shown.ifPresent(TraceLoader.Loaded::close);
        shown = Optional.of(loaded);
        try {
            ReplayPage opened = new ReplayPage(
                    loaded.trace(), seq >= 0 ? seq : loaded.trace().migrationSeq(), background, ui, buttons());
            page = Optional.of(opened);
            keys = Optional.of(new Keys(opened));
            stage.setTitle(loaded.trace().name() + " – " + Product.nameAndVersion());
            show(opened);
            // The keys belong to the replay until somebody clicks into the filter.
            opened.requestFocus();
        } catch (EventSourceException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    /// Shows the analysis, and where it went wrong if nobody has gone elsewhere since.
    private void judged(Judgement judgement, long wanted) {
        if (page.isEmpty() || shown.isEmpty()) {
            return;
        }
        page.get().judge(judgement);
        ReplayModel replay = page.get().replay();
        try {
            OpenTrace trace = shown.get().trace();
            if (wanted < 0 && replay.cursor().get().seq() == trace.migrationSeq()) {
                replay.seekAndReveal(trace.firstSeq(wanted, judgement));
            }
        } catch (EventSourceException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String message) {
        page = Optional.empty();
        keys = Optional.empty();
        EmptyPage empty = new EmptyPage(this::choose, this::toggleTheme);
        empty.complain(message);
        show(empty);
    }

    private Node[] buttons() {
        return WindowButtons.of(this::choose, this::toggleTheme, this::toggleHelp);
    }

    private void choose() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle("Open a trace (a folder NAME.vfr)");
        File chosen = chooser.showDialog(stage);
        if (chosen != null) {
            load(List.of(chosen.toPath()), -1);
        }
    }

    private void toggleTheme() {
        theme = theme.other();
        theme.dress(stage.getScene());
    }

    private void toggleHelp() {
        if (!root.getChildren().remove(help)) {
            root.getChildren().add(help);
        }
    }

    private void pressed(KeyEvent event) {
        boolean typing = stage.getScene().getFocusOwner() instanceof TextInputControl;
        if (event.getCode() == KeyCode.ESCAPE) {
            root.getChildren().remove(help);
            page.ifPresent(Node::requestFocus);
        } else if (event.getCode() == KeyCode.F1 || (!typing && event.getText().equals("?"))) {
            toggleHelp();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.O) {
            choose();
        } else if (typing && !event.isShortcutDown()) {
            return;
        } else if (!event.isShortcutDown() && event.getCode() == KeyCode.T) {
            toggleTheme();
        } else if (keys.isEmpty() || !keys.get().handle(event)) {
            return;
        }
        event.consume();
    }

    private void dragOver(DragEvent event) {
        if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
        }
        event.consume();
    }

    private void dropped(DragEvent event) {
        List<Path> paths =
                event.getDragboard().getFiles().stream().map(File::toPath).toList();
        event.setDropCompleted(!paths.isEmpty());
        event.consume();
        if (!paths.isEmpty()) {
            load(paths, -1);
        }
    }
}
