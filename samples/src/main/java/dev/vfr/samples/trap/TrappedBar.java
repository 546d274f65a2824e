package dev.vfr.samples.trap;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.model.event.MemoryEvent.TrapSignalled;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.ProcessRecorder;
import dev.vfr.recorder.capture.inprocess.VfioDevice;
import dev.vfr.samples.host.SimulatedHost;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A device one of whose BARs the guest writes directly, and the part of the VMM that lets it be trapped.
///
/// The driver needs the guest's writes from the moment on at which the device is saving. Setting that state is
/// synchronous, the notification is not: until the VMM's main loop has taken the mapping away, the driver misses
/// what the guest writes, and [#missedWrites] is the truth about that. A trace cannot show a write that went through a
/// mapping; it shows the state, the unmapping that came later, and the trapped writes from then on.
///
/// The guest runs while its device is RUNNING or in PRE_COPY: a VMM stops its processors before it asks for anything
/// else. The main loop has its turn between the calls of the migration thread, never inside of one.
public final class TrappedBar extends ForwardingVfioDevice {

    private static final long NS_PER_S = 1_000_000_000;
    private static final long STEP_NS = 3_000;

    /// The region that the proposal adds behind the nine of a PCI device, and its two fields.
    private static final int INFO_REGION = 9;

    private static final int EVENT_FD_OFFSET = 0x0;
    private static final int TRAP_OFFSET = 0x4;

    /// Behind the five kinds of interrupt of a PCI device.
    private static final int TRAP_IRQ = 5;

    private final TrapProposal proposal;
    private final SimulatedHost host;
    private final ProcessRecorder recorder;
    private final int deviceNumber;
    private final String name;

    private boolean mapped = true;
    private boolean saving;
    private boolean guestRuns = true;
    private boolean trapWanted;
    private OptionalLong handledAtNs = OptionalLong.empty();
    private long writesCountedNs;
    private long missedWrites;

    /// @param device what the VMM calls, already recorded
    /// @param deviceNumber the trace's number of the device
    /// @param name the device's name in messages
    public TrappedBar(
            TrapProposal proposal,
            VfioDevice device,
            SimulatedHost host,
            ProcessRecorder recorder,
            int deviceNumber,
            String name) {
        super(device);
        this.proposal = proposal;
        this.host = host;
        this.recorder = recorder;
        this.deviceNumber = deviceNumber;
        this.name = name;
    }

    /// The truth: how many writes of the guest the driver did not see although the device was saving.
    public long missedWrites() {
        return missedWrites;
    }

    @Override
    public CallResult open() {
        CallResult result = super.open();
        readRegionInfo();
        recorder.append(new RegionMapped(moment(), regionName()));
        switch (proposal.notification()) {
            case INFO_REGION ->
                step(
                        "vfio_region_write",
                        "(%s, 0x%x, 4)".formatted(place(INFO_REGION, EVENT_FD_OFFSET), host.openFd()));
            case IRQ -> recorder.append(new IrqWired(moment(), CallResult.OK, TRAP_IRQ, OptionalInt.of(host.openFd())));
            case ON_ENTRY -> {}
        }
        return result;
    }

    @Override
    public Answer<OptionalInt> setState(long stateNumber) {
        countWrites();
        guestRuns = stateNumber == DeviceState.RUNNING.number() || stateNumber == DeviceState.PRE_COPY.number();
        boolean toSaving =
                DeviceState.ofNumber(stateNumber).filter(DeviceState::isSaving).isPresent();
        if (toSaving && mapped && proposal.notification() == TrapProposal.Notification.ON_ENTRY) {
            setMapped(false);
        }
        Answer<OptionalInt> answer = super.setState(stateNumber);
        if (answer.result().isOk()) {
            entered(toSaving, stateNumber == DeviceState.RUNNING.number());
        }
        return answer;
    }

    @Override
    public CallResult reset() {
        CallResult result = super.reset();
        if (result.isOk()) {
            entered(false, true);
        }
        return result;
    }

    /// The driver signals when saving begins, and when the guest goes on with the device after all. A device that is
    /// only stopped keeps its traps.
    private void entered(boolean nowSaving, boolean nowRunning) {
        countWrites();
        saving = nowSaving;
        boolean wanted = nowSaving || (trapWanted && !nowRunning);
        boolean changed = wanted != trapWanted;
        trapWanted = wanted;
        if (proposal.notification() == TrapProposal.Notification.ON_ENTRY) {
            // After a refused entry too: the guest goes on, so its mapping comes back.
            setMapped(!wanted);
        } else if (changed) {
            handledAtNs = OptionalLong.of(host.trueNs() + proposal.handlingNs());
        }
    }

    @Override
    void afterCall() {
        countWrites();
        if (handledAtNs.isPresent() && host.trueNs() >= handledAtNs.getAsLong()) {
            handle();
        }
    }

    /// Lets the main loop handle what was signalled last, however long that takes.
    public void settle() {
        if (handledAtNs.isPresent()) {
            host.waitUntil(handledAtNs.getAsLong());
            handle();
        }
    }

    private void handle() {
        handledAtNs = OptionalLong.empty();
        recorder.append(new TrapSignalled(moment()));
        if (proposal.notification() == TrapProposal.Notification.INFO_REGION) {
            step("vfio_region_read", "(%s, 4) = 0x%x".formatted(place(INFO_REGION, TRAP_OFFSET), trapWanted ? 1 : 0));
        } else {
            readRegionInfo();
        }
        setMapped(!trapWanted);
    }

    private void setMapped(boolean wanted) {
        if (mapped != wanted) {
            host.passAbout(STEP_NS);
            countWrites();
            mapped = wanted;
            recorder.append(
                    wanted ? new RegionMapped(moment(), regionName()) : new RegionUnmapped(moment(), regionName()));
        }
    }

    /// What the guest wrote since the last time, if it ran: missed through the mapping, or trapped and seen by the VMM.
    private void countWrites() {
        long elapsedNs = host.trueNs() - writesCountedNs;
        long writes = (long) ((double) elapsedNs * proposal.guestWritesPerSecond() / NS_PER_S);
        if (!guestRuns || (mapped && !saving)) {
            writesCountedNs = host.trueNs();
        } else if (writes > 0) {
            writesCountedNs = host.trueNs();
            if (mapped) {
                missedWrites += writes;
            } else {
                for (long i = 0; i < writes; i++) {
                    step("vfio_region_write", "(%s, 0x1, 4)".formatted(place(proposal.region(), 0)));
                }
            }
        }
    }

    private void readRegionInfo() {
        long start = recorder.nowNs();
        host.passAbout(STEP_NS);
        EventHeader header = recorder.ofCall(deviceNumber, EventHeader.NONE, start);
        recorder.append(new RegionInfoRead(header, CallResult.OK, proposal.region()));
    }

    private void step(String event, String text) {
        recorder.append(new VmmStepSeen(moment(), event, text));
    }

    private EventHeader moment() {
        return recorder.ofMoment(deviceNumber);
    }

    private String regionName() {
        return name + " BAR " + proposal.region();
    }

    private String place(int region, int offset) {
        return "%s:region%d+0x%x".formatted(name, region, offset);
    }
}
