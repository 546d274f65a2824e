package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bundles: folders and archives, honest and hostile.
final class BundleCommandsTest {

    private static final String HOST = "host-a/etc/hostname";
    private static final String VM1 = "host-a/var/log/libvirt/qemu/vm1.log";
    private static final String VM2 = "host-a/var/log/libvirt/qemu/vm2.log";
    private static final String DAEMON = "host-a/var/log/libvirt/libvirtd.log";

    @TempDir
    private Path folder;

    private final Map<String, byte[]> content = new LinkedHashMap<>();

    private record Result(int status, String out, String err) {
        List<String> traces() {
            return out.lines()
                    .map(line -> String.valueOf(Path.of(line).getFileName()))
                    .toList();
        }
    }

    @BeforeEach
    void twoMachinesOnOneHost() {
        put(HOST, "host-a\n");
        put(
                VM1,
                start("10:00:00", "vm1")
                        + end("10:05:00", "migrated")
                        + start("11:00:00", "vm1")
                        + end("11:05:00", "failed"));
        put(VM2, start("10:02:00", "vm2") + end("10:09:00", "migrated"));
        put(
                DAEMON,
                said("10:00:01.000", 7, "QEMU_MONITOR_NEW: mon=0x7f01 fd=24")
                        + socket("10:00:01.100", 7, "0x7f01", "1-vm1")
                        + said("10:02:01.000", 8, "QEMU_MONITOR_NEW: mon=0x7f02 fd=25")
                        + socket("10:02:01.100", 8, "0x7f02", "2-vm2")
                        + migrate("10:04:00.000", 7, "0x7f01")
                        + status("10:04:30.000", 7, "0x7f01", "completed")
                        + migrate("10:08:00.000", 8, "0x7f02")
                        + status("10:08:30.000", 8, "0x7f02", "failed")
                        + said("11:00:01.000", 7, "QEMU_MONITOR_NEW: mon=0x7f01 fd=24")
                        + socket("11:00:01.100", 7, "0x7f01", "3-vm1")
                        + migrate("11:04:00.000", 7, "0x7f01")
                        + status("11:04:30.000", 7, "0x7f01", "failed"));
        put(
                "host-a/proc/42/limits",
                "Limit  Soft Limit  Hard Limit  Units\nMax locked memory         1048576  1048576  bytes\n");
        put("host-a/etc/motd", "Welcome.\n");
    }

    @Test
    void eachProcessBecomesATraceWithItsOwnTalk() throws Exception {
        Result result = run("import", unpacked(), "-o", folder.resolve("t"));
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertEquals(List.of("host-a-vm1.vfr", "host-a-vm1-2.vfr", "host-a-vm2.vfr"), result.traces());
        assertEquals(List.of("completed"), statuses("host-a-vm1"));
        assertEquals(List.of("failed"), statuses("host-a-vm1-2"));
        assertEquals(List.of("failed"), statuses("host-a-vm2"));
        assertTrue(result.err.contains("locked memory limited to 1048576 bytes"), result.err);
        assertTrue(result.err.contains("6 files: 3 read; 2 context; 1 unknown"), result.err);
    }

    @Test
    void everyFormOfArchiveGivesTheSame() throws Exception {
        List<String> expected =
                run("import", unpacked(), "-o", folder.resolve("t")).traces();
        byte[] tar = tar();
        Path inZip = write("inner.zip", zip(Map.of("sosreport-host-a.tar", tar)));
        int number = 0;
        for (Path bundle :
                List.of(write("a.tar", tar), write("a.tgz", gzip(tar)), write("misnamed.txt", zip(content)), inZip)) {
            Result result = run("import", bundle, "-o", folder.resolve("t" + number++));
            assertEquals(ExitStatus.OK, result.status, result.err);
            assertEquals(expected, result.traces(), bundle.toString());
        }
    }

    @Test
    void rotatedLogsAreOneText() throws Exception {
        String log = new String(Objects.requireNonNull(content.remove(VM1)), StandardCharsets.UTF_8);
        int second = log.indexOf("\n", log.indexOf("2026-12-01 10:05")) + 1;
        int inStart = log.indexOf("/usr/bin/qemu", second);
        put(VM1 + ".2.gz", gzip(log.substring(0, second).getBytes(StandardCharsets.UTF_8)));
        put(VM1 + ".1", log.substring(second, inStart));
        put(VM1, log.substring(inStart));
        Result result = run("import", unpacked(), "-o", folder.resolve("t"));
        assertEquals(List.of("host-a-vm1.vfr", "host-a-vm1-2.vfr", "host-a-vm2.vfr"), result.traces(), result.err);
        assertEquals(List.of("failed"), statuses("host-a-vm1-2"));
    }

    @Test
    void reportAndCheckTakeBundlesAndFoldersOfTraces() throws Exception {
        Path bundle = unpacked();
        Path traces = folder.resolve("t");
        run("import", bundle, "-o", traces);
        Result ofTraces = run("report", traces);
        Result ofBundle = run("report", bundle);
        assertEquals(ExitStatus.FINDINGS, ofBundle.status, ofBundle.err);
        assertEquals(ofTraces.out, ofBundle.out);
        assertEquals(ExitStatus.FINDINGS, run("check", bundle).status);
    }

    @Test
    void nothingLeavesTheBundle() throws Exception {
        Path secret = write("secret.log", start("09:00:00", "secret").getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            entry(tar, "../../../tmp/evil.log", start("10:00:00", "evil").getBytes(StandardCharsets.UTF_8));
            entry(tar, "/etc/hostname", "../../host\n".getBytes(StandardCharsets.UTF_8));
            for (byte type :
                    new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR
                    }) {
                TarArchiveEntry link = new TarArchiveEntry("var/log/libvirt/qemu/secret.log", type);
                link.setLinkName(secret.toString());
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
            }
        }
        Path target = folder.resolve("t");
        Result result = run("import", write("evil.tar", bytes.toByteArray()), "-o", target);
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertTrue(result.err.contains("4 links, devices and pipes left out"), result.err);
        assertFalse(result.err.contains("secret"), result.err);
        assertEquals(1, result.traces().size(), result.out);
        assertTrue(result.out.lines().allMatch(line -> Path.of(line).normalize().startsWith(target)), result.out);
    }

    @Test
    void linksInAFolderAreNotFollowed() throws Exception {
        Path bundle = unpacked();
        Path outside = write("outside.log", start("09:00:00", "outside").getBytes(StandardCharsets.UTF_8));
        Files.createSymbolicLink(bundle.resolve("host-a/var/log/libvirt/qemu/outside.log"), outside);
        Files.createSymbolicLink(bundle.resolve("loop"), bundle);
        Result result = run("import", bundle, "-o", folder.resolve("t"));
        assertEquals(3, result.traces().size(), result.out);
        assertTrue(result.err.contains("2 links, devices and pipes left out"), result.err);
    }

    @Test
    void aBombIsLeftOutAndTheRestIsRead() throws Exception {
        put("host-a/bomb.log", new byte[80 << 20]);
        Result result = run("import", write("b.zip", zip(content)), "-o", folder.resolve("t"));
        assertEquals(ExitStatus.OK, result.status, result.err);
        assertTrue(result.err.contains("bomb.log: left out: it expands to more than 1,000 times"), result.err);
        assertEquals(3, result.traces().size(), result.out);
    }

    @Test
    void anArchiveThatIsCutOffIsReadAsFarAsItGoes() throws Exception {
        byte[] packed = gzip(tar());
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length - 40);
        Result result = run("import", write("cut.tar.gz", cut), "-o", folder.resolve("t"));
        assertTrue(result.err.contains("the archive cannot be read further"), result.err);
        assertEquals(ExitStatus.OK, result.status, result.err);
    }

    @Test
    void whereThereIsNothingNothingIsLeft() throws Exception {
        content.clear();
        put("host-a/etc/motd", "Welcome.\n");
        Path target = folder.resolve("t");
        Result result = run("import", unpacked(), "-o", target);
        assertEquals(ExitStatus.INPUT, result.status, result.err);
        assertTrue(result.err.contains("expected captures of a migration, found none in 1 files"), result.err);
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(1, left.count());
        }
        Files.createDirectory(target);
        Files.writeString(target.resolve("mine"), "");
        assertEquals(ExitStatus.USAGE, run("import", folder.resolve("bundle"), "-o", target).status);
    }

    private List<String> statuses(String trace) {
        Path path = folder.resolve("t").resolve(trace + ".vfr");
        return run("export", "jsonl", path)
                .out
                .lines()
                .filter(line -> line.contains("\"migration-status-changed\""))
                .map(line -> line.replaceAll(".*\"status\":\"([a-z]+)\".*", "$1"))
                .filter(status -> !status.equals("setup"))
                .toList();
    }

    private static String start(String time, String vm) {
        return "2026-12-01 " + time
                + ".000+0000: starting up libvirt version: 11.3.0, qemu version: 10.0.13, kernel: 6.12.0, hostname: host-a\n"
                + "LC_ALL=C \\\nPATH=/usr/bin \\\n/usr/bin/qemu-system-x86_64 \\\n-name guest=" + vm
                + ",debug-threads=on \\\n-S\n";
    }

    private static String end(String time, String reason) {
        return "2026-12-01 " + time + ".000+0000: shutting down, reason=" + reason + "\n";
    }

    private static String said(String time, int thread, String text) {
        return "2026-12-01 " + time + "+0000: " + thread + ": info : qemuMonitorFunction:1 : " + text + "\n";
    }

    private static String socket(String time, int thread, String mon, String domain) {
        return said(
                time,
                thread,
                "QEMU_MONITOR_RECV_REPLY: mon=" + mon
                        + " reply={\"return\": [{\"filename\": \"unix:/var/lib/libvirt/qemu/domain-" + domain
                        + "/monitor.sock,server=on\", \"label\": \"charmonitor\"}], \"id\": \"libvirt-4\"}");
    }

    private static String migrate(String time, int thread, String mon) {
        return said(
                time,
                thread,
                "QEMU_MONITOR_SEND_MSG: mon=" + mon
                        + " msg={\"execute\":\"migrate\",\"arguments\":{\"uri\":\"fd:migrate\"},\"id\":\"libvirt-9\"}\r");
    }

    private static String status(String time, int thread, String mon, String status) {
        String seconds = "17965" + time.replaceAll("[:.]", "").substring(1, 6);
        return said(
                time,
                thread,
                "QEMU_MONITOR_RECV_EVENT: mon=" + mon + " event={\"timestamp\": {\"seconds\": " + seconds
                        + ", \"microseconds\": 1}, \"event\": \"MIGRATION\", \"data\": {\"status\": \"" + status
                        + "\"}}");
    }

    private void put(String name, String text) {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] bytes) {
        content.put(name, bytes);
    }

    private Path unpacked() throws IOException {
        Path bundle = folder.resolve("bundle");
        for (Map.Entry<String, byte[]> file : content.entrySet()) {
            Path path = bundle.resolve(file.getKey());
            Files.createDirectories(Objects.requireNonNull(path.getParent()));
            Files.write(path, file.getValue());
        }
        return bundle;
    }

    private byte[] tar() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : content.entrySet()) {
                entry(tar, file.getKey(), file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static void entry(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
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
