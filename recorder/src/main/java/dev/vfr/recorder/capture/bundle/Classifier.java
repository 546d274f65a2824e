package dev.vfr.recorder.capture.bundle;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.ImportFormat;
import dev.vfr.recorder.capture.TraceImport;
import dev.vfr.recorder.capture.UnrecognisedFiles;
import dev.vfr.recorder.capture.bundle.Classified.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says what a file of a bundle is: by its path where that says it, else by its content.
final class Classifier {

    /// Folders of a host's root.
    private static final Pattern ROOT =
            Pattern.compile("^(.*?/)(?=(etc|var|proc|sos_commands|run|sys|usr|boot|lib|opt|root|home|dev|tmp)/)");

    private static final Pattern DOMAIN_LOG =
            Pattern.compile("(^|/)(libvirt|containers|log)/qemu/(log/)?[^/]+\\.log[^/]*$");
    private static final Pattern DAEMON_LOG = Pattern.compile("(^|/)(libvirtd|virtqemud)\\.log[^/]*$");
    private static final Pattern PROC = Pattern.compile(
            "(^|/)proc/(\\d+)/(cmdline|limits|maps|environ|status|cgroup|numa_maps|fd\\.ls|io|oom_score_adj)$");
    private static final Pattern COLLECTED = Pattern.compile("(^|/)(sos_commands|sos_reports|sos_logs)/");
    private static final Pattern KERNEL_LOG =
            Pattern.compile("(^|/)(dmesg[^/]*|kern\\.log[^/]*|journalctl[^/]*dmesg[^/]*)$");
    private static final Pattern OF_HOST = Pattern.compile("(^|/)(etc/hostname|hostname|uname[^/]*|lsmod|os-release)$");

    private Classifier() {}

    static Classified of(UnpackedFile file) {
        String root = root(file.name());
        Optional<String> path = byPath(file.name());
        if (path.isPresent()) {
            return new Classified(file, root, Role.CONTEXT, Optional.empty(), path.get());
        }
        try {
            if (Files.size(file.file()) == 0) {
                return new Classified(file, root, Role.KNOWN, Optional.empty(), "empty");
            }
            ImportFormat format = TraceImport.formatOf(file.file());
            return new Classified(file, root, role(file.name(), format), Optional.of(format), format.description());
        } catch (UnrecognisedFiles e) {
            return foreign(file, root, e.found());
        } catch (EventSourceException | IOException e) {
            String message = String.valueOf(e.getMessage()).replace(file.file() + ": ", "");
            return new Classified(file, root, Role.UNKNOWN, Optional.empty(), message);
        }
    }

    private static Classified foreign(UnpackedFile file, String root, String found) {
        boolean domainXml = found.startsWith("the XML of a libvirt domain");
        if (domainXml) {
            return new Classified(file, root, Role.CONTEXT, Optional.empty(), "the XML of a libvirt domain");
        }
        boolean kernel = found.startsWith("a log of the kernel")
                || KERNEL_LOG.matcher(file.name()).find();
        if (kernel) {
            return new Classified(file, root, Role.KNOWN, Optional.empty(), "a log of the kernel");
        }
        return new Classified(file, root, Role.UNKNOWN, Optional.empty(), found.replaceAll(";.*", ""));
    }

    private static Role role(String name, ImportFormat format) {
        if (DAEMON_LOG.matcher(name).find() && !format.isTraceOfItsOwn()) {
            return Role.DAEMON_LOG;
        }
        if (DOMAIN_LOG.matcher(name).find() && !format.isTraceOfItsOwn()) {
            return Role.DOMAIN_LOG;
        }
        if (format.isTraceOfItsOwn()) {
            return Role.ALONE;
        }
        boolean collected = COLLECTED.matcher(name).find();
        return switch (format) {
            case LIBVIRT_DOMAIN_LOG -> Role.DOMAIN_LOG;
            case LIBVIRT_LOG -> Role.DAEMON_LOG;
            case VIRT_LAUNCHER, QEMU_LOG, QEMU_STREAM, COMMAND_LINE, QMP ->
                collected && format != ImportFormat.QEMU_LOG ? Role.WEAK : Role.CAPTURE;
            // Beside the captures of one process it is joined by hand: a host's log is of all its VMs.
            case KERNEL_LOG -> Role.WEAK;
            default -> collected ? Role.WEAK : Role.CAPTURE;
        };
    }

    private static Optional<String> byPath(String name) {
        Matcher proc = PROC.matcher(name);
        if (proc.find()) {
            return Optional.of(proc.group(3) + " of process " + proc.group(2));
        }
        Matcher host = OF_HOST.matcher(name);
        return host.find() ? Optional.of(host.group(2).replaceAll(".*/", "") + " of the host") : Optional.empty();
    }

    static String root(String name) {
        Matcher root = ROOT.matcher(name);
        return root.find() ? root.group(1) : name.substring(0, name.lastIndexOf('/') + 1);
    }
}
