package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files beside those that can be imported: passed over, each in one line that says what it is.
final class CompanionsTest {

    private static final String SPDK =
            "[2026-12-01 10:00:00.123456] vfio_user.c: 4711:vfio_user_migr_state: *ERROR*: state 3 refused\n";

    @TempDir
    private Path folder;

    private record Result(int status, String out, String err) {}

    @Test
    void oneThatIsOfNoFormatDoesNotStopTheRest() throws Exception {
        Path spdk = write("spdk.log", SPDK);
        Path alone = folder.resolve("alone.vfr");
        Path together = folder.resolve("together.vfr");
        assertEquals(ExitStatus.OK, run("import", log(), "-o", alone).status);
        Result result = run("import", spdk, log(), "-o", together);
        assertEquals(ExitStatus.OK, result.status, result.err);
        List<String> skipped = result.err
                .lines()
                .filter(line -> line.contains("skipped: a log of SPDK"))
                .toList();
        assertEquals(1, skipped.size(), result.err);
        assertTrue(skipped.getFirst().startsWith(spdk + ":1: "), result.err);
        assertEquals(
                run("export", "jsonl", alone).out.replace("alone", "together"), run("export", "jsonl", together).out);
        String manifest = Files.readString(together.resolve("manifest.json"));
        assertTrue(manifest.contains("spdk.log") && manifest.contains("\"skipped\""), manifest);
    }

    @Test
    void ofSeveralThatAreAllOfNoFormatEachGetsOneLine() throws Exception {
        Path spdk = write("spdk.log", SPDK);
        Path page = write("bug.html", "<!DOCTYPE html>\n<html><body>a migration failed</body></html>\n");
        Path empty = write("empty.log", "");
        Result result = run("import", spdk, page, empty, "-o", folder.resolve("t.vfr"));
        assertEquals(ExitStatus.INPUT, result.status, result.err);
        assertEquals(2, result.err.lines().count(), result.err);
        assertTrue(result.err.lines().allMatch(line -> line.startsWith("vfr: ")), result.err);
        assertTrue(result.err.contains("an HTML page; bring the text itself"), result.err);
        assertFalse(Files.exists(folder.resolve("t.vfr")));
    }

    @Test
    void aFormatThatIsGivenIsNoGuess() throws Exception {
        Result result = run("import", "--format", "strace", write("spdk.log", SPDK), "-o", folder.resolve("t.vfr"));
        assertEquals(ExitStatus.INPUT, result.status, result.err);
    }

    @Test
    void whatIsNoCaptureIsNamed() throws Exception {
        named("the XML of a libvirt domain", "<domain type='kvm' id='1'>\n  <name>vm1</name>\n</domain>\n");
        named(
                "the XML of a libvirt domain",
                "<?xml version=\"1.0\"?>\n<!-- edit with\nvirsh -->\n<domain type='kvm'/>\n");
        named("XML;", "<?xml version=\"1.0\"?>\n<testsuite/>\n");
        named("an image", "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR");
        named("an ELF file, such as a core dump", "\u007fELF\u0002\u0001\u0001\0\0\0\0");
        named("a PDF document", "%PDF-1.7\n");
        named("a text in UTF-16", "\u00ff\u00fem\0i\0g\0r\0");
        named("a journal of systemd", "LPKSHHRH\0\0");
        named("data of lz4's old format", "\u0002!L\u0018abc");
        named("a 7z archive", "7z\u00bc\u00af'\u001c\0");
        named("an object of Kubernetes", "apiVersion: kubevirt.io/v1\nkind: VirtualMachineInstance\n");
        named("the output of a debugger", "(gdb) bt\n#0  0x00007f in ppoll ()\n");
        named("binary data", "\u0001\u0002\u0003\u0004\u0005\u0006\0\0\0\0\0\0\n\u0007\u0008");
        named("JSON that is no message of QMP", "{\"answer\": 42}\n");
    }

    private void named(String what, String content) throws IOException {
        Result result = run("import", write("file", content), "-o", folder.resolve("t.vfr"));
        assertEquals(ExitStatus.INPUT, result.status, result.err);
        assertEquals(1, result.err.lines().count(), result.err);
        assertTrue(result.err.contains("found " + what) && result.err.contains("; "), result.err);
    }

    private static Path log() {
        try {
            return Path.of(Objects.requireNonNull(CompanionsTest.class.getResource("/captures/m-large/src.trace.log"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static Result run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> words = new ArrayList<>();
        for (Object arg : args) {
            words.add(arg.toString());
        }
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), words.toArray(String[]::new));
        return new Result(status, out.toString(), err.toString());
    }
}
