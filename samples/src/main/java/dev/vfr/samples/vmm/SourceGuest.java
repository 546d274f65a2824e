package dev.vfr.samples.vmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// The guest at the source: whether it runs, and what becomes of its devices when it stops and starts.
final class SourceGuest {

    private static final long UPTIME_NS = 2_000_000_000;
    private static final String RUNNING = "running";

    private final VmmContext vmm;
    private final VmmDevices devices;
    private boolean runs;
    private boolean stoppedForMigration;
    private String runState = "prelaunch";
    private OptionalLong stoppedAtTrueNs = OptionalLong.empty();

    SourceGuest(VmmContext vmm, VmmDevices devices) {
        this.vmm = vmm;
        this.devices = devices;
    }

    VmmDevices devices() {
        return devices;
    }

    boolean runs() {
        return runs;
    }

    /// The run state before the migration stopped the guest, which the destination is to go on with.
    String runState() {
        return runState;
    }

    /// The truth: when the guest was stopped for the switchover; empty if it did not run.
    OptionalLong stoppedAtTrueNs() {
        return stoppedAtTrueNs;
    }

    /// Starts the guest where that is wanted, and lets it work for a while.
    void boot() {
        Guest.State state = vmm.settings().guest().atSource();
        if (state != Guest.State.NEVER_STARTED) {
            start();
        }
        vmm.host().passAbout(UPTIME_NS);
        if (state == Guest.State.PAUSED) {
            Optional<Refusal> failure = pause();
            if (failure.isPresent()) {
                throw new ProcessEnded(failure.get().text());
            }
        }
    }

    /// What is against a migration, empty if nothing is.
    List<String> blockers() {
        List<String> blockers = new ArrayList<>(devices.blockers());
        Capabilities capabilities = vmm.settings().capabilities();
        if (vmm.release().has(Change.SAVE_PREPARE) && !devices.all().isEmpty()) {
            String device = devices.all().getFirst().name();
            if (capabilities.postcopyRam()) {
                blockers.add(device + ": VFIO migration is not supported with postcopy migration");
            }
            if (capabilities.backgroundSnapshot()) {
                blockers.add(device + ": VFIO migration is not supported with background snapshot");
            }
        }
        return blockers;
    }

    /// Starts the guest, and its devices before it.
    void start() {
        runs = true;
        runState = RUNNING;
        stoppedForMigration = false;
        vmm.log().runState(RUNNING);
        Optional<Refusal> ignored = devices.vmStarts();
    }

    /// The client pauses the guest.
    ///
    /// @return why a device did not stop, if one did not
    Optional<Refusal> pause() {
        vmm.log().command("stop");
        if (!runs) {
            return Optional.empty();
        }
        runs = false;
        runState = "paused";
        vmm.log().runState(runState);
        return devices.vmStops(runState, device -> {});
    }

    /// The client lets the guest go on.
    void goOn() {
        vmm.log().command("cont");
        if (!runs) {
            start();
        }
    }

    /// The guest reboots. The VMM's copies of the device states are not told.
    void reset() {
        devices.all().forEach(device -> device.calls().reset());
    }

    /// The guest resets one device.
    void reset(int device) {
        if (device < devices.all().size()) {
            devices.all().get(device).calls().reset();
        }
    }

    /// The migration stops the guest. One that does not run is only said to be stopped.
    ///
    /// @param beforeP2p what is done with a device before it is asked to stop its peer-to-peer DMA
    /// @return why a device did not stop, if one did not
    Optional<Refusal> stopForMigration(Consumer<MigratedDevice> beforeP2p) {
        String reason = "finish-migrate";
        boolean ran = runs;
        if (ran) {
            stoppedAtTrueNs = OptionalLong.of(vmm.host().trueNs());
        }
        runs = false;
        stoppedForMigration = ran;
        vmm.log().runState(reason);
        return ran ? devices.vmStops(reason, beforeP2p) : Optional.empty();
    }

    /// The migration came to nothing: a guest that it stopped runs again, one that did not run is as it was.
    ///
    /// @param switchedOver whether the run state was changed by the migration
    void resumeAfterFailure(boolean switchedOver) {
        if (stoppedForMigration) {
            start();
        } else if (switchedOver) {
            vmm.log().runState(runState);
        }
    }
}
