package dev.vfr.samples.trap;

/// How a BAR that the guest has mapped comes to be trapped, so that its driver sees the guest's writes while the
/// device is saving.
///
/// From the thread on the dynamic trap of BAR regions (kvm list, December 2019). It was turned down.
///
/// @param notification how the VMM is notified
/// @param region the number of the region
/// @param handlingNs ns from the driver's signal until the VMM's main loop has taken the mapping away
/// @param guestWritesPerSecond how often the guest writes into the region
public record TrapProposal(Notification notification, int region, long handlingNs, long guestWritesPerSecond) {

    /// How the VMM learns that the mapping has to go.
    public enum Notification {
        /// As proposed: the VMM writes the number of an eventfd into a special region, the driver signals it, the
        /// VMM reads from that region whether to trap.
        INFO_REGION,
        /// As the review asked for: an interrupt of the device, wired by VFIO_DEVICE_SET_IRQS, upon which the VMM
        /// reads the region's information again.
        IRQ,
        /// As the review ended: no notification, since the VMM takes the mapping away before it asks for the
        /// saving state.
        ON_ENTRY
    }

    public TrapProposal {
        if (region < 0 || handlingNs < 0 || guestWritesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "region " + region + ", " + handlingNs + " ns, " + guestWritesPerSecond + " writes/s");
        }
    }
}
