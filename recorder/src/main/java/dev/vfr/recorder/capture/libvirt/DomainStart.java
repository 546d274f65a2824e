package dev.vfr.recorder.capture.libvirt;

import dev.vfr.recorder.capture.qemu.VmmIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The start of a process as libvirt logs it: a line with releases and host, then the environment and the command line,
/// of which all lines but the last end with a backslash.
final class DomainStart {

    private static final Pattern VERSION = Pattern.compile("qemu version: (\\d+\\.\\d+(?:\\.\\d+)?)");
    private static final Pattern KERNEL = Pattern.compile("kernel: ([^,\\s]+)");
    private static final Pattern HOST = Pattern.compile("hostname: ([^,\\s]+)");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");

    private final String releases;
    private final List<String> commandLine = new ArrayList<>();
    private boolean inEnvironment = true;

    /// @param releases the text of the first line
    DomainStart(String releases) {
        this.releases = releases;
    }

    /// Takes a line that follows.
    ///
    /// @return whether another one follows
    boolean add(String line) {
        boolean more = line.endsWith("\\");
        String own = more ? line.substring(0, line.length() - 1) : line;
        for (String word : ShellWords.of(own)) {
            inEnvironment &= ASSIGNMENT.matcher(word).matches();
            if (!inEnvironment) {
                commandLine.add(word);
            }
        }
        return more;
    }

    VmmIdentity identity() {
        VmmIdentity shown = new VmmIdentity(Optional.empty(), found(VERSION), found(HOST), found(KERNEL), List.of());
        return shown.or(VmmIdentity.of(commandLine));
    }

    private Optional<String> found(Pattern pattern) {
        Matcher matcher = pattern.matcher(releases);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
