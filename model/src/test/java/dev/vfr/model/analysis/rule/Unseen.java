package dev.vfr.model.analysis.rule;

import java.util.List;

/// A problem of the field, or a promise of the protocol, that no source of events can show, and why.
///
/// @param problem what somebody would look for
/// @param seenIn where it was reported, or what promises it
/// @param why what is missing in every source
record Unseen(String problem, String seenIn, String why) {

    static final List<Unseen> ALL = List.of(
            new Unseen(
                    "The management layer refuses before the VMM is asked",
                    "intel/gvt-linux issue 166; kubevirt issues 4741 and 6379",
                    "The VMM gets no command and does nothing, so that there is no trace of it"),
            new Unseen(
                    "A network card is unplugged before the migration and plugged in after it",
                    "kubevirt issue 17222; failover of network cards",
                    "No VFIO device takes part: nothing tells that one was meant to"),
            new Unseen(
                    "The interrupt controller is loaded after the device's configuration",
                    "QEMU commit d329f5032e",
                    "The log has the end of the device's load, and no failure that names the order as its reason"),
            new Unseen(
                    "Multifd packets of a pre-release in another byte order",
                    "QEMU commit cbb2e10526",
                    "No source has the bytes of the multifd channels; the log prints an index after it was understood"),
            new Unseen(
                    "Statistics of the management layer leave out the device's data",
                    "Red Hat Enterprise Linux 10, documentation of VF live migration",
                    "QMP answers with both figures; what is made of them is outside of the VMM"),
            new Unseen(
                    "A vfio-user client wires interrupts with eventfds that are closed",
                    "oracle/qemu issue 6",
                    "What a socket carries is not recorded, nor which fds come with it"),
            new Unseen(
                    "A vfio-user server asserts when its client is gone after RESUMING",
                    "spdk issues 2362 and 2363",
                    "The server's end is in none of the sources"),
            new Unseen(
                    "A migration region of the protocol's first version has no size",
                    "spdk issue 1963",
                    "The first version's registers are memory, and no source sees accesses to it"),
            new Unseen(
                    "No nested page table with dirty tracking can be allocated",
                    "NVIDIA/QEMU pull request 19",
                    "Calls on /dev/iommu are not recorded; the VM does not start, so that there is no migration"),
            new Unseen(
                    "A device does DMA of its own in STOP, or to its peers in a P2P state",
                    "include/uapi/linux/vfio.h, enum vfio_device_mig_state",
                    "DMA makes no event; only that its pages are missing in the dirty log could be noticed"),
            new Unseen(
                    "The guest touches a region through its mapping in STOP_COPY",
                    "include/uapi/linux/vfio.h, VFIO_DEVICE_STATE_STOP_COPY",
                    "An access to mapped memory is no call; accesses that the VMM emulates are found"),
            new Unseen(
                    "The driver walks other arcs than the table's between two requests",
                    "include/uapi/linux/vfio.h, combination transitions",
                    "Only probes in the kernel show single arcs; from all else they are inferred"));
}
