package dev.vfr.recorder.cli;

import dev.vfr.recorder.capture.interposer.AttachedVmm;
import dev.vfr.recorder.capture.interposer.InterposerLibrary;
import dev.vfr.recorder.capture.interposer.PayloadMode;
import dev.vfr.recorder.capture.interposer.Recording;
import dev.vfr.recorder.capture.interposer.RecordingException;
import dev.vfr.recorder.capture.interposer.RecordingSummary;
import dev.vfr.recorder.capture.interposer.RingFile;
import dev.vfr.recorder.capture.interposer.Signals;
import dev.vfr.recorder.capture.interposer.SpawnedCommand;
import dev.vfr.recorder.trace.TraceException;
import dev.vfr.recorder.trace.TracePlace;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `vfr record`. Standard input, output and error are those of the recorded command; vfr itself speaks on standard
/// error, at the end.
@Command(
        name = "record",
        description = "Runs a program and records its VFIO calls; exits with the program's status.",
        footer = {
            "",
            "  vfr record -o src.vfr -- qemu-system-x86_64 …",
            "To record a VMM that libvirt or another program starts, give it the variables that --print-env prints:",
            "  vfr record --print-env --attach /dev/shm/vm.ring",
            "  vfr record --attach /dev/shm/vm.ring -o src.vfr"
        })
final class RecordCommand implements Callable<Integer> {

    private static final String PRELOAD = "LD_PRELOAD";
    private static final String RING = "VFR_RING";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "CMD", arity = "0..*", description = "program and its arguments, after --")
    private List<String> words = List.of();

    @Option(names = "-o", paramLabel = "TRACE", description = "new trace (default: a fresh name in the current folder)")
    private @Nullable Path output;

    @Option(
            names = "--payload",
            paramLabel = "MODE",
            defaultValue = "digest",
            description = "what to keep of device data: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private PayloadMode payload = PayloadMode.DIGEST;

    @Option(
            names = "--attach",
            paramLabel = "RING",
            description = "record a VMM that another program starts, through this file; made if absent")
    private @Nullable Path attach;

    @Option(names = "--print-env", description = "print the environment variables for such a VMM")
    private boolean printEnvironment;

    @Option(
            names = "--ring-size",
            paramLabel = "MIB",
            description = "size of the ring in memory, MiB, a power of two (default: " + RingFile.DEFAULT_MIB + ")")
    private int ringMib = RingFile.DEFAULT_MIB;

    @Override
    public Integer call() throws EnvironmentException, TraceException {
        try {
            checkUsage();
            warnOfSecrets();
            if (printEnvironment) {
                return printEnvironment();
            }
            return attach == null ? recordCommand() : recordAttached(attach.toAbsolutePath());
        } catch (RecordingException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private void checkUsage() {
        if (ringMib < 1 || ringMib > 1024 || Integer.bitCount(ringMib) != 1) {
            throw wrong("--ring-size: expected a power of two from 1 to 1024, found " + ringMib);
        }
        if (words.isEmpty() == (attach == null && !printEnvironment)) {
            throw wrong(
                    words.isEmpty()
                            ? "expected -- CMD or --attach RING, found neither"
                            : "expected no CMD with --attach or --print-env, found one");
        }
    }

    private void warnOfSecrets() {
        if (payload == PayloadMode.FULL) {
            PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
            err.println(
                    "vfr: --payload full: the trace will hold the state of the guest's devices, which is the guest's"
                            + " secret; protect it like the guest");
            err.flush();
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private int printEnvironment() throws RecordingException {
        Path library = InterposerLibrary.lasting();
        Path ring = attach == null ? RingFile.freshName() : attach.toAbsolutePath();
        if (!Files.exists(ring)) {
            RingFile.make(ring, ringMib, payload);
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(PRELOAD + "=" + library);
        out.println(RING + "=" + ring);
        return ExitStatus.OK;
    }

    private int recordCommand() throws RecordingException, EnvironmentException {
        Path target = output == null ? TraceName.fresh(TraceName.stemOf(Path.of(words.getFirst()))) : output;
        Path ringPath = RingFile.freshName();
        try (InterposerLibrary library = InterposerLibrary.find()) {
            TracePlace place = take(target);
            SpawnedCommand command;
            try (RingFile ring = makeRing(ringPath, place)) {
                Signals signals = Signals.forward();
                command = start(library.path(), ring.path(), place);
                signals.to(command);
                Recording recording = new Recording(ring, command, Optional.of(library.path()));
                finish(target, run(recording, place));
                // Where the trace failed before its time, the command goes on without it.
                return command.waitFor();
            }
        }
    }

    private RingFile makeRing(Path path, TracePlace place) throws RecordingException, EnvironmentException {
        try {
            RingFile.make(path, ringMib, payload);
            return RingFile.open(path, true);
        } catch (RecordingException e) {
            giveBack(place);
            throw e;
        }
    }

    private SpawnedCommand start(Path library, Path ring, TracePlace place)
            throws RecordingException, EnvironmentException {
        Map<String, String> variables = new LinkedHashMap<>();
        String preloaded = System.getenv(PRELOAD);
        variables.put(
                PRELOAD, preloaded == null || preloaded.isEmpty() ? library.toString() : library + ":" + preloaded);
        variables.put(RING, ring.toString());
        // The launcher gives vfr another locale where the caller's says nothing of UTF-8.
        String callersLocale = System.getProperty("vfr.caller.lc_all");
        if (callersLocale != null) {
            variables.put("LC_ALL", callersLocale);
        }
        try {
            return SpawnedCommand.start(words, variables);
        } catch (RecordingException e) {
            giveBack(place);
            throw e;
        }
    }

    private int recordAttached(Path ringPath) throws RecordingException, EnvironmentException {
        Path target = output == null ? TraceName.fresh(TraceName.stemOf(ringPath)) : output;
        boolean made = !Files.exists(ringPath);
        if (made) {
            RingFile.make(ringPath, ringMib, payload);
        }
        try (RingFile ring = RingFile.open(ringPath, made)) {
            AttachedVmm vmm = new AttachedVmm();
            TracePlace place = take(target);
            Signals.stop(vmm);
            RecordingSummary summary = run(new Recording(ring, vmm, library()), place);
            finish(target, summary);
            return summary.failure().isPresent() ? ExitStatus.ENVIRONMENT : ExitStatus.OK;
        }
    }

    /// Only for measuring what it costs.
    private static Optional<Path> library() {
        try {
            return Optional.of(InterposerLibrary.lasting());
        } catch (RecordingException e) {
            return Optional.empty();
        }
    }

    private TracePlace take(Path target) throws EnvironmentException {
        if (TraceName.isTaken(target)) {
            throw wrong(target + " exists already; name another trace with -o, none is overwritten");
        }
        try {
            return TracePlace.take(target);
        } catch (TraceException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private static void giveBack(TracePlace place) throws EnvironmentException {
        try {
            place.giveBack();
        } catch (TraceException e) {
            throw new EnvironmentException(String.valueOf(e.getMessage()), e);
        }
    }

    private RecordingSummary run(Recording recording, TracePlace place) {
        if (!Boolean.getBoolean("vfr.stderr.terminal")) {
            return recording.run(place);
        }
        RecordingLine line =
                RecordingLine.start(Objects.requireNonNull(spec).commandLine().getErr(), recording::progress);
        try {
            return recording.run(place);
        } finally {
            line.close();
        }
    }

    private void finish(Path target, RecordingSummary summary) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println("vfr: " + describe(target, summary));
        err.flush();
    }

    private static String describe(Path target, RecordingSummary summary) {
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "%s: %,d events, %,d lost", target, summary.events(), summary.lost()));
        summary.failure()
                .ifPresent(why -> line.append("; recording ended early: ").append(why));
        if (!summary.used() && summary.failure().isEmpty()) {
            line.append(
                    "; no VFIO device was used through vfr's interposer: the program is statically linked or setuid,"
                            + " or it touched none");
        }
        if (summary.stillRunning() > 0) {
            line.append(String.format(
                    Locale.ROOT, "; %,d of its processes still run, no longer recorded", summary.stillRunning()));
        }
        return line.toString();
    }
}
