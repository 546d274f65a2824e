package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.kernel.NeverReturns;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The VMM that a migration starts from: setup, iterations while the guest runs, switchover, completion, clean-up.
///
/// The order of its actions is that of its release of QEMU, the order after a failure or a cancel included; see
/// [Change].
public final class SourceVmm {

    private static final String SWITCHOVER_ACK =
            "{\"capabilities\": [{\"capability\": \"return-path\", \"state\": true},"
                    + " {\"capability\": \"switchover-ack\", \"state\": true}]}";

    private static final long NS_PER_S = 1_000_000_000;

    private final VmmContext vmm;
    private final SimulatedHost host;
    private final VmmLog log;
    private final MigrationStream stream;
    private final SourceGuest guest;
    private final List<SavedDevice> saved = new ArrayList<>();
    private final DirtyTracking tracking;
    private final GuestMemory memory;
    private final SwitchoverAcks acks;
    private final SwitchoverDecision decision;
    private final SourceSwitchover switchover;
    private final DeviceSaver saver;
    private final PrecopyRounds rounds;
    private final SourceEnding ending;
    private final Happenings happenings;
    private long polledNs;
    private boolean destinationIsDone;

    /// How a migration ended, as the source VMM believes.
    public enum End {
        COMPLETED,
        FAILED,
        CANCELLED,
        /// It was refused before anything was done.
        REFUSED,
        /// The process is gone.
        GONE
    }

    /// @param faults of the stream
    public SourceVmm(
            SimulatedHost host, VmmLog log, VmmSettings settings, MigrationStream stream, List<StreamFault> faults) {
        this.host = host;
        this.log = log;
        this.stream = stream;
        this.vmm = new VmmContext(host, log, settings.versions().source(), settings);
        VmmDevices devices = new VmmDevices(vmm);
        this.guest = new SourceGuest(vmm, devices);
        this.tracking = new DirtyTracking(vmm, devices.all());
        this.memory = new GuestMemory(settings.ram());
        this.acks = new SwitchoverAcks(
                settings.capabilities().switchoverAck(), !settings.versions().countsAcksAtDestination(vmm.release()));
        this.decision = new SwitchoverDecision(vmm, stream, memory, tracking, saved, acks);
        this.saver = new DeviceSaver(vmm, stream, faults);
        this.rounds = new PrecopyRounds(vmm, stream, saver, saved, acks);
        this.happenings = new Happenings(settings.happenings(), host);
        this.switchover = new SourceSwitchover(vmm, stream, guest, saved, saver, decision, acks, new Steps());
        this.ending = new SourceEnding(vmm, stream, guest, saved, tracking);
    }

    /// Plugs a device in, before the VM is started.
    public void plugIn(VfioDevice device, VmmDeviceName name) {
        MigratedDevice plugged = new MigratedDevice(device, name, vmm);
        guest.devices().add(plugged);
        saved.add(new SavedDevice(plugged, saved.size(), vmm));
    }

    /// The truth: when the first device was taken out of its running state for the switchover.
    public OptionalLong stoppedAtTrueNs() {
        return guest.stoppedAtTrueNs();
    }

    /// Starts the VMM, and the guest where that is wanted.
    public void boot() {
        guest.devices().all().forEach(MigratedDevice::open);
        guest.boot();
    }

    /// Migrates the VM.
    ///
    /// @throws EventSourceException where the trace cannot be written
    public End migrate() throws EventSourceException {
        End end = End.GONE;
        try {
            end = migrateWhole();
            happenings.enter(MigrationPhase.COMPLETED);
            while (happenings.nextNs() < Long.MAX_VALUE) {
                host.waitUntil(happenings.nextNs());
                tick();
            }
        } catch (ProcessEnded e) {
            stream.close();
        } catch (NeverReturns e) {
            // The connection stays open, and no process is at its end.
            end = End.GONE;
        } catch (MigrationAborted e) {
            throw new IllegalStateException("the migration is over", e);
        }
        stream.deliverAll();
        return end;
    }

    private End migrateWhole() throws EventSourceException {
        if (vmm.settings().capabilities().switchoverAck()) {
            log.command("migrate-set-capabilities", SWITCHOVER_ACK);
            log.capabilitiesOn(List.of("return-path", "switchover-ack"));
        }
        log.command("migrate");
        List<String> blockers = guest.blockers();
        if (!blockers.isEmpty()) {
            log.refuseToMigrate(blockers.getFirst());
            return End.REFUSED;
        }
        enter(MigrationPhase.SETUP);
        log.status("setup");
        ending.start();
        try {
            setUp();
            enter(MigrationPhase.ACTIVE);
            log.status("active");
            ending.active();
            decision.start();
            polledNs = host.trueNs();
            tick();
            while (!decision.isReady(guest.runs())) {
                rounds.run(memory);
                tick();
                poll();
                ending.checkThatItEnds();
            }
            enter(MigrationPhase.SWITCHOVER);
            tick();
            ending.downtimeStarts();
            // What the guest made dirty until it stops has to go too.
            memory.sync(host.trueNs(), guest.runs());
            switchover.stopGuest();
            tracking.sync();
            memory.sync(host.trueNs(), false);
            switchover.sendRest(memory);
            enter(MigrationPhase.LOADING);
            waitForDestination();
        } catch (MigrationAborted aborted) {
            return ending.giveUp(aborted, saver.savedBytes());
        }
        return ending.complete(saver.savedBytes());
    }

    private void enter(MigrationPhase phase) {
        happenings.enter(phase);
    }

    private final class Steps implements SourceSwitchover.SourceSteps {
        @Override
        public void enter(MigrationPhase phase) {
            SourceVmm.this.enter(phase);
        }

        @Override
        public void tick() throws EventSourceException, MigrationAborted {
            SourceVmm.this.tick();
        }
    }

    /// Lets happen what is due, and hears what the destination says.
    private void tick() throws EventSourceException, MigrationAborted {
        Optional<Happening> due = happenings.take();
        while (due.isPresent()) {
            act(due.get());
            due = happenings.take();
        }
        Optional<ReturnPath.Message> heard = stream.hear();
        while (heard.isPresent()) {
            hear(heard.get());
            heard = stream.hear();
        }
    }

    private void act(Happening happening) throws EventSourceException, MigrationAborted {
        switch (happening) {
            case Happening.Cancel ignored -> {
                if (!happenings.has(MigrationPhase.LOADING) && !happenings.has(MigrationPhase.COMPLETED)) {
                    throw MigrationAborted.cancelled();
                }
            }
            case Happening.Pause ignored -> check(guest.pause());
            case Happening.Continue ignored -> {
                if (happenings.has(MigrationPhase.SWITCHOVER)) {
                    log.error("Migration is not finalized yet");
                } else {
                    guest.goOn();
                }
            }
            case Happening.ResetGuest ignored -> guest.reset();
            case Happening.ResetDevice(Moment ignored, int device) -> guest.reset(device);
            case Happening.KillSource ignored -> throw new ProcessEnded("the source was killed");
            case Happening.KillDestination ignored -> stream.killDestination();
            case Happening.LoseConnection ignored -> stream.lose();
            case Happening.ContinueDestination ignored -> stream.continueDestination();
        }
    }

    private void hear(ReturnPath.Message message) throws MigrationAborted {
        switch (message) {
            case ReturnPath.Message.SwitchoverAck ignored -> {
                boolean expected = acks.acknowledge();
                log.step("source_return_path_thread_switchover_acked");
                if (!expected) {
                    throw MigrationAborted.failed("Switchover ack pending num underflowed");
                }
            }
            case ReturnPath.Message.Shut(boolean failed) -> {
                if (failed) {
                    throw MigrationAborted.failed("Sibling indicated error 1");
                }
                destinationIsDone = true;
            }
        }
    }

    /// Where the source listens, it waits until the destination runs the guest or says why not.
    private void waitForDestination() throws EventSourceException, MigrationAborted {
        tick();
        while (vmm.settings().capabilities().returnPath() && !destinationIsDone) {
            long next = Math.min(Math.min(stream.nextArrivalNs(), stream.nextHeardNs()), happenings.nextNs());
            if (next == Long.MAX_VALUE) {
                throw new ProcessEnded("the destination does not answer");
            }
            if (stream.isClosedByDestination()) {
                throw MigrationAborted.failed("Channel error: Input/output error");
            }
            host.waitUntil(next);
            tick();
        }
    }

    private void poll() {
        if (host.trueNs() - polledNs >= NS_PER_S) {
            polledNs = host.trueNs();
            ending.poll(decision.expectedDowntimeMs(), saver.savedBytes());
        }
    }

    private void setUp() throws EventSourceException, MigrationAborted {
        VmmRelease machine = vmm.settings().versions().machineType().orElse(vmm.release());
        stream.send(List.of(StreamSections.fileHeader(machine)));
        if (vmm.settings().capabilities().returnPath()) {
            stream.send(List.of(
                    StreamSections.command(StreamSections.COMMAND_OPEN_RETURN_PATH),
                    StreamSections.command(StreamSections.COMMAND_PING)));
        }
        tracking.start();
        tracking.sync();
        memory.start(host.trueNs());
        stream.send(List.of(StreamSections.ramStart(vmm.settings().ram().bytes())));
        for (SavedDevice device : saved) {
            tick();
            setUp(device);
        }
    }

    private void setUp(SavedDevice device) throws EventSourceException, MigrationAborted {
        device.allocateBuffer();
        saver.setupHead(device);
        if (device.calls().usesPreCopy() && device.calls().state() == DeviceState.RUNNING) {
            check(device.calls().setState(DeviceState.PRE_COPY, DeviceState.RUNNING));
            if (vmm.has(VmmFault.KeepsTwoDataFds.class)) {
                VfioDevice calls = device.calls().calls();
                calls.setState(DeviceState.RUNNING.number());
                calls.setState(DeviceState.PRE_COPY.number()).asOptional().ifPresent(device.calls()::keepSecondDataFd);
            }
            device.queryPrecopyInfo();
            acks.request(device.number());
        }
        saver.setupEnd(device);
        log.step(device.number(), "vfio_save_setup", "data buffer size " + device.bufferBytes());
    }

    private static void check(Optional<Refusal> failure) throws MigrationAborted {
        if (failure.isPresent()) {
            throw MigrationAborted.printed(failure.get().text());
        }
    }
}
