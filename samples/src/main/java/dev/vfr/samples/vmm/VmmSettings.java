package dev.vfr.samples.vmm;

import java.util.ArrayList;
import java.util.List;

/// How both VMMs are set up, what happens to them, and what is wrong with them.
///
/// @param happenings what clients, guest and hosts do in the middle of it
/// @param faults what is wrong with the VMMs; what is wrong with their stream belongs to the network
public record VmmSettings(
        Versions versions,
        Capabilities capabilities,
        Switchover switchover,
        GuestRam ram,
        Buffers buffers,
        DeviceChannels deviceChannels,
        Platform platform,
        Guest guest,
        List<Happening> happenings,
        List<VmmFault> faults) {

    public VmmSettings {
        happenings = List.copyOf(happenings);
        faults = List.copyOf(faults);
        if (deviceChannels.source() && !capabilities.multifd()) {
            throw new IllegalArgumentException("x-migration-multifd-transfer requires capability 'multifd'");
        }
    }

    /// QEMU 10.0 with a small guest and its defaults; nothing happens to it.
    public static VmmSettings standard() {
        return new VmmSettings(
                Versions.both(VmmRelease.V10_0),
                Capabilities.none(),
                Switchover.standard(),
                GuestRam.small(),
                Buffers.standard(),
                DeviceChannels.off(),
                Platform.plain(),
                Guest.running(),
                List.of(),
                List.of());
    }

    /// Both VMMs of another release.
    public VmmSettings withRelease(VmmRelease release) {
        return withVersions(Versions.both(release));
    }

    public VmmSettings withVersions(Versions newVersions) {
        return new VmmSettings(
                newVersions,
                capabilities,
                switchover,
                ram,
                buffers,
                deviceChannels,
                platform,
                guest,
                happenings,
                faults);
    }

    public VmmSettings withCapabilities(Capabilities newCapabilities) {
        return new VmmSettings(
                versions,
                newCapabilities,
                switchover,
                ram,
                buffers,
                deviceChannels,
                platform,
                guest,
                happenings,
                faults);
    }

    public VmmSettings withRam(long newRamBytes, long newDirtyBytesPerSecond) {
        return withRam(new GuestRam(newRamBytes, newDirtyBytesPerSecond, ram.iterationBytes()));
    }

    public VmmSettings withRam(GuestRam newRam) {
        return new VmmSettings(
                versions,
                capabilities,
                switchover,
                newRam,
                buffers,
                deviceChannels,
                platform,
                guest,
                happenings,
                faults);
    }

    public VmmSettings withBuffers(Buffers newBuffers) {
        return new VmmSettings(
                versions,
                capabilities,
                switchover,
                ram,
                newBuffers,
                deviceChannels,
                platform,
                guest,
                happenings,
                faults);
    }

    public VmmSettings withDeviceChannels(DeviceChannels newChannels) {
        return new VmmSettings(
                versions, capabilities, switchover, ram, buffers, newChannels, platform, guest, happenings, faults);
    }

    public VmmSettings withPlatform(Platform newPlatform) {
        return new VmmSettings(
                versions,
                capabilities,
                switchover,
                ram,
                buffers,
                deviceChannels,
                newPlatform,
                guest,
                happenings,
                faults);
    }

    public VmmSettings withGuest(Guest newGuest) {
        return new VmmSettings(
                versions,
                capabilities,
                switchover,
                ram,
                buffers,
                deviceChannels,
                platform,
                newGuest,
                happenings,
                faults);
    }

    /// One thing more that happens.
    public VmmSettings with(Happening happening) {
        List<Happening> all = new ArrayList<>(happenings);
        all.add(happening);
        return new VmmSettings(
                versions, capabilities, switchover, ram, buffers, deviceChannels, platform, guest, all, faults);
    }

    /// One thing more that is wrong.
    public VmmSettings with(VmmFault fault) {
        List<VmmFault> all = new ArrayList<>(faults);
        all.add(fault);
        return new VmmSettings(
                versions, capabilities, switchover, ram, buffers, deviceChannels, platform, guest, happenings, all);
    }

    public VmmSettings withCancelAfterNs(long newCancelAfterNs) {
        return with(new Happening.Cancel(Moment.after(newCancelAfterNs)));
    }

    boolean has(Class<? extends VmmFault> kind) {
        return faults.stream().anyMatch(kind::isInstance);
    }
}
