package dev.vfr.samples.scenario;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.samples.device.DeviceProfile;
import dev.vfr.samples.device.DeviceProfile.Abilities;
import dev.vfr.samples.device.DeviceProfile.Sizes;
import dev.vfr.samples.device.Fault;
import dev.vfr.samples.vmm.VmmSettings;
import java.util.List;
import java.util.Optional;

/// The library of scenarios.
public final class Scenarios {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;
    private static final long NS_PER_MS = 1_000_000;

    private static final DevicePair NET = DevicePair.of(DeviceProfile.networkCard());
    private static final DevicePair NVME = DevicePair.of(DeviceProfile.storageController());
    private static final DevicePair VGPU = DevicePair.of(DeviceProfile.graphicsCard());

    private static final Arc INTO_STOP_COPY = new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);
    private static final Arc OUT_OF_RESUMING = new Arc(DeviceState.RESUMING, DeviceState.STOP);

    private static final List<Scenario> ALL = List.of(
            new Scenario(
                    "precopy-completes",
                    "A network card with PRE_COPY and P2P is migrated while the guest runs, and all goes well.",
                    Outcome.COMPLETED,
                    List.of(NET),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "no-precopy",
                    "A storage controller without PRE_COPY streams all of its state while the guest is stopped.",
                    Outcome.COMPLETED,
                    List.of(NVME),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "cancelled",
                    "The client cancels the migration in the middle of pre-copy, and the guest goes on at the source.",
                    Outcome.CANCELLED,
                    List.of(VGPU),
                    Network.fast().withBandwidth(20 * MIB),
                    VmmSettings.standard().withCancelAfterNs(1_500 * NS_PER_MS)),
            new Scenario(
                    "destination-refuses",
                    "Both VMMs say completed, but the destination's device is of another type and refuses the data at"
                            + " RESUMING to STOP: its state is lost.",
                    Outcome.STATE_LOST,
                    List.of(NET.withDestination(DeviceProfile.networkCard().withType("net-v2"))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "truncated-data",
                    "One record of device data arrives empty, and the destination's device refuses what is left.",
                    Outcome.STATE_LOST,
                    List.of(NET),
                    Network.fast().withEmptiedRecord(5),
                    VmmSettings.standard()),
            new Scenario(
                    "two-devices",
                    "A network card with PRE_COPY and a storage controller without it are migrated together.",
                    Outcome.COMPLETED,
                    List.of(NET, NVME),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "read-fails-in-precopy",
                    "A read of the data_fd fails with EIO in pre-copy, and the guest goes on at the source.",
                    Outcome.FAILED,
                    List.of(NET.withSourceFaults(new Fault.ReadFails(MIB, Errno.EIO))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "stop-copy-fails",
                    "The device does not get into STOP_COPY: EIO. It is reset, and the guest goes on with a device that"
                            + " forgot everything.",
                    Outcome.FAILED,
                    List.of(NET.withSourceFaults(new Fault.ArcFails(INTO_STOP_COPY, Errno.EIO, DeviceState.ERROR, 1))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "converges-late",
                    "The device makes data dirty faster than the network carries it, until the bandwidth opens up.",
                    Outcome.COMPLETED,
                    List.of(VGPU),
                    Network.slowUntil(14_000 * NS_PER_MS),
                    VmmSettings.standard().withRam(64 * MIB, 2 * MIB)),
            new Scenario(
                    "slow-stop",
                    "The device takes 700 ms to get into STOP_COPY: the downtime is far over the limit.",
                    Outcome.COMPLETED,
                    List.of(NET.withSourceFaults(new Fault.ArcIsSlow(INTO_STOP_COPY, 700 * NS_PER_MS))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "slow-load",
                    "The destination's device takes 450 ms to load its data, which the source never hears of.",
                    Outcome.COMPLETED,
                    List.of(NET.withDestinationFaults(new Fault.ArcIsSlow(OUT_OF_RESUMING, 450 * NS_PER_MS))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "zero-at-temporary-end",
                    "The driver reads 0 instead of ENOMSG at the temporary end of pre-copy, as some do.",
                    Outcome.COMPLETED,
                    List.of(DevicePair.of(
                            DeviceProfile.networkCard().withAbilities(new Abilities(false, false, true)))),
                    Network.fast(),
                    VmmSettings.standard()),
            new Scenario(
                    "large-stop-copy",
                    "A driver that hands out 4 KiB at a time streams half a GiB in STOP_COPY: more than 100,000 chunks.",
                    Outcome.COMPLETED,
                    List.of(DevicePair.of(DeviceProfile.graphicsCard()
                            .withSizes(new Sizes(4 * MIB, 0, 0, 512 * MIB, (int) (4 * KIB))))),
                    Network.fast().withBandwidth(4_000 * MIB),
                    VmmSettings.standard()),
            new Scenario(
                    "many-chunks",
                    "As large-stop-copy, but with chunks of 1 KiB and so many of them that the trace has five million"
                            + " events.",
                    Outcome.COMPLETED,
                    List.of(DevicePair.of(
                            DeviceProfile.graphicsCard().withSizes(new Sizes(4 * MIB, 0, 0, 1_217 * MIB, (int) KIB)))),
                    Network.fast().withBandwidth(8_000 * MIB),
                    VmmSettings.standard()));

    private Scenarios() {}

    /// Every scenario, in the order in which a newcomer should try them.
    public static List<Scenario> all() {
        return ALL;
    }

    public static Optional<Scenario> named(String name) {
        return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }
}
