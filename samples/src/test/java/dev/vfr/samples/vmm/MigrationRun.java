package dev.vfr.samples.vmm;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.RunStateChanged;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.Drivers;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.scenario.DevicePair;
import dev.vfr.samples.scenario.Hosts;
import dev.vfr.samples.scenario.Network;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Simulation;
import dev.vfr.samples.scenario.SimulationResult;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A migration that was simulated for a test, and what the trace has of it.
record MigrationRun(List<MigrationEvent> events, SimulationResult truth, ByteBuffer stream) {

    private static final long MIB = 1 << 20;
    private static final int SOURCE = 0;
    private static final int DESTINATION = 1;

    /// QEMU of a release with a guest so small that a run takes no time.
    static VmmSettings qemu(VmmRelease release) {
        return VmmSettings.standard().withRelease(release).withRam(16 * MIB, MIB);
    }

    static DevicePair healthy(String driver) {
        return faulty(driver, List.of(), List.of());
    }

    static DevicePair faulty(String driver, List<Fault> atSource, List<Fault> atDestination) {
        DeviceProfile profile = Drivers.named(driver);
        return new DevicePair(profile, profile, atSource, atDestination, Optional.empty());
    }

    static MigrationRun of(VmmSettings settings, DevicePair... devices) throws EventSourceException {
        return of(settings, Network.fast(), devices);
    }

    static MigrationRun of(VmmSettings settings, Network network, DevicePair... devices) throws EventSourceException {
        Scenario scenario = new Scenario(
                "test", "A test.", List.of(), List.of(devices), network, settings, Hosts.good(), Optional.empty());
        InMemoryEvents events = new InMemoryEvents();
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        SimulationResult truth = Simulation.run(scenario, 1, events, StreamCopy.to(Channels.newChannel(stream)));
        return new MigrationRun(events.toList(), truth, ByteBuffer.wrap(stream.toByteArray()));
    }

    private List<MigrationEvent> of(int process) {
        return events.stream()
                .filter(event -> event.header().process() == process)
                .toList();
    }

    <E extends MigrationEvent> List<E> source(Class<E> kind) {
        return of(SOURCE).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <E extends MigrationEvent> List<E> destination(Class<E> kind) {
        return of(DESTINATION).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /// What the source did, in order, from the start of the VM on.
    List<String> sourceActions() {
        return actions(of(SOURCE));
    }

    List<String> destinationActions() {
        return actions(of(DESTINATION));
    }

    List<String> sourceErrors() {
        return Stream.concat(
                        source(CommandRefused.class).stream().map(CommandRefused::text),
                        source(ErrorLinePrinted.class).stream().map(ErrorLinePrinted::text))
                .map(MigrationRun::withoutDevice)
                .toList();
    }

    List<String> destinationErrors() {
        return destination(ErrorLinePrinted.class).stream()
                .map(ErrorLinePrinted::text)
                .map(MigrationRun::withoutDevice)
                .toList();
    }

    /// Devices have names that the seed gives.
    private static String withoutDevice(String text) {
        return text.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "NAME");
    }

    private static List<String> actions(List<MigrationEvent> events) {
        List<String> actions = new ArrayList<>();
        for (MigrationEvent event : events) {
            switch (event) {
                case DeviceStateSet set ->
                    actions.add("SET " + set.requested().map(DeviceState::name).orElse("?") + failure(set.result()));
                case DeviceReset reset -> actions.add("RESET" + failure(reset.result()));
                case DataFdClosed ignored -> actions.add("CLOSE");
                case DmaLoggingStarted started -> actions.add("LOG" + failure(started.result()));
                case DmaLoggingStopped ignored -> actions.add("UNLOG");
                case MigrationStatusChanged status -> actions.add(status.status());
                case RunStateChanged run -> actions.add("vm " + run.runState());
                default -> {
                    // Everything else is compared elsewhere.
                }
            }
        }
        return actions;
    }

    private static String failure(CallResult result) {
        return result.isOk()
                ? ""
                : " " + Errno.ofNumber(result.code()).map(Errno::name).orElse("?");
    }
}
