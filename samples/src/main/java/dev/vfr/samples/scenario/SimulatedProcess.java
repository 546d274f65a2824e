package dev.vfr.samples.scenario;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.inprocess.ProcessRecorder;
import dev.vfr.recorder.capture.inprocess.RecordingVfioDevice;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.device.SimulatedDevice;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.trap.TrapProposal;
import dev.vfr.samples.trap.TrappedBar;
import dev.vfr.samples.vmm.DestinationVmm;
import dev.vfr.samples.vmm.MigrationStream;
import dev.vfr.samples.vmm.SourceVmm;
import dev.vfr.samples.vmm.StreamFault;
import dev.vfr.samples.vmm.VmmDeviceName;
import dev.vfr.samples.vmm.VmmLog;
import dev.vfr.samples.vmm.VmmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// One VMM's process: its recorder and its devices, each behind the interposer.
final class SimulatedProcess {

    /// The first slots of a PC's PCI bus are taken.
    private static final int FIRST_SLOT = 2;

    private final int number;
    private final SimulatedHost host;
    private final Kernel kernel;
    private final ProcessRecorder recorder;
    private final SplittableRandom random;
    private final List<NamedDevice> devices = new ArrayList<>();

    private record NamedDevice(VfioDevice device, VmmDeviceName name, DeviceNamed event) {}

    /// @param kernel of the host
    SimulatedProcess(int number, SimulatedHost host, Kernel kernel, EventSink sink, SplittableRandom random) {
        this.number = number;
        this.host = host;
        this.kernel = kernel;
        this.random = random;
        this.recorder = new ProcessRecorder(sink, host::monotonicNs, number, host::thread);
    }

    /// Plugs a device in.
    SimulatedDevice add(int deviceNumber, DeviceProfile profile, List<Fault> faults) {
        SimulatedDevice device = new SimulatedDevice(profile, kernel, faults, host, random.split());
        int position = devices.size();
        String handler = "0000:00:%02x.0/vfio".formatted(FIRST_SLOT + position);
        String name = mdevUuid();
        DeviceNamed event = new DeviceNamed(
                new EventHeader(
                        0,
                        host.monotonicNs(),
                        EventHeader.UNKNOWN_NS,
                        number,
                        EventHeader.NONE,
                        deviceNumber,
                        EventHeader.NONE),
                name,
                List.of("vf" + position, handler));
        devices.add(new NamedDevice(
                new RecordingVfioDevice(device, recorder, deviceNumber),
                new VmmDeviceName(deviceNumber, name, handler),
                event));
        return device;
    }

    /// Lets a BAR of the device at `position` be trapped.
    TrappedBar trap(int position, TrapProposal proposal) {
        NamedDevice device = devices.get(position);
        TrappedBar bar = new TrappedBar(
                proposal,
                device.device(),
                host,
                recorder,
                device.name().number(),
                device.name().name());
        devices.set(position, new NamedDevice(bar, device.name(), device.event()));
        return bar;
    }

    /// A random UUID of version 4, as people give to mediated devices.
    private String mdevUuid() {
        long high = (random.nextLong() & ~0xf000L) | 0x4000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low).toString();
    }

    List<DeviceNamed> deviceNames() {
        return devices.stream().map(NamedDevice::event).toList();
    }

    /// @param faults of the stream
    SourceVmm sourceVmm(VmmSettings settings, MigrationStream stream, List<StreamFault> faults) {
        SourceVmm vmm = new SourceVmm(host, new VmmLog(recorder, true), settings, stream, faults);
        devices.forEach(device -> vmm.plugIn(device.device(), device.name()));
        return vmm;
    }

    /// @param faults of the stream
    DestinationVmm destinationVmm(VmmSettings settings, List<StreamFault> faults) {
        DestinationVmm vmm = new DestinationVmm(host, new VmmLog(recorder, false), settings, faults);
        devices.forEach(device -> vmm.plugIn(device.device(), device.name()));
        return vmm;
    }

    /// Tells the caller that events were not taken, if so.
    ///
    /// @throws EventSourceException where an event of this process was not taken
    void throwIfFailed() throws EventSourceException {
        recorder.throwIfFailed();
    }
}
