package dev.vfr.recorder.capture.ftrace;

import dev.vfr.model.event.EventHeader;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Which device, process and session a probe's line belongs to.
///
/// The driver knows a device by its address and a data_fd by that of its file. Where a probe shows neither, the
/// line belongs to the device that its process uses, if it is the only one. Without process ids, threads that
/// use the same device are of one process.
final class KernelDevices {

    /// A data transfer session.
    static final class Session {
        final int device;
        final int number;
        long streamOffset;

        Session(int device, int number) {
            this.device = device;
            this.number = number;
        }
    }

    /// A device, by its address in the kernel.
    static final class Device {
        final int number;
        final User process;
        final String name;
        int sessions;

        @Nullable
        Session current;

        boolean named;

        Device(int number, User process, String name) {
            this.number = number;
            this.process = process;
            this.name = name;
        }
    }

    /// A process that uses devices.
    static final class User {
        final int number;
        final String label;
        final OptionalLong pid;
        boolean named;

        User(int number, String label, OptionalLong pid) {
            this.number = number;
            this.label = label;
            this.pid = pid;
        }
    }

    private final Map<Long, Device> byAddress = new LinkedHashMap<>();
    private final Map<Long, Session> byFile = new HashMap<>();
    private final Map<Long, User> byGroup = new LinkedHashMap<>();
    private final Map<Integer, User> byThread = new HashMap<>();
    private int processes;

    /// The device at the address that the line shows, empty where it shows none.
    Optional<Device> at(FtraceLine line) {
        OptionalLong address = line.number("dev");
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Device known = byAddress.get(address.getAsLong());
        if (known == null) {
            User user = userOf(line);
            String name = line.module().orElse("device") + "@0x" + Long.toHexString(address.getAsLong());
            known = new Device(byAddress.size(), user, name);
            byAddress.put(address.getAsLong(), known);
        }
        if (line.group().isEmpty()) {
            byThread.putIfAbsent(line.thread(), known.process);
        }
        return Optional.of(known);
    }

    /// The device of a line that does not show it, where only one can be meant.
    Optional<Device> only(FtraceLine line) {
        Optional<User> process = knownProcessOf(line);
        Device only = null;
        for (Device device : byAddress.values()) {
            if (process.isPresent() && device.process == process.get()) {
                if (only != null) {
                    return Optional.empty();
                }
                only = device;
            }
        }
        return Optional.ofNullable(only);
    }

    /// The session behind the file that the line shows, else the present one of the only device; empty where
    /// neither is known.
    Optional<Session> session(FtraceLine line) {
        OptionalLong file = line.number("file");
        if (file.isPresent()) {
            return Optional.ofNullable(byFile.get(file.getAsLong()));
        }
        return only(line).flatMap(device -> Optional.ofNullable(device.current));
    }

    /// A new session of the device, whose file is at the address.
    void opened(Device device, long file) {
        Session session = new Session(device.number, device.sessions++);
        device.current = session;
        byFile.put(file, session);
    }

    /// The process of the line's thread. A thread of which neither a process id nor a device was shown so far
    /// may be of any: there is none for it.
    Optional<User> processOf(FtraceLine line) {
        return line.group().isPresent() ? Optional.of(userOf(line)) : knownProcessOf(line);
    }

    private User userOf(FtraceLine line) {
        return knownProcessOf(line).orElseGet(() -> {
            User process = new User(processes++, line.task() + "-" + line.thread(), line.group());
            if (line.group().isPresent()) {
                byGroup.put(line.group().getAsLong(), process);
            } else {
                byThread.put(line.thread(), process);
            }
            return process;
        });
    }

    private Optional<User> knownProcessOf(FtraceLine line) {
        User process = line.group().isPresent() ? byGroup.get(line.group().getAsLong()) : byThread.get(line.thread());
        return Optional.ofNullable(process);
    }

    /// The number of the device, [EventHeader#NONE] where it is not known.
    static int numberOf(Optional<Device> device) {
        return device.map(d -> d.number).orElse(EventHeader.NONE);
    }
}
