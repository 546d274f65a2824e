package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.List;

/// The rounds of a migration while the guest runs.
final class PrecopyRounds {

    private static final long STEP_NS = 100_000;
    private static final long IDLE_NS = 20_000_000;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final DeviceSaver saver;
    private final List<SavedDevice> saved;
    private final SwitchoverAcks acks;

    PrecopyRounds(
            VmmContext vmm, MigrationStream stream, DeviceSaver saver, List<SavedDevice> saved, SwitchoverAcks acks) {
        this.vmm = vmm;
        this.stream = stream;
        this.saver = saver;
        this.saved = saved;
        this.acks = acks;
    }

    /// Sends the next part of the guest's memory, then gives each device in pre-copy its turn. Where there was
    /// nothing at all, time passes.
    void run(GuestMemory memory) throws EventSourceException, MigrationAborted {
        vmm.host().passAbout(STEP_NS);
        boolean idle =
                !memory.send(stream, StreamSections.PART, vmm.settings().ram().iterationBytes());
        if (memory.leftBytes() > 0 && !vmm.release().has(Change.EVERYBODYS_TURN)) {
            return;
        }
        for (SavedDevice device : saved) {
            if (device.inPreCopy()) {
                idle &= !turn(device);
            }
        }
        if (idle) {
            vmm.host().passAbout(IDLE_NS);
        }
    }

    /// One read and the section for it.
    ///
    /// @return whether there was something
    private boolean turn(SavedDevice device) throws EventSourceException, MigrationAborted {
        if (device.beginsToIterate()) {
            vmm.log().step(device.number(), "vfio_save_iterate_start", "");
        }
        StateData data = saver.read(device);
        if (data.length() == 0) {
            device.estimates().countNothingLeft();
        }
        boolean initialDone = device.estimates().initialBytes() == 0;
        saver.part(device, data, acks.takeInitDataSent(device.number(), initialDone));
        return data.length() > 0;
    }
}
