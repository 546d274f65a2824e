package dev.vfr.recorder.capture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What people bring that is no capture of a migration: what it is, and what to bring instead.
final class ForeignContent {

    private static final String BRING_LOGS = "bring QEMU's trace log, its messages or a QMP transcript";
    private static final String BRING_TEXT = "bring the text itself";
    private static final String BRING_UNPACKED = "unpack it, and bring the logs in it";

    /// Where a tar archive has its magic: POSIX.1-1988, struct posix_header.
    private static final int TAR_MAGIC_AT = 257;

    private static final List<Bytes> BY_BYTES = List.of(
            new Bytes(0, hex("7f454c46"), "an ELF file, such as a core dump or a program; " + BRING_LOGS),
            new Bytes(0, "KDUMP   ", "a kernel's crash dump; bring the output of dmesg"),
            new Bytes(0, "LPKSHHRH", "a journal of systemd; bring the output of journalctl --file"),
            new Bytes(0, "PERFILE2", "the data of perf record; " + BRING_LOGS),
            new Bytes(0, hex("17084474726163696e67"), "the data of trace-cmd; bring the output of trace-cmd report"),
            new Bytes(0, hex("89504e47"), "an image; " + BRING_TEXT + " that it shows"),
            new Bytes(0, hex("ffd8ff"), "an image; " + BRING_TEXT + " that it shows"),
            new Bytes(0, "GIF8", "an image; " + BRING_TEXT + " that it shows"),
            new Bytes(0, "%PDF-", "a PDF document; " + BRING_TEXT + " that it shows"),
            new Bytes(0, hex("514649fb"), "a disk image; " + BRING_LOGS),
            new Bytes(0, hex("504b0304"), "a zip archive; " + BRING_UNPACKED),
            new Bytes(0, hex("377abcaf271c"), "a 7z archive; " + BRING_UNPACKED),
            new Bytes(0, "Rar!", "a RAR archive; " + BRING_UNPACKED),
            new Bytes(TAR_MAGIC_AT, "ustar", "a tar archive; " + BRING_UNPACKED),
            new Bytes(0, hex("1f9d"), "data of compress; unpack it with uncompress"),
            new Bytes(0, hex("02214c18"), "data of lz4's old format; unpack it with unlz4"),
            new Bytes(0, "SQLite format 3", "a database of SQLite; " + BRING_LOGS),
            new Bytes(0, hex("d4c3b2a1"), "captured network packets; " + BRING_LOGS),
            new Bytes(0, hex("0a0d0d0a"), "captured network packets; " + BRING_LOGS),
            new Bytes(0, hex("fffe"), "a text in UTF-16; convert it with iconv -f UTF-16 -t UTF-8"),
            new Bytes(0, hex("feff"), "a text in UTF-16; convert it with iconv -f UTF-16 -t UTF-8"));

    private static final List<Text> BY_TEXT = List.of(
            new Text(
                    "(?i)\\A\\s*(<!doctype html|<html)",
                    "an HTML page; " + BRING_TEXT + ", such as the raw attachment"),
            new Text(
                    "(?s)\\A\\s*(<\\?xml[^>]*>\\s*)?(<!--.*?-->\\s*)?<(domain|domstatus)\\b",
                    "the XML of a libvirt domain, which says how a VM is defined and not how it migrated; bring the"
                            + " domain's log, /var/log/libvirt/qemu/NAME.log"),
            new Text("\\A\\s*<\\?xml|\\A\\s*<[a-zA-Z][-\\w:]*[^<>]*>", "XML; " + BRING_LOGS),
            new Text(
                    "(?m)^\\[[0-9-]+ [0-9:.]+] \\S+\\.c(c|pp)?: *\\d+:\\w+: \\*[A-Z]+\\*: ",
                    "a log of SPDK, which serves devices and migrates no VM; " + BRING_LOGS + " of the VM"),
            new Text(
                    "(?m)^(\\[[ 0-9]+\\.\\d{6}] |\\S.* kernel: )",
                    "a log of the kernel, which shows no migration by itself; bring QEMU's or libvirt's log with it"),
            new Text(
                    "(?m)^\\S* ?\\d{4}-\\d\\d-\\d\\d \\S+ \\d+ (DEBUG|INFO|WARNING|ERROR) (nova|oslo|neutron)[. ]",
                    "a log of OpenStack; bring libvirt's log of the domain, /var/log/libvirt/qemu/NAME.log"),
            new Text(
                    "(?m)^apiVersion: |^\\s*\"apiVersion\": ",
                    "an object of Kubernetes; bring the log of the VM's virt-launcher pod"),
            new Text(
                    "(?m)^(#\\d+ +0x[0-9a-f]+ in |Thread \\d+ \\(Thread 0x|\\(gdb\\) )",
                    "the output of a debugger; " + BRING_LOGS),
            new Text("(?m)^==\\d+== ", "the output of valgrind; " + BRING_LOGS),
            new Text("(?m)^Traceback \\(most recent call last\\):", "a traceback of Python; " + BRING_LOGS),
            new Text("(?m)^diff --git |^--- \\S+\\n\\+\\+\\+ ", "a patch; " + BRING_LOGS),
            new Text("\\A\\s*[{\\[]", "JSON that is no message of QMP; " + BRING_LOGS));

    private ForeignContent() {}

    /// A file that is told by its first bytes.
    private record Bytes(int at, String magic, String what) {
        boolean isIn(byte[] head) {
            byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
            return head.length >= at + bytes.length
                    && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    /// A file that is told by what stands in its first lines.
    private record Text(Pattern pattern, String what) {
        Text(String pattern, String what) {
            this(Pattern.compile(pattern), what);
        }
    }

    /// What is certain by its first bytes, whatever else is in it.
    static Optional<String> certain(byte[] head) {
        return BY_BYTES.stream()
                .filter(known -> known.isIn(head))
                .map(Bytes::what)
                .findFirst();
    }

    /// What a file is in which no line of any format was found.
    static Optional<String> likely(byte[] head) {
        String start = new String(head, 0, Math.min(head.length, 1 << 14), StandardCharsets.ISO_8859_1);
        Optional<String> text = BY_TEXT.stream()
                .filter(known -> known.pattern.matcher(start).find())
                .map(Text::what)
                .findFirst();
        return text.isPresent() || !isBinary(start) ? text : Optional.of("binary data; " + BRING_LOGS);
    }

    /// A text may hold some escapes, and NUL bytes where it was truncated in use.
    private static boolean isBinary(String start) {
        long control = start.chars()
                .filter(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\u001b' && c != '\f')
                .count();
        return control * 10 > start.length();
    }

    private static String hex(String digits) {
        return new String(HexFormat.of().parseHex(digits), StandardCharsets.ISO_8859_1);
    }
}
