package dev.vfr.recorder.capture.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What libvirt's log of a domain holds of one process: from its start to the next one.
///
/// @param startMs when it was started, in ms since 1970-01-01T00:00:00Z; empty where the log begins later
/// @param host the name of its host, where the start says it
/// @param file the part of the log
record DomainRun(Optional<Long> startMs, Optional<String> host, Path file) {

    private static final Pattern START = Pattern.compile(
            "^(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}[+-]\\d{4}): starting up libvirt version: .*");
    private static final Pattern HOST = Pattern.compile("hostname: ([^,\\s]+)");

    /// Cuts a log at its starts.
    ///
    /// @param vm a name for the files
    /// @param folder where the parts go
    static List<DomainRun> of(LogLines log, String vm, Path folder) throws IOException {
        List<Optional<Long>> starts = new ArrayList<>();
        List<Optional<String>> hosts = new ArrayList<>();
        Map<String, Path> files;
        try (LogSlices slices = new LogSlices(folder, vm + ".log")) {
            log.forEach(line -> {
                Matcher start = START.matcher(line);
                boolean starting = line.contains("starting up libvirt") && start.matches();
                if (starting || (starts.isEmpty() && !line.isBlank())) {
                    starts.add(starting ? LibvirtTime.ms(start.group(1)) : Optional.empty());
                    Matcher host = HOST.matcher(line);
                    hosts.add(starting && host.find() ? Optional.of(host.group(1)) : Optional.empty());
                }
                if (!starts.isEmpty()) {
                    slices.append(String.valueOf(starts.size() - 1), line);
                }
            });
            files = slices.files();
        }
        List<DomainRun> runs = new ArrayList<>();
        for (Path file : files.values()) {
            runs.add(new DomainRun(starts.get(runs.size()), hosts.get(runs.size()), file));
        }
        return runs;
    }
}
