package dev.vfr.recorder.capture.bundle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The log of libvirt's daemon, cut into its talks with one QEMU each: by monitor pointer, from the line on which the
/// talk begins; lines without a pointer belong to the talk that their thread led last. The rest is of the daemon.
final class DaemonTalks {

    private static final String MONITOR = "QEMU_MONITOR_";
    private static final Pattern POINTER = Pattern.compile("QEMU_MONITOR_(\\w+): mon=(0x[0-9a-f]+)");
    private static final Pattern THREAD = Pattern.compile("^.{28}: (\\d+): ");
    private static final Pattern SOCKET = Pattern.compile("/domain-\\d+-([^/\"]{1,200})/monitor\\.sock");
    private static final Pattern MIGRATES = Pattern.compile("\"execute\": ?\"migrate(-incoming)?\"");
    private static final Pattern HOST = Pattern.compile("^.{28}: \\d+: info : hostname: (\\S+)");

    private final LogSlices slices;
    private final Map<String, Talk> talks = new LinkedHashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<String, String> byThread = new HashMap<>();
    private Optional<String> host = Optional.empty();
    private String key = "";

    /// What the daemon and one QEMU said.
    private static final class Talk {
        private Optional<Long> beginMs = Optional.empty();
        private Optional<String> vm = Optional.empty();
        private boolean migrates;
    }

    /// A talk, cut out.
    ///
    /// @param beginMs when it began, in ms since 1970-01-01T00:00:00Z
    /// @param vm the name of the VM, where the log shows it
    /// @param migrates whether it is about a migration
    record Cut(Optional<Long> beginMs, Optional<String> vm, boolean migrates, Path file) {}

    private DaemonTalks(LogSlices slices) {
        this.slices = slices;
    }

    /// What the whole log shows.
    ///
    /// @param cuts the talks of VMs and those that are about a migration; libvirt also asks QEMUs what they
    ///     can do
    /// @param rest the lines that are of no talk, empty where there are none
    /// @param host the host's name, where the log shows it
    record Result(List<Cut> cuts, Optional<Path> rest, Optional<String> host) {}

    /// @param folder where the talks go
    static Result of(LogLines log, Path folder) throws IOException {
        DaemonTalks found;
        try (LogSlices slices = new LogSlices(folder, "libvirt.log")) {
            found = new DaemonTalks(slices);
            log.forEach(found::take);
        }
        return found.result();
    }

    private void take(String line) throws IOException {
        key = keyOf(line);
        slices.append(key, line);
    }

    private Result result() {
        Map<String, Path> files = slices.files();
        List<Cut> cuts = new ArrayList<>();
        talks.forEach((key, talk) -> {
            Path file = files.get(key);
            if (file != null && (talk.vm.isPresent() || talk.migrates)) {
                cuts.add(new Cut(talk.beginMs, talk.vm, talk.migrates, file));
            }
        });
        return new Result(cuts, Optional.ofNullable(files.get("")), host);
    }

    private String keyOf(String line) {
        int at = line.indexOf(MONITOR);
        if (at >= 0 && at < 400) {
            Matcher pointer = POINTER.matcher(line);
            if (pointer.find(at)) {
                return talk(line, pointer.group(1), pointer.group(2));
            }
        }
        Matcher thread = THREAD.matcher(line);
        if (!thread.find()) {
            // A line without a time goes on with what the line before said.
            return key;
        }
        if (host.isEmpty()) {
            Matcher named = HOST.matcher(line);
            host = named.find() ? Optional.of(named.group(1)) : host;
        }
        return byThread.getOrDefault(thread.group(1), "");
    }

    private String talk(String line, String what, String pointer) {
        if (what.equals("NEW")) {
            uses.merge(pointer, 1, Integer::sum);
        }
        String key = pointer + "#" + uses.getOrDefault(pointer, 0);
        Talk talk = talks.computeIfAbsent(key, any -> new Talk());
        if (talk.beginMs.isEmpty() && line.length() > LibvirtTime.LENGTH) {
            talk.beginMs = LibvirtTime.ms(line.substring(0, LibvirtTime.LENGTH));
        }
        if (talk.vm.isEmpty() && line.contains("/monitor.sock")) {
            Matcher socket = SOCKET.matcher(line);
            talk.vm = socket.find() ? Optional.of(socket.group(1)) : talk.vm;
        }
        talk.migrates |= line.contains("migrate") && MIGRATES.matcher(line).find();
        Matcher thread = THREAD.matcher(line);
        if (thread.find()) {
            byThread.put(thread.group(1), key);
        }
        return key;
    }
}
