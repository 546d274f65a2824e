package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// Names of processes and devices as the host knows them, beside those that the library could see.
final class HostNames {

    private static final Path KERNEL = Path.of("/proc/sys/kernel");
    private static final String CDEV_FOLDER = "/dev/vfio/devices/";
    private static final String FD_PREFIX = "fd:";
    private static final String SYSPATH_FIELD = "vfio-device-syspath:";

    private final Path vfioClass;
    private final Optional<String> host = HostProcess.firstLine(KERNEL.resolve("hostname"));
    private final Optional<String> kernel = HostProcess.firstLine(KERNEL.resolve("osrelease"));

    HostNames() {
        this(Path.of("/sys/class/vfio-dev"));
    }

    /// @param vfioClass where sysfs lists VFIO's character devices
    HostNames(Path vfioClass) {
        this.vfioClass = vfioClass;
    }

    /// The process with what `/proc` adds to it, as long as it lives.
    ProcessNamed enrich(ProcessNamed named) {
        int pid = (int) named.pid().orElse(0);
        List<String> words = pid > 0 ? HostProcess.commandLine(pid) : List.of();
        // In a container's namespace of process ids somebody else may have this one here.
        boolean same = !words.isEmpty() && baseName(words.getFirst()).startsWith(named.label());
        Optional<String> program =
                same ? HostProcess.link(pid, "exe").map(exe -> baseName(exe.toString())) : Optional.<String>empty();
        return new ProcessNamed(
                named.header(),
                named.label(),
                named.hostClock(),
                named.pid(),
                host,
                kernel,
                program.or(() -> Optional.of(named.label())),
                named.vmmVersion(),
                same ? words : named.commandLine());
    }

    /// The process in a slot, for a trace that has not seen the library's own introduction.
    ProcessNamed process(EventHeader header, ProcessSlot slot) {
        return enrich(new ProcessNamed(
                header,
                slot.label(),
                0,
                OptionalLong.of(slot.pid()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
    }

    /// The device with the name that it has on its bus, where the library could only see a path or an fd.
    ///
    /// @param pid of the process that opened it
    DeviceNamed enrich(DeviceNamed named, int pid) {
        Optional<String> real = realName(named.name(), pid);
        if (real.isEmpty() || real.get().equals(named.name())) {
            return named;
        }
        List<String> aliases = new ArrayList<>(named.aliases());
        aliases.add(named.name());
        return new DeviceNamed(named.header(), real.get(), aliases);
    }

    private Optional<String> realName(String name, int pid) {
        if (name.startsWith(CDEV_FOLDER)) {
            return ofCdev(name);
        }
        if (name.matches(FD_PREFIX + "\\d+")) {
            String fd = name.substring(FD_PREFIX.length());
            return ofSyspath(Path.of("/proc/" + pid + "/fdinfo/" + fd))
                    .or(() -> HostProcess.link(pid, "fd/" + fd)
                            .map(Path::toString)
                            .filter(path -> path.startsWith(CDEV_FOLDER))
                            .map(path -> ofCdev(path).orElse(path)));
        }
        return Optional.empty();
    }

    private Optional<String> ofCdev(String path) {
        try {
            Path device =
                    Files.readSymbolicLink(vfioClass.resolve(baseName(path)).resolve("device"));
            return Optional.of(baseName(device.toString()));
        } catch (java.io.IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> ofSyspath(Path fdinfo) {
        try (Stream<String> lines = Files.lines(fdinfo)) {
            return lines.filter(line -> line.startsWith(SYSPATH_FIELD))
                    .findFirst()
                    .map(line -> baseName(line.substring(SYSPATH_FIELD.length()).strip()));
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static String baseName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
