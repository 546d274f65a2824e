package dev.vfr.ui.app;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.EnvironmentException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javax.imageio.ImageIO;

/// Draws the window's scene into a PNG file, with or without a display.
///
/// @param width px
/// @param height px
/// @param seq the event that the cursor is on
record Screenshot(int width, int height, long seq, Theme theme) {

    /// Runs what a pane wants done in the background at once, so that the picture is complete.
    private static final Executor AT_ONCE = Runnable::run;

    /// Draws and writes; the file appears complete or not at all.
    void write(OpenTrace trace, Judgement judgement, Path file)
            throws IOException, EventSourceException, EnvironmentException {
        FutureTask<BufferedImage> drawing = new FutureTask<>(() -> draw(trace, judgement));
        Platform.runLater(drawing);
        try {
            save(drawing.get(), file.toAbsolutePath());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EnvironmentException("interrupted while drawing", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof EventSourceException unreadable) {
                throw unreadable;
            }
            throw new IllegalStateException("the window could not be drawn", e.getCause());
        }
    }

    /// On the application thread.
    BufferedImage draw(OpenTrace trace, Judgement judgement) throws EventSourceException {
        ReplayPage page = new ReplayPage(trace, seq, AT_ONCE, AT_ONCE, WindowButtons.ofPicture());
        page.judge(judgement);
        Scene scene = new Scene(page, width, height, Color.TRANSPARENT);
        theme.dress(scene);
        // The first layout gives the panes their sizes, the second one what depends on them.
        WritableImage image = scene.snapshot(null);
        image = scene.snapshot(image);
        return SwingFXUtils.fromFXImage(image, null);
    }

    private static void save(BufferedImage image, Path file) throws IOException {
        Path folder = file.getParent();
        Path partial = Files.createTempFile(folder, "." + file.getFileName(), ".part");
        try {
            if (!ImageIO.write(opaque(image), "png", partial.toFile())) {
                throw new IOException(file + ": this Java cannot write PNG");
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static BufferedImage opaque(BufferedImage image) {
        BufferedImage plain = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        plain.createGraphics().drawImage(image, 0, 0, null);
        return plain;
    }
}
