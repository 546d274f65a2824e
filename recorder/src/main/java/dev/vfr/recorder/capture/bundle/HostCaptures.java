package dev.vfr.recorder.capture.bundle;

import dev.vfr.recorder.capture.ImportInput;
import dev.vfr.recorder.capture.bundle.Classified.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The captures of one host, sorted into those of each process.
///
/// | what there is | trace |
/// |---|---|
/// | one start in one domain's log | that log and the daemon's, in whole |
/// | several starts or domains | a part of the log each, and of the daemon's log the talk that began after that start |
/// | a talk of a domain without a log | the talk |
/// | the daemon's log without talks, or what is of no talk | the log, or the rest of it |
/// | other captures | all whose names are equal up to the first dot |
final class HostCaptures {

    /// A daemon connects to a QEMU after it has logged its start; the two write their times one by one.
    private static final long SLACK_MS = 1_000;

    private final Path temp;
    private final Names names;
    private final List<ProcessCaptures> processes = new ArrayList<>();
    private final Map<String, List<String>> tracesOf = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final String root;
    private String host;
    private int folders;

    /// A process of a domain with its captures.
    private static final class Run {
        private final String vm;
        private final DomainRun log;
        private final List<Classified> files;
        private final List<DaemonTalks.Cut> talks = new ArrayList<>();

        Run(String vm, DomainRun log, List<Classified> files) {
            this.vm = vm;
            this.log = log;
            this.files = files;
        }
    }

    /// @param temp a folder for parts of logs
    /// @param host the name of the host, as far as it is known before its logs are read
    HostCaptures(Path temp, Names names, Optional<String> host, String root) {
        this.temp = temp;
        this.names = names;
        this.host = host.orElse("");
        this.root = root;
    }

    List<ProcessCaptures> processes() {
        return List.copyOf(processes);
    }

    /// What could not be read to its end, one line each.
    List<String> notes() {
        return List.copyOf(notes);
    }

    /// The traces by the names of the files that went into them.
    Map<String, List<String>> tracesOf() {
        return tracesOf;
    }

    void sort(List<Classified> files) throws IOException {
        List<Run> runs = runs(of(files, Role.DOMAIN_LOG));
        List<Classified> daemon = daemonLog(of(files, Role.DAEMON_LOG));
        host = runs.stream()
                .flatMap(run -> run.log.host().stream())
                .findFirst()
                .filter(any -> host.isEmpty())
                .orElse(host);
        if (!daemon.isEmpty()) {
            daemon(runs, daemon);
        } else {
            runs.forEach(run -> add(run, List.of()));
        }
        captures(of(files, Role.CAPTURE));
        for (Classified alone : of(files, Role.ALONE)) {
            put(host() + "-" + Names.stem(alone.file().name()), List.of(alone));
        }
        if (processes.isEmpty()) {
            captures(of(files, Role.WEAK));
        }
    }

    private static List<Classified> of(List<Classified> files, Role role) {
        return files.stream().filter(file -> file.role() == role).toList();
    }

    private String host() {
        return host.isEmpty() ? Names.lastFolder(root) : host;
    }

    private List<Run> runs(List<Classified> logs) throws IOException {
        Map<String, List<Classified>> byVm = new TreeMap<>();
        for (Classified log : logs) {
            byVm.computeIfAbsent(Rotation.of(log.file().name()).base(), any -> new ArrayList<>())
                    .add(log);
        }
        List<Run> runs = new ArrayList<>();
        for (Map.Entry<String, List<Classified>> each : byVm.entrySet()) {
            String vm = Names.safe(vmOf(each.getKey()));
            List<Classified> parts = oldestFirst(each.getValue());
            for (DomainRun run : DomainRun.of(lines(parts), vm, fresh())) {
                runs.add(new Run(vm, run, parts));
            }
        }
        return runs;
    }

    private static String vmOf(String base) {
        String name = base.substring(base.lastIndexOf('/') + 1);
        return name.endsWith(".log") ? name.substring(0, name.length() - 4) : name;
    }

    /// Of several daemons' logs the one that libvirt wrote itself; else all, such as those of a journal.
    private static List<Classified> daemonLog(List<Classified> logs) {
        List<Classified> own = logs.stream()
                .filter(log -> log.file().name().contains("/log/libvirt/"))
                .toList();
        return oldestFirst(own.isEmpty() ? logs : own);
    }

    private static List<Classified> oldestFirst(List<Classified> parts) {
        return parts.stream()
                .sorted(Comparator.comparing(
                        (Classified part) -> Rotation.of(part.file().name()), Rotation.OLDEST_FIRST))
                .toList();
    }

    private void daemon(List<Run> runs, List<Classified> daemon) throws IOException {
        DaemonTalks.Result talks = DaemonTalks.of(lines(daemon), fresh());
        if (host.isEmpty()) {
            host = talks.host().orElse("");
        }
        boolean oneVm = talks.cuts().stream()
                        .map(DaemonTalks.Cut::vm)
                        .flatMap(Optional::stream)
                        .distinct()
                        .count()
                <= 1;
        if (runs.size() + talks.cuts().size() == 0
                || (runs.size() == 1 && talks.cuts().size() <= 1 && oneVm)) {
            whole(runs, talks, daemon);
            return;
        }
        List<DaemonTalks.Cut> left = new ArrayList<>();
        for (DaemonTalks.Cut cut : talks.cuts()) {
            runOf(cut, runs).ifPresentOrElse(run -> run.talks.add(cut), () -> left.add(cut));
        }
        runs.forEach(run -> add(run, daemon));
        for (DaemonTalks.Cut cut : left) {
            put(host() + "-" + cut.vm().orElse("libvirt"), List.of(cut.file()), daemon);
        }
        if (talks.rest().isPresent()) {
            put(host() + "-libvirt", List.of(talks.rest().get()), daemon);
        }
    }

    /// Nothing is to be told apart: the daemon's log is of the one process.
    private void whole(List<Run> runs, DaemonTalks.Result talks, List<Classified> daemon) throws IOException {
        Path log = daemon.size() == 1 ? daemon.getFirst().file().file() : joined(daemon, "libvirtd.log");
        if (runs.isEmpty()) {
            String vm = talks.cuts().stream()
                    .flatMap(cut -> cut.vm().stream())
                    .findFirst()
                    .orElse("libvirt");
            put(host() + "-" + vm, List.of(log), daemon);
        } else {
            Run run = runs.getFirst();
            List<Classified> files = new ArrayList<>(run.files);
            files.addAll(daemon);
            put(host() + "-" + run.vm, List.of(run.log.file(), log), files);
        }
    }

    private static Optional<Run> runOf(DaemonTalks.Cut cut, List<Run> runs) {
        Optional<Run> best = Optional.empty();
        for (Run run : runs) {
            boolean same = cut.vm().map(Names::safe).filter(run.vm::equals).isPresent();
            boolean before = run.log.startMs().isEmpty()
                    || cut.beginMs().isEmpty()
                    || run.log.startMs().get() <= cut.beginMs().get() + SLACK_MS;
            if (same && before) {
                best = Optional.of(run);
            }
        }
        return best;
    }

    private void add(Run run, List<Classified> daemon) {
        List<Path> files = new ArrayList<>(List.of(run.log.file()));
        run.talks.forEach(talk -> files.add(talk.file()));
        List<Classified> from = new ArrayList<>(run.files);
        if (!run.talks.isEmpty()) {
            from.addAll(daemon);
        }
        put(host() + "-" + run.vm, files, from);
    }

    private void captures(List<Classified> files) throws IOException {
        Map<String, List<Classified>> byStem = new TreeMap<>();
        for (Classified file : files) {
            String folder = file.file().name().substring(0, file.file().name().lastIndexOf('/') + 1);
            byStem.computeIfAbsent(folder + Names.stem(file.file().name()), any -> new ArrayList<>())
                    .add(file);
        }
        for (Map.Entry<String, List<Classified>> each : byStem.entrySet()) {
            put(host() + "-" + Names.stem(each.getKey()), oldestFirst(each.getValue()));
        }
    }

    private void put(String name, List<Classified> files) {
        put(name, paths(files), files);
    }

    private void put(String name, List<Path> inputs, List<Classified> from) {
        String trace = names.unique(name);
        Map<Path, String> inBundle = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Path input = inputs.get(i);
            Optional<String> own = from.stream()
                    .filter(file -> file.file().file().equals(input))
                    .map(file -> file.file().name())
                    .findFirst();
            boolean first = i == 0 || from.size() == 1;
            inBundle.put(
                    input,
                    own.orElse((first ? from.getFirst() : from.getLast()).file().name()));
        }
        processes.add(
                new ProcessCaptures(trace, inputs.stream().map(ImportInput::of).toList(), inBundle));
        for (Classified file : from) {
            tracesOf.computeIfAbsent(file.file().name(), any -> new ArrayList<>())
                    .add(trace);
        }
    }

    private Path joined(List<Classified> parts, String name) throws IOException {
        try (LogSlices whole = new LogSlices(fresh(), name)) {
            lines(parts).forEach(line -> whole.append("", line));
            return whole.files().getOrDefault("", parts.getFirst().file().file());
        }
    }

    private static List<Path> paths(List<Classified> files) {
        return files.stream().map(file -> file.file().file()).toList();
    }

    private LogLines lines(List<Classified> parts) {
        return new LogLines(parts.stream().map(Classified::file).toList(), notes);
    }

    private Path fresh() {
        return temp.resolve(Names.safe(root) + "." + folders++);
    }
}
