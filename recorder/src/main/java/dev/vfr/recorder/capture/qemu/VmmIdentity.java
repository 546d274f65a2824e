package dev.vfr.recorder.capture.qemu;

import java.util.List;
import java.util.Optional;

/// What a capture says of the process that it is of.
///
/// @param program such as `qemu-system-x86_64`
/// @param version such as `10.0.13`
/// @param host the name of its host
/// @param kernel the release of its host's kernel
/// @param commandLine the program and its arguments; empty where it is not shown
public record VmmIdentity(
        Optional<String> program,
        Optional<String> version,
        Optional<String> host,
        Optional<String> kernel,
        List<String> commandLine) {

    /// Nothing is known.
    public static final VmmIdentity UNKNOWN =
            new VmmIdentity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public VmmIdentity {
        commandLine = List.copyOf(commandLine);
    }

    /// A process of which no more than its program and version are known.
    public static VmmIdentity of(Optional<String> program, Optional<String> version) {
        return new VmmIdentity(program, version, Optional.empty(), Optional.empty(), List.of());
    }

    /// A process of which no more than its command line is known.
    public static VmmIdentity of(List<String> commandLine) {
        Optional<String> program = commandLine.stream()
                .findFirst()
                .map(path -> path.substring(path.lastIndexOf('/') + 1))
                .filter(name -> !name.isEmpty());
        return new VmmIdentity(program, Optional.empty(), Optional.empty(), Optional.empty(), commandLine);
    }

    /// The name of the guest that the command line gives: `-name NAME`, `-name guest=NAME,…`.
    public Optional<String> guest() {
        int at = commandLine.indexOf("-name");
        if (at < 0 || at + 1 == commandLine.size()) {
            return Optional.empty();
        }
        String value = commandLine.get(at + 1);
        String name = value.startsWith("guest=") ? value.substring("guest=".length()) : value;
        int comma = name.indexOf(',');
        return Optional.of(comma < 0 ? name : name.substring(0, comma)).filter(found -> !found.isEmpty());
    }

    /// This, and of `other` what this does not say.
    public VmmIdentity or(VmmIdentity other) {
        return new VmmIdentity(
                program.or(other::program),
                version.or(other::version),
                host.or(other::host),
                kernel.or(other::kernel),
                commandLine.isEmpty() ? other.commandLine : commandLine);
    }
}
