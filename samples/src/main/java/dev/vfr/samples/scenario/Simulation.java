package dev.vfr.samples.scenario;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.MarkerSet;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.TraceEvent.TraceClosed;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.recorder.Product;
import dev.vfr.samples.device.DeviceTruth;
import dev.vfr.samples.device.SimulatedDevice;
import dev.vfr.samples.host.Link;
import dev.vfr.samples.host.OneOrder;
import dev.vfr.samples.host.SimulatedHost;
import dev.vfr.samples.trap.TrappedBar;
import dev.vfr.samples.vmm.DestinationVmm;
import dev.vfr.samples.vmm.MigrationStream;
import dev.vfr.samples.vmm.SourceVmm;
import dev.vfr.samples.vmm.StreamCopy;
import dev.vfr.samples.vmm.VmmLog;
import dev.vfr.samples.vmm.VmmRelease;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/// Runs one scenario with one seed and records both sides. Equal arguments give equal events, always.
public final class Simulation {

    /// 2026-01-01T00:00:00Z, ns since 1970.
    private static final long REALTIME_START_NS = 1_767_225_600L * 1_000_000_000L;

    private static final long REALTIME_SPREAD_NS = 90L * 24 * 3600 * 1_000_000_000L;

    private static final int SOURCE = 0;
    private static final int DESTINATION = 1;

    private final Scenario scenario;
    private final EventSink sink;
    private final Witness witness;
    private final SimulatedHost sourceHost;
    private final SimulatedHost destinationHost;
    private final SimulatedProcess source;
    private final SimulatedProcess destination;
    private final OneOrder order;
    private final List<SimulatedPair> pairs = new ArrayList<>();

    private final StreamCopy copy;

    private Simulation(Scenario scenario, long seed, EventSink sink, StreamCopy copy, Witness witness) {
        this.scenario = scenario;
        this.witness = witness;
        this.sink = sink;
        this.copy = copy;
        SplittableRandom random = new SplittableRandom(seed);
        long realtimeNs = REALTIME_START_NS + random.nextLong(REALTIME_SPREAD_NS);
        this.sourceHost = new SimulatedHost(
                SOURCE, realtimeNs, random.split(), scenario.hosts().source());
        this.destinationHost = new SimulatedHost(
                DESTINATION, realtimeNs, random.split(), scenario.hosts().destination());
        this.order = new OneOrder(sink, List.of(sourceHost, destinationHost));
        Hosts hosts = scenario.hosts();
        this.source =
                new SimulatedProcess(SOURCE, sourceHost, hosts.sourceKernel(), witnessed(sourceHost), random.split());
        this.destination = new SimulatedProcess(
                DESTINATION, destinationHost, hosts.destinationKernel(), witnessed(destinationHost), random.split());
        for (DevicePair pair : scenario.devices()) {
            int number = pairs.size();
            SimulatedDevice from = source.add(number, pair.source(), pair.sourceFaults());
            SimulatedDevice to =
                    destination.add(scenario.devices().size() + number, pair.destination(), pair.destinationFaults());
            pairs.add(new SimulatedPair(from, to, pair.trap().map(trap -> source.trap(number, trap))));
        }
    }

    /// Simulates `scenario` and hands its events to `sink`.
    ///
    /// @throws EventSourceException where the sink cannot take them
    public static SimulationResult run(Scenario scenario, long seed, EventSink sink) throws EventSourceException {
        return run(scenario, seed, sink, StreamCopy.NONE);
    }

    /// Simulates `scenario` and hands its events to `sink`.
    ///
    /// @param copy takes the migration stream as it arrives at the destination; what goes through multifd
    ///     channels is no part of it
    /// @throws EventSourceException where the sink cannot take them
    public static SimulationResult run(Scenario scenario, long seed, EventSink sink, StreamCopy copy)
            throws EventSourceException {
        return new Simulation(scenario, seed, sink, copy, Witness.NONE).run();
    }

    /// The same with a witness, which changes nothing.
    ///
    /// @throws EventSourceException where the sink cannot take them
    public static SimulationResult run(Scenario scenario, long seed, EventSink sink, Witness witness)
            throws EventSourceException {
        return new Simulation(scenario, seed, sink, StreamCopy.NONE, witness).run();
    }

    /// Takes the events of `host`, and informs the witness.
    private EventSink witnessed(SimulatedHost host) {
        EventSink ordered = order.sinkOf(host);
        return event -> {
            ordered.append(event);
            witness.saw(event, truthOf(event.header().device()));
        };
    }

    private Optional<DeviceTruth> truthOf(int device) {
        int count = scenario.devices().size();
        if (device < 0 || device % count >= pairs.size()) {
            return Optional.empty();
        }
        SimulatedPair pair = pairs.get(device % count);
        return Optional.of((device < count ? pair.source() : pair.destination()).truth());
    }

    private SimulationResult run() throws EventSourceException {
        introduce();
        Network network = scenario.network();
        DestinationVmm destinationVmm = destination.destinationVmm(scenario.settings(), network.faults());
        MigrationStream stream = new MigrationStream(
                new Link<>(network::bandwidthAt, network.latencyNs()),
                sourceHost,
                destinationVmm,
                order,
                network.faults(),
                copy);
        SourceVmm sourceVmm = source.sourceVmm(scenario.settings(), stream, network.faults());
        sourceVmm.boot();
        destinationVmm.boot();
        SourceVmm.End end = sourceVmm.migrate();
        pairs.forEach(pair -> pair.trappedBar().ifPresent(TrappedBar::settle));
        order.releaseAll();
        source.throwIfFailed();
        destination.throwIfFailed();
        close();
        return result(end, sourceVmm, destinationVmm);
    }

    private SimulationResult result(SourceVmm.End end, SourceVmm sourceVmm, DestinationVmm destinationVmm) {
        boolean lost = pairs.stream().anyMatch(SimulatedPair::lostState);
        Outcome outcome = switch (end) {
            case FAILED -> Outcome.FAILED;
            case CANCELLED -> Outcome.CANCELLED;
            case REFUSED -> Outcome.REFUSED;
            case COMPLETED, GONE -> arrived(lost, destinationVmm);
        };
        OptionalLong stopped = sourceVmm.stoppedAtTrueNs();
        OptionalLong running = destinationVmm.runningAtTrueNs();
        OptionalLong downtimeNs = OptionalLong.empty();
        if (outcome == Outcome.COMPLETED && stopped.isPresent() && running.isPresent()) {
            downtimeNs = OptionalLong.of(running.getAsLong() - stopped.getAsLong());
        }
        OptionalLong offset = stopped.isEmpty()
                ? stopped
                : OptionalLong.of(destinationHost.realtimeNsAt(stopped.getAsLong())
                        - sourceHost.realtimeNsAt(stopped.getAsLong()));
        return new SimulationResult(outcome, end, downtimeNs, stopped, offset, pairs);
    }

    /// How it ended where the VM has left the source.
    private static Outcome arrived(boolean lost, DestinationVmm destinationVmm) {
        if (destinationVmm.hasFailed() || destinationVmm.isGone() || !destinationVmm.hasLoaded()) {
            return Outcome.VM_LOST;
        }
        return lost ? Outcome.STATE_LOST : Outcome.COMPLETED;
    }

    private void introduce() throws EventSourceException {
        sink.append(new TraceOpened(
                header(EventHeader.NONE, EventHeader.UNKNOWN_NS),
                List.of(CaptureSource.SIMULATOR),
                Product.nameAndVersion(),
                TraceOpened.SCHEMA_VERSION));
        introduce(SOURCE, "source", sourceHost, scenario.settings().versions().source());
        introduce(
                DESTINATION,
                "destination",
                destinationHost,
                scenario.settings().versions().destination());
        for (SimulatedProcess process : List.of(source, destination)) {
            for (DeviceNamed name : process.deviceNames()) {
                sink.append(name);
            }
        }
        sink.append(new MarkerSet(
                header(EventHeader.NONE, EventHeader.UNKNOWN_NS),
                "scenario " + scenario.name() + ": " + scenario.description()));
    }

    private void introduce(int process, String label, SimulatedHost host, VmmRelease release)
            throws EventSourceException {
        sink.append(new ProcessNamed(
                header(process, host.monotonicNs()),
                label,
                host.number(),
                OptionalLong.empty(),
                Optional.of(label + "-host"),
                Optional.empty(),
                Optional.of(VmmLog.PROGRAM),
                Optional.of(release.version()),
                List.of()));
        anchor(process, host);
    }

    private void anchor(int process, SimulatedHost host) throws EventSourceException {
        sink.append(new ClockAnchored(
                header(process, host.monotonicNs()),
                host.number(),
                host.monotonicNs(),
                host.realtimeNs(),
                SimulatedHost.REALTIME_UNCERTAINTY_NS));
    }

    private void close() throws EventSourceException {
        anchor(SOURCE, sourceHost);
        anchor(DESTINATION, destinationHost);
        sink.append(new TraceClosed(header(EventHeader.NONE, EventHeader.UNKNOWN_NS)));
    }

    private static EventHeader header(int process, long timeNs) {
        return new EventHeader(
                0, timeNs, EventHeader.UNKNOWN_NS, process, EventHeader.NONE, EventHeader.NONE, EventHeader.NONE);
    }
}
