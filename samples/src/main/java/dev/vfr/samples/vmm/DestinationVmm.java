package dev.vfr.samples.vmm;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.Link;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.kernel.NeverReturns;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The VMM that a migration goes to: loads what arrives and starts the VM.
///
/// A device judges its data at RESUMING to STOP, which is walked only when the VM starts: by then the source
/// may already believe that all is well.
public final class DestinationVmm {

    private static final long STEP_NS = 150_000;

    private final VmmContext vmm;
    private final VmmDevices devices;
    private final Map<String, MigratedDevice> handlers = new HashMap<>();
    private final List<StreamFault> faults;
    private final StreamLoader loader;
    private final ChannelLoader channels;
    private @Nullable ReturnPath returnPath;
    private int acksPending;
    private boolean gone;
    private boolean failed;
    private boolean finished;
    private OptionalLong runningAtTrueNs = OptionalLong.empty();

    /// @param faults of the stream, some of which are the destination's being of another kind
    public DestinationVmm(SimulatedHost host, VmmLog log, VmmSettings settings, List<StreamFault> faults) {
        this.vmm = new VmmContext(host, log, settings.versions().destination(), settings);
        this.devices = new VmmDevices(vmm);
        this.faults = faults;
        this.loader = new StreamLoader(vmm, new Target());
        this.channels = new ChannelLoader(vmm);
    }

    /// Plugs a device in, before the process is started.
    public void plugIn(VfioDevice device, VmmDeviceName name) {
        MigratedDevice plugged = new MigratedDevice(device, name, vmm);
        int position = devices.all().size();
        devices.add(plugged);
        String handler = name.handler();
        for (StreamFault fault : faults) {
            if (fault instanceof StreamFault.SectionRenamed(int renamed, String other) && renamed == position) {
                handler = other;
            }
            if (fault instanceof StreamFault.SectionMissing(int missing) && missing == position) {
                return;
            }
        }
        handlers.put(handler, plugged);
    }

    /// Starts the process, which then waits for a migration.
    public void boot() {
        devices.all().forEach(MigratedDevice::open);
        vmm.log().runState("inmigrate");
    }

    void connect(ReturnPath newReturnPath) {
        returnPath = newReturnPath;
    }

    private void tell(ReturnPath.Message message) {
        if (returnPath != null && vmm.settings().capabilities().returnPath()) {
            returnPath.send(vmm.host().trueNs(), message);
        }
    }

    private void hangUp() {
        if (returnPath != null) {
            returnPath.close(vmm.host().trueNs());
        }
    }

    /// The truth: when what has arrived until now was taken.
    long takenAtTrueNs() {
        return vmm.host().trueNs();
    }

    /// The truth: when the last device was RUNNING because it had taken its data; empty if it never was.
    public OptionalLong runningAtTrueNs() {
        return runningAtTrueNs;
    }

    /// The truth: whether the load ended with an error, or the process before it.
    public boolean hasFailed() {
        return failed || (gone && !finished);
    }

    /// The truth: whether everything was loaded.
    public boolean hasLoaded() {
        return finished;
    }

    /// The truth: whether the process is gone.
    public boolean isGone() {
        return gone;
    }

    void receive(Link.Arrival<StreamMessage> arrival) {
        if (gone || failed || finished) {
            return;
        }
        vmm.host().waitUntil(arrival.trueNs());
        try {
            switch (arrival.message()) {
                case StreamMessage.Bytes(List<StreamPiece> pieces) -> {
                    for (StreamPiece piece : pieces) {
                        loader.take(piece);
                    }
                }
                case StreamMessage.Packet packet -> channels.take(packet, arrival.trueNs());
                case StreamMessage.Closed() -> throw loader.endedEarly();
            }
            if (loader.isLoaded() && channels.areDone()) {
                finish();
            }
        } catch (LoadFailed e) {
            fail(e);
        } catch (ProcessEnded e) {
            kill();
        } catch (NeverReturns e) {
            // The connection stays open, and no process is at its end.
            gone = true;
            failed = true;
        }
    }

    /// Nothing arrives before `trueNs` any more.
    void idleUntil(long trueNs) {
        channels.idleUntil(trueNs);
    }

    /// The process is gone, without a word.
    void kill() {
        gone = true;
        hangUp();
    }

    /// What the stream does to this VMM.
    private final class Target implements StreamLoader.Target {

        @Override
        public void begin() throws LoadFailed {
            vmm.log().status("setup");
            vmm.host().passAbout(STEP_NS);
            vmm.log().status("active");
            boolean counts = vmm.settings().capabilities().switchoverAck();
            for (MigratedDevice device : devices.all()) {
                Optional<Refusal> refusal = device.setState(DeviceState.RESUMING, device.state());
                if (refusal.isPresent()) {
                    throw new LoadFailed(refusal.get().errno(), "");
                }
                acksPending += counts && device.usesPreCopy() ? 1 : 0;
            }
        }

        @Override
        public Optional<MigratedDevice> device(String handler) {
            return Optional.ofNullable(handlers.get(handler));
        }

        @Override
        public void initialDataLoaded(MigratedDevice device) throws LoadFailed {
            if (!vmm.settings().capabilities().switchoverAck()) {
                vmm.log().error(device.name() + ": Received INIT_DATA_SENT but switchover ack is not used");
                throw new LoadFailed(Errno.EINVAL, "");
            }
            boolean countsHere = vmm.settings().versions().countsAcksAtDestination(vmm.release());
            acksPending--;
            vmm.log().step("loadvm_approve_switchover");
            if (!countsHere || acksPending == 0) {
                tell(new ReturnPath.Message.SwitchoverAck());
            }
        }

        @Override
        public void switchoverStarts() {
            channels.start(devices.all(), vmm.host().trueNs());
        }

        @Override
        public boolean configComesElsewhere(MigratedDevice device) {
            return channels.carries(device);
        }
    }

    /// Everything is loaded.
    private void finish() {
        finished = true;
        vmm.host().waitUntil(channels.doneAtTrueNs());
        vmm.host().passAbout(STEP_NS);
        vmm.checkpoint("dst-precopy-loadvm-completed");
        vmm.host().passAbout(STEP_NS);
        vmm.checkpoint("dst-precopy-bh-enter");
        vmm.host().passAbout(STEP_NS);
        vmm.checkpoint("dst-precopy-bh-announced");
        Optional<VmmFault.FailsAtVmStart> late = vmm.settings().faults().stream()
                .filter(VmmFault.FailsAtVmStart.class::isInstance)
                .map(VmmFault.FailsAtVmStart.class::cast)
                .findFirst();
        if (late.isPresent()) {
            failAtVmStart(late.get().text());
            return;
        }
        boolean starts = loader.runState().equals("running");
        if (starts && vmm.settings().guest().autostart()) {
            startVm();
        } else {
            vmm.log().runState(starts ? "paused" : loader.runState());
        }
        vmm.checkpoint("dst-precopy-bh-vm-started");
        vmm.log().status("completed");
        cleanUp();
        tell(new ReturnPath.Message.Shut(false));
        vmm.host().passAbout(10 * STEP_NS);
        vmm.log().queried(VmmLog.Progress.of("completed"));
    }

    private void startVm() {
        vmm.log().runState("running");
        if (devices.vmStarts().isEmpty()) {
            runningAtTrueNs = OptionalLong.of(vmm.host().trueNs());
        }
    }

    /// The client lets the guest go on.
    void goOn(long trueNs) {
        if (gone || failed || !finished || runningAtTrueNs.isPresent()) {
            return;
        }
        vmm.host().waitUntil(trueNs);
        vmm.log().command("cont");
        startVm();
    }

    private void failAtVmStart(String text) {
        failed = true;
        vmm.log().error(text);
        vmm.log().status("failed");
        cleanUp();
        tell(new ReturnPath.Message.Shut(true));
        hangUp();
        devices.all().forEach(MigratedDevice::close);
    }

    private void cleanUp() {
        for (MigratedDevice device : devices.all()) {
            device.closeDataFd();
            vmm.log().step(device.number(), "vfio_load_cleanup", "");
        }
    }

    private void fail(LoadFailed e) {
        failed = true;
        vmm.checkpoint("dst-precopy-loadvm-completed");
        vmm.log().status("failed");
        vmm.log().error(vmm.messages().loadFailed(e.errno(), e.detail()));
        cleanUp();
        tell(new ReturnPath.Message.Shut(true));
        hangUp();
        devices.all().forEach(MigratedDevice::close);
    }
}
