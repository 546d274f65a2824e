package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Stops the guest at the source and sends the rest: guest memory, the devices' state in STOP_COPY, their
/// configuration.
final class SourceSwitchover {

    private static final long STEP_NS = 100_000;
    private static final long RECORD_NS = 2_000;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final SourceGuest guest;
    private final List<SavedDevice> devices;
    private final DeviceSaver saver;
    private final SwitchoverDecision decision;
    private final SwitchoverAcks acks;
    private final SourceSteps steps;

    /// What has to be done between two steps of a migration, whatever step comes next.
    interface SourceSteps {

        /// A phase begins.
        void enter(MigrationPhase phase);

        /// Lets happen what is due, and hears what the destination says.
        ///
        /// @throws MigrationAborted where the migration is not to go on
        void tick() throws EventSourceException, MigrationAborted;
    }

    SourceSwitchover(
            VmmContext vmm,
            MigrationStream stream,
            SourceGuest guest,
            List<SavedDevice> devices,
            DeviceSaver saver,
            SwitchoverDecision decision,
            SwitchoverAcks acks,
            SourceSteps steps) {
        this.vmm = vmm;
        this.stream = stream;
        this.guest = guest;
        this.devices = devices;
        this.saver = saver;
        this.decision = decision;
        this.acks = acks;
        this.steps = steps;
    }

    /// Stops the guest. An error of a device comes up only afterwards, since the hooks of a VM's stop cannot return
    /// one.
    void stopGuest() throws EventSourceException, MigrationAborted {
        List<String> unanswered = new ArrayList<>();
        Optional<Refusal> failure = guest.stopForMigration(device -> {
            SavedDevice saved = devices.stream()
                    .filter(candidate -> candidate.calls() == device)
                    .findFirst()
                    .orElseThrow();
            if (!decision.finalQuery(saved)) {
                unanswered.add(device.name() + ": Final precopy reinit check failed");
            }
        });
        vmm.checkpoint("src-vm-stopped");
        steps.enter(MigrationPhase.VM_STOPPED);
        if (vmm.release().has(Change.MULTIFD_DEVICE_STATE)) {
            vmm.log().status("device");
        }
        if (failure.isPresent()) {
            if (vmm.has(VmmFault.ReadsStaleDataFd.class)) {
                for (SavedDevice device : devices) {
                    saver.readOnce(device);
                }
            }
            throw MigrationAborted.printed(failure.get().text());
        }
        if (!unanswered.isEmpty()) {
            throw MigrationAborted.failed(unanswered.getFirst());
        }
        if (vmm.release().has(Change.PRECOPY_INFO_V2)) {
            devices.forEach(device -> device.logEstimate(true));
            int requests = acks.collect();
            if (requests > 0) {
                throw MigrationAborted.failed(
                        "Switchover ACK was requested by " + requests + " devices during switchover");
            }
        }
        steps.tick();
    }

    /// Sends what is left.
    void sendRest(GuestMemory memory) throws EventSourceException, MigrationAborted {
        if (vmm.release().has(Change.MULTIFD_DEVICE_STATE)) {
            stream.send(List.of(StreamSections.command(StreamSections.COMMAND_SWITCHOVER_START)));
        }
        steps.enter(MigrationPhase.DEVICE_STATE);
        steps.tick();
        boolean byChannels = ChannelSaver.isOn(vmm);
        if (byChannels) {
            new ChannelSaver(vmm, stream, saver, steps).send(devices, memory);
        }
        memory.send(stream, StreamSections.END, Long.MAX_VALUE);
        for (SavedDevice device : devices) {
            if (byChannels) {
                saver.endHead(device);
                saver.endFooter(device);
            } else {
                saveStopped(device);
            }
        }
        vmm.checkpoint("src-iterable-saved");
        steps.enter(MigrationPhase.CONFIG_STATE);
        for (SavedDevice device : devices) {
            steps.tick();
            vmm.host().passAbout(STEP_NS);
            saver.full(device, !byChannels);
        }
        List<String> handlers =
                devices.stream().map(device -> device.calls().handler()).toList();
        stream.send(List.of(
                StreamSections.globalState(StreamSections.deviceId(devices.size()), guest.runState()),
                StreamSections.end(handlers, !byChannels)));
        vmm.checkpoint("src-non-iterable-saved");
    }

    /// Brings the device into STOP_COPY, if it is not there yet, and reads to the end.
    private void saveStopped(SavedDevice device) throws EventSourceException, MigrationAborted {
        long start = vmm.host().trueNs();
        vmm.log().step(device.number(), "vfio_save_complete_precopy_start", "");
        saver.endHead(device);
        enterStopCopy(device);
        while (true) {
            steps.tick();
            StateData data = saver.read(device);
            if (data.length() == 0) {
                break;
            }
            saver.endRecord(device, data);
            vmm.host().passAbout(RECORD_NS);
        }
        if (!vmm.release().has(Change.STOP_IN_CLEAN_UP)) {
            check(device.calls().setState(DeviceState.STOP, DeviceState.ERROR));
        }
        saver.endFooter(device);
        vmm.log().step(device.number(), "vfio_save_complete_precopy", "ret 0");
        vmm.handlerDowntime(device.calls(), vmm.host().trueNs() - start);
    }

    private void enterStopCopy(SavedDevice device) throws MigrationAborted {
        MigratedDevice calls = device.calls();
        Optional<Refusal> failure = calls.setState(DeviceState.STOP_COPY, DeviceState.STOP);
        if (failure.isPresent()) {
            if (vmm.has(VmmFault.ReadsStaleDataFd.class)) {
                saver.readOnce(device);
            }
            throw MigrationAborted.printed(failure.get().text());
        }
        if (vmm.has(VmmFault.QueriesPrecopyInfoInStopCopy.class)) {
            calls.calls().precopyInfo(calls.dataFd().orElse(-1), 0);
        }
        if (vmm.has(VmmFault.AsksPreCopyFromStopCopy.class)) {
            calls.calls().setState(DeviceState.PRE_COPY.number());
        }
    }

    private static void check(Optional<Refusal> failure) throws MigrationAborted {
        if (failure.isPresent()) {
            throw MigrationAborted.printed(failure.get().text());
        }
    }
}
