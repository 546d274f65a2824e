package dev.vfr.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.testing.Recording;
import dev.vfr.ui.verdict.Verdict;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Draws the whole window without a display.
class ScreenshotTest {

    private static final int PRE_COPY = 0x0072B2;
    private static final int STOP_COPY = 0xE69F00;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void startWithoutDisplay() throws Exception {
        Headless.start();
    }

    @Test
    void thePictureHasItsSizeAndTheStatesTheirColours() throws Exception {
        BufferedImage image = draw(1280, 800, 8, Theme.LIGHT);
        assertEquals(1280, image.getWidth());
        assertEquals(800, image.getHeight());
        assertTrue(pixels(image, PRE_COPY) > 500, "PRE_COPY is drawn");
        assertTrue(pixels(image, STOP_COPY) > 500, "STOP_COPY is drawn");
    }

    @Test
    void darkIsDarkAndLightIsLight() throws Exception {
        assertTrue(brightness(draw(1000, 700, 3, Theme.LIGHT)) > 200);
        assertTrue(brightness(draw(1000, 700, 3, Theme.DARK)) < 60);
    }

    @Test
    void thePanesFollowTheCursor() throws Exception {
        BufferedImage early = draw(1280, 800, 3, Theme.LIGHT);
        BufferedImage late = draw(1280, 800, 9, Theme.LIGHT);
        long different = 0;
        for (int x = 0; x < 1280; x += 2) {
            for (int y = 0; y < 800; y += 2) {
                different += early.getRGB(x, y) == late.getRGB(x, y) ? 0 : 1;
            }
        }
        assertTrue(different > 500, different + " pixels differ");
    }

    @Test
    void nothingIsLeftBesideThePicture() throws Exception {
        draw(1000, 700, 3, Theme.LIGHT);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> !file.toString().endsWith(".png")).toList());
        }
    }

    private static BufferedImage draw(int width, int height, long seq, Theme theme) throws Exception {
        OpenTrace trace = OpenTrace.read("test", Recording.ofMigration().events(), _ -> {}, () -> true)
                .orElseThrow();
        Judgement judgement = new Judgement(
                new Verdict("completed", Verdict.Tone.GOOD, "It went well.", "downtime 1 s", "", List.of()),
                List.of(new FindingItem(
                        FindingItem.Severity.INFO, "rule", "a finding", "", "", "", OptionalLong.of(4))));
        Path file = folder.resolve(theme + "-" + width + "-" + seq + ".png");
        new Screenshot(width, height, seq, theme).write(trace, judgement, file);
        assertNotEquals(0, Files.size(file));
        return ImageIO.read(file.toFile());
    }

    private static long pixels(BufferedImage image, int rgb) {
        long count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += (image.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    private static long brightness(BufferedImage image) {
        long sum = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                int rgb = image.getRGB(x, y);
                sum += (((rgb >> 16) & 0xff) + ((rgb >> 8) & 0xff) + (rgb & 0xff)) / 3;
            }
        }
        return sum / ((long) image.getWidth() * image.getHeight());
    }
}
