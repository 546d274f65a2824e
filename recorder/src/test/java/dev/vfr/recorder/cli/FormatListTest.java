package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.recorder.capture.ImportFormat;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What to bring: `import --list-formats` and the page for customers.
final class FormatListTest {

    private static final int COLUMNS = 120;

    @Test
    void eachFormatSaysHowToGetIt() {
        for (ImportFormat format : ImportFormat.values()) {
            List<String> lines = FormatList.sources().getOrDefault(format.label(), List.of());
            assertFalse(lines.isEmpty(), "formats.txt says nothing of " + format.label());
            assertTrue(lines.stream().allMatch(line -> line.length() <= COLUMNS), format.label());
        }
    }

    @Test
    void theCommandListsThemAndNeedsNoFile() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), "import", "--list-formats");
        assertEquals(ExitStatus.OK, status, err.toString());
        ImportFormat.labels().forEach(label -> assertTrue(out.toString().contains(label + ": "), label));
        assertEquals(ExitStatus.USAGE, Vfr.run(new PrintWriter(out), new PrintWriter(err), "import"));
    }

    @Test
    void thePageForCustomersNamesEachFormatThatIsCollected() throws Exception {
        String page = Files.readString(Path.of("../docs/capture.md"));
        for (String command : List.of(
                "daemon-log-filters",
                "qemu:commandline",
                "kubevirt.io/libvirt-log-filters",
                "sos report",
                "journalctl -k")) {
            assertTrue(page.contains(command), command);
        }
    }
}
