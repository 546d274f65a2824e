package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.UnrecognisedFiles.Unrecognised;
import dev.vfr.recorder.capture.ftrace.FtraceImport;
import dev.vfr.recorder.capture.kernellog.KernelLines;
import dev.vfr.recorder.capture.log.TextHead;
import dev.vfr.recorder.capture.log.TextKind;
import dev.vfr.recorder.capture.peel.Peel;
import dev.vfr.recorder.capture.peel.PeeledLines;
import dev.vfr.recorder.capture.text.Quote;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells a file's format from its first bytes, and what else it is where it is none that can be imported.
final class FormatGuess {

    private static final byte[] STREAM_MAGIC = "QEVM".getBytes(StandardCharsets.US_ASCII);
    /// 0xf2b177cb0aa429b4 after eight bytes of ones, in the byte order of the machine that traced.
    private static final byte[] SIMPLETRACE_LITTLE = {
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        (byte) 0xb4,
        0x29,
        (byte) 0xa4,
        0x0a,
        (byte) 0xcb,
        0x77,
        (byte) 0xb1,
        (byte) 0xf2
    };
    private static final byte[] SIMPLETRACE_BIG = {
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        (byte) 0xf2,
        (byte) 0xb1,
        0x77,
        (byte) 0xcb,
        0x0a,
        (byte) 0xa4,
        0x29,
        (byte) 0xb4
    };

    private static final Pattern STRACE_LINE = Pattern.compile(
            "^(\\[pid +\\d+] |\\d+ +)?([0-9:.]+ +(\\(\\+ *[0-9.]+\\) +)?)?[a-z_0-9]+\\(.*( = |<unfinished \\.\\.\\.>)");
    private static final Pattern FTRACE_LINE =
            Pattern.compile("^# tracer: |^ *\\S.*-\\d+ +(\\( *[-\\d]+\\) )?\\[\\d{3,}] .* \\d+\\.\\d{6}: ");
    /// `qemu 97 [001] 12.345678: probe:x: …` of perf script, `1.234 ( 0.007 ms): qemu/97 ioctl(…` of perf trace.
    private static final Pattern PERF_LINE = Pattern.compile(
            "^ *\\S.* \\d+(/\\d+)? +(\\[\\d{3,}] +)?\\d+\\.\\d{6,9}: +[a-z_0-9]+:[a-z_0-9]+: |^ +\\d+\\.\\d{3} \\( *(\\d+\\.\\d+ ms)? *\\): ");
    private static final Pattern EVENT_JSON = Pattern.compile("\"event\"\\s*:\\s*\"[a-z0-9]+(-[a-z0-9]+)+\"");
    /// Members of QMP's messages, as JSON or as Python prints them; the last are of answers that were taken out of
    /// theirs.
    private static final Pattern QMP_JSON =
            Pattern.compile("[\"'](QMP|execute|exec-oob|return|msg|dir|note)[\"']\\s*:|[\"']error[\"']\\s*:\\s*\\{"
                    + "|[\"']event[\"']\\s*:\\s*[\"'][A-Z0-9_]+[\"']"
                    + "|[\"'](expected-downtime|total-time|blocked-reasons|downtime-limit)[\"']\\s*:");
    private static final Pattern COMMAND_LINE = Pattern.compile("^\\s*\\[\\s*\"[^\"]*(qemu|kvm)[^\"]*\"");

    private static final Pattern LAUNCHER = Pattern.compile("\"component\"\\s*:\\s*\"virt-launcher");
    private static final Pattern JOB = Pattern.compile("(?m)^\\W*Job type:");

    private FormatGuess() {}

    /// The format of the file that begins with `head`, which is not empty.
    ///
    /// @param peel the layers around its lines
    static ImportFormat of(Path file, byte[] head, Peel peel) throws EventSourceException {
        if (startsWith(head, STREAM_MAGIC)) {
            return ImportFormat.QEMU_STREAM;
        }
        refuseBinary(file, head);
        List<String> lines = firstLines(head, file.toString(), peel);
        if (COMMAND_LINE.matcher(lines.getFirst()).find()) {
            return ImportFormat.COMMAND_LINE;
        }
        TextHead text = TextHead.of(head, file.toString(), TextKind.TRACE_LOG, peel);
        if (text.anyDaemon()) {
            return peel.layers().contains(Peel.Kind.JSON)
                            && LAUNCHER.matcher(start(head)).find()
                    ? ImportFormat.VIRT_LAUNCHER
                    : ImportFormat.LIBVIRT_LOG;
        }
        if (text.firstTraceLine() >= 0) {
            return text.anyDomain() ? ImportFormat.LIBVIRT_DOMAIN_LOG : ImportFormat.QEMU_LOG;
        }
        if (KernelLines.areIn(lines)) {
            return ImportFormat.KERNEL_LOG;
        }
        int message = text.firstMessage();
        int jsonLine = firstJson(lines);
        if (jsonLine >= 0) {
            Optional<ImportFormat> json = jsonFormat(jsonLine, lines);
            if (json.isPresent()) {
                return json.get();
            }
            if (message < 0 && !text.anyMonitor() && !text.anyDomain()) {
                throw refusal(file, jsonLine, lines.get(jsonLine), ForeignContent.likely(head));
            }
        }
        Optional<ImportFormat> other =
                otherTrace(file, message < 0 ? lines : lines.subList(0, Math.min(message, lines.size())));
        if (other.isPresent()) {
            return other.get();
        }
        Optional<ImportFormat> format = textFormat(text, head, peel);
        if (format.isPresent()) {
            return format.get();
        }
        List<String> raw = firstLines(head, file.toString(), Peel.NONE);
        int shown = firstNonEmpty(raw);
        throw refusal(file, shown, raw.get(shown), ForeignContent.likely(head));
    }

    private static Optional<ImportFormat> textFormat(TextHead text, byte[] head, Peel peel) {
        if (text.anyDomain()) {
            return Optional.of(ImportFormat.LIBVIRT_DOMAIN_LOG);
        }
        boolean launcher = peel.layers().contains(Peel.Kind.JSON)
                && LAUNCHER.matcher(start(head)).find();
        if (launcher && (text.firstMessage() >= 0 || text.anyQmp())) {
            return Optional.of(ImportFormat.VIRT_LAUNCHER);
        }
        if (text.anyMonitor()) {
            return Optional.of(JOB.matcher(start(head)).find() ? ImportFormat.DOMJOBINFO : ImportFormat.HMP);
        }
        if (text.firstMessage() >= 0) {
            return Optional.of(ImportFormat.QEMU_STDERR);
        }
        if (text.anyQmp()) {
            return Optional.of(ImportFormat.QMP);
        }
        return text.anyBare() ? Optional.of(ImportFormat.QEMU_STDERR) : Optional.empty();
    }

    private static String start(byte[] head) {
        return new String(head, 0, Math.min(head.length, 1 << 16), StandardCharsets.ISO_8859_1);
    }

    /// Whether the bytes may be a text.
    static boolean isText(byte[] head) {
        return !startsWith(head, STREAM_MAGIC)
                && !isSimpleTrace(head)
                && ForeignContent.certain(head).isEmpty();
    }

    /// Whether the line is one of strace, perf or ftrace, which no VMM prints.
    static boolean isOfOtherTrace(String line) {
        return STRACE_LINE.matcher(line).find()
                || PERF_LINE.matcher(line).find()
                || FTRACE_LINE.matcher(line).find();
    }

    private static boolean isSimpleTrace(byte[] head) {
        return startsWith(head, SIMPLETRACE_LITTLE) || startsWith(head, SIMPLETRACE_BIG);
    }

    private static void refuseBinary(Path file, byte[] head) throws EventSourceException {
        Optional<String> foreign = ForeignContent.certain(head);
        if (foreign.isPresent()) {
            throw refusal(file, 0, foreign.get());
        }
        if (isSimpleTrace(head)) {
            throw refusal(
                    file, 0, "the binary output of QEMU's simple trace backend (the log backend writes qemu-log)");
        }
    }

    private static Optional<ImportFormat> otherTrace(Path file, List<String> lines) throws EventSourceException {
        for (int i = 0; i < lines.size(); i++) {
            if (PERF_LINE.matcher(lines.get(i)).find()) {
                throw refusal(file, i, "the output of perf");
            }
            if (STRACE_LINE.matcher(lines.get(i)).find()) {
                return Optional.of(ImportFormat.STRACE);
            }
            if (FTRACE_LINE.matcher(lines.get(i)).find()) {
                if (lines.stream().anyMatch(FtraceImport::isProbe)) {
                    return Optional.of(ImportFormat.FTRACE);
                }
                throw refusal(file, i, "a text of the kernel's ftrace without the probes of vfr's test bed");
            }
        }
        return Optional.empty();
    }

    private static Optional<ImportFormat> jsonFormat(int at, List<String> lines) {
        String start = String.join("\n", lines.subList(at, Math.min(lines.size(), at + 40)));
        if (EVENT_JSON.matcher(lines.get(at)).find()) {
            return Optional.of(ImportFormat.JSONL);
        }
        return QMP_JSON.matcher(start).find() ? Optional.of(ImportFormat.QMP) : Optional.empty();
    }

    /// The index of the first line if it, or what follows an arrow on it, is a JSON object; -1 otherwise.
    private static int firstJson(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("->") || line.startsWith("<-")) {
                line = line.substring(2).strip();
            }
            if (line.startsWith("{")) {
                return i;
            }
        }
        return -1;
    }

    private static EventSourceException refusal(Path file, int lineIndex, String found) {
        return new UnrecognisedFiles(List.of(new Unrecognised(file, lineIndex + 1, found)));
    }

    private static EventSourceException refusal(Path file, int lineIndex, String line, Optional<String> foreign) {
        String quoted = Quote.of(line.strip());
        return refusal(
                file, lineIndex, foreign.map(what -> what + " (" + quoted + ")").orElse(quoted));
    }

    private static int firstNonEmpty(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                return i;
            }
        }
        return 0;
    }

    private static List<String> firstLines(byte[] head, String file, Peel peel) throws EventSourceException {
        byte[] first = Arrays.copyOf(head, Math.min(head.length, 1 << 16));
        List<String> texts = new ArrayList<>();
        try (PeeledLines lines = new PeeledLines(new ByteArrayInputStream(first), file, peel)) {
            while (lines.next()) {
                texts.add(lines.text(lines.start()));
            }
        }
        return texts.isEmpty() ? List.of("") : texts;
    }

    private static boolean startsWith(byte[] head, byte[] magic) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
