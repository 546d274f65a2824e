package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.ftrace.FtraceImport;
import dev.vfr.recorder.capture.kernellog.KernelLines;
import dev.vfr.recorder.capture.log.PeelChoice;
import dev.vfr.recorder.capture.log.TextHead;
import dev.vfr.recorder.capture.log.TextKind;
import dev.vfr.recorder.capture.peel.Peel;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A file to import with what is known of its content.
final class TextFile {

    /// Formats whose files are bytes or whole JSON documents.
    private static final Set<ImportFormat> WITHOUT_LAYERS =
            EnumSet.of(ImportFormat.QEMU_STREAM, ImportFormat.COMMAND_LINE, ImportFormat.JSONL);

    /// Around these a person has written the rest.
    private static final Set<Peel.Kind> OF_A_MAIL =
            EnumSet.of(Peel.Kind.QUOTES, Peel.Kind.WRAPPED, Peel.Kind.INDENTATION);

    private final InputFile file;
    private final ImportFormat format;
    private final boolean given;
    private final Peel peel;
    private @Nullable TextHead head;

    private TextFile(InputFile file, ImportFormat format, boolean given, Peel peel) {
        this.file = file;
        this.format = format;
        this.given = given;
        this.peel = peel;
    }

    /// Looks at the first bytes of a file. An empty file is whatever its companions leave over.
    ///
    /// @param given its format, where the user says it
    /// @throws EventSourceException where it is of no format that can be imported
    static TextFile of(InputFile file, Optional<ImportFormat> given) throws EventSourceException {
        if (file.isEmpty()) {
            return new TextFile(file, given.orElse(ImportFormat.QEMU_STDERR), given.isPresent(), Peel.NONE);
        }
        boolean peeled = given.isEmpty() ? FormatGuess.isText(file.head()) : !WITHOUT_LAYERS.contains(given.get());
        Peel peel = peeled ? PeelChoice.of(file.head(), file.file().toString(), TextFile::isOtherwiseKnown) : Peel.NONE;
        ImportFormat format = given.isPresent() ? given.get() : FormatGuess.of(file.file(), file.head(), peel);
        return new TextFile(file, format, given.isPresent(), WITHOUT_LAYERS.contains(format) ? Peel.NONE : peel);
    }

    private static boolean isOtherwiseKnown(String line) {
        return FormatGuess.isOfOtherTrace(line)
                || FtraceImport.isProbe(line)
                || (KernelLines.areIn(List.of(line)) && !Peel.hasSyslogPrefix(line));
    }

    InputFile file() {
        return file;
    }

    ImportFormat format() {
        return format;
    }

    Peel peel() {
        return peel;
    }

    /// What the first bytes of a VMM's text show.
    TextHead head() throws EventSourceException {
        TextHead known = head;
        if (known == null) {
            known = TextHead.of(file.head(), file.file().toString(), kind(), peel);
            head = known;
        }
        return known;
    }

    /// Whether there are lines of a trace log, which show the status of a migration better than any answer.
    boolean hasTraceLines() throws EventSourceException {
        return format == ImportFormat.QEMU_LOG
                || (format == ImportFormat.LIBVIRT_DOMAIN_LOG && head().firstTraceLine() >= 0);
    }

    /// What the lines are that say nothing of themselves.
    TextKind kind() throws EventSourceException {
        return switch (format) {
            case QEMU_LOG, LIBVIRT_LOG, VIRT_LAUNCHER -> TextKind.TRACE_LOG;
            case LIBVIRT_DOMAIN_LOG -> TextKind.MESSAGES;
            case QEMU_STDERR -> given || !isPosted() ? TextKind.MESSAGES : TextKind.POSTED;
            case QMP -> TextKind.QMP;
            case HMP, DOMJOBINFO -> TextKind.POSTED;
            case QEMU_STREAM, COMMAND_LINE, STRACE, FTRACE, JSONL, KERNEL_LOG ->
                throw new IllegalArgumentException(format.label());
        };
    }

    private boolean isPosted() throws EventSourceException {
        return peel.layers().stream().anyMatch(OF_A_MAIL::contains)
                || TextHead.of(file.head(), file.file().toString(), TextKind.POSTED, peel)
                                .firstMessage()
                        < 0;
    }
}
