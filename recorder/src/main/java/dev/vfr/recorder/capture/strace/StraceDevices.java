package dev.vfr.recorder.capture.strace;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import java.util.ArrayList;
import java.util.List;

/// The devices of a trace. strace prints the name given to VFIO_GROUP_GET_DEVICE_FD as an address, so that a
/// device is called after its group and fd, or after its cdev.
final class StraceDevices {

    private static final class Device {
        final int process;
        final String name;
        int sessions;

        Device(int process, String name) {
            this.process = process;
            this.name = name;
        }
    }

    private final List<Device> devices = new ArrayList<>();

    int count() {
        return devices.size();
    }

    /// The number of the device of that name in that process, introduced where it is new.
    int of(String name, OpenFiles process, EventSink sink, EventHeader header) throws EventSourceException {
        for (int i = 0; i < devices.size(); i++) {
            Device device = devices.get(i);
            if (device.process == process.process && device.name.equals(name)) {
                return i;
            }
        }
        int number = devices.size();
        devices.add(new Device(process.process, name));
        EventHeader named = new EventHeader(
                0,
                header.timeNs(),
                EventHeader.UNKNOWN_NS,
                header.process(),
                header.thread(),
                number,
                EventHeader.NONE);
        sink.append(new DeviceNamed(named, name, List.of()));
        return number;
    }

    /// The one device that the process ever had, [EventHeader#NONE] where there are several or none.
    int only(int process) {
        int only = EventHeader.NONE;
        for (int i = 0; i < devices.size(); i++) {
            if (devices.get(i).process == process) {
                if (only != EventHeader.NONE) {
                    return EventHeader.NONE;
                }
                only = i;
            }
        }
        return only;
    }

    int nextSession(int device) {
        return device == EventHeader.NONE ? EventHeader.NONE : devices.get(device).sessions++;
    }
}
