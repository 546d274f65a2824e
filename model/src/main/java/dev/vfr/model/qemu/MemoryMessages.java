package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Guest memory: its blocks, sizes and pages, and postcopy's handling of faults.
final class MemoryMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "ram-size-differs", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("memory {block} is {theirs} at the source and {ours} here")
                    .todo("Start the destination with the source's -m and memory backends.")
                    .from("system/physmem.c, qemu_ram_resize")
                    .says("Size mismatch: {block}: {theirs} != {ours}")
                    .says("4.0", "7.2", "Length mismatch: {block}: {theirs} in != {ours}")
                    .says("4.0", "7.2", "Length mismatch: {block}: {theirs} != {ours}"),
            row(Role.CAUSE, "ram-block-too-large", Side.DESTINATION, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("memory {block} is {theirs}; at most {ours} is allowed here")
                    .todo("Compare QEMU releases, machine types and firmware of both hosts.")
                    .from("system/physmem.c, qemu_ram_resize")
                    .says("Size too large: {block}: {theirs} > {ours}")
                    .says("4.0", "7.2", "Length too large: {block}: {theirs} > {ours}")
                    .maybe(Responsible.OPERATOR, "different releases or firmware", "versions of both hosts")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with equal releases"),
            row(Role.CAUSE, "ram-block-unknown", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the destination has no memory block {block}")
                    .todo("Start the destination with the same devices and memory backends.")
                    .from("migration/ram.c, parse_ramblocks")
                    .says("Can't find block {block}")
                    .says("ram_discard_range: Failed to find block '{block}'")
                    .says("block '{block}' not found")
                    .says("RAMBlock {block} not found on destination")
                    .says("Unknown ramblock {block}, cannot accept"),
            row(Role.CAUSE, "ram-blocks-differ", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("number or length of the memory blocks differs between the sides")
                    .todo("Start the destination with the source's devices, -m and memory backends.")
                    .from("migration/rdma.c")
                    .says("ram blocks mismatch (Number of blocks {theirs} vs {ours}")
                    .says("8.2", "Block {block}/{number} has a different length"),
            row(Role.CAUSE, "ram-block-not-migrated", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("memory block {block} is not migrated on this side")
                    .todo("Set x-ignore-shared and memory backends alike at both sides.")
                    .from("migration/ram.c")
                    .says("block {block} should not be migrated"),
            row(Role.CAUSE, "ram-layout-differs", Side.DESTINATION, Kind.MEMORY, Responsible.OPERATOR)
                    .is("page size or address of memory {block} differs between the sides")
                    .todo("Use the same memory backends (hugepages) and machine type at both sides.")
                    .from("migration/ram.c, parse_ramblock")
                    .says("Mismatched RAM page size {block} (local)")
                    .says("Mismatched GPAs for block {block}"),
            row(Role.CAUSE, "ram-stream-damaged", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the pages in the stream are damaged")
                    .todo("Look for a proxy, file or tunnel that changes the stream; compare QEMU releases.")
                    .from("migration/ram.c, ram_load")
                    .says("Unknown combination of migration flags: {number}")
                    .says("Illegal RAM offset")
                    .says("Found a zero page with value {number}")
                    .says("Ack, bad migration stream!")
                    .says("Failed to decompress XBZRLE page")
                    .says("Failed to load XBZRLE page")
                    .says("Non-same host page detected")
                    .says("8.2", "RAM block not found")
                    .says("9.0", "Unexpected RAM flags: {number}")
                    .maybe(Responsible.OPERATOR, "different capabilities or releases", "both command lines")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS"),
            row(Role.CAUSE, "ram-resized", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("memory {block} changed its size during the migration")
                    .todo("Migrate again without rebooting the guest or plugging memory.")
                    .from("migration/ram.c, ram_mig_ram_block_resized")
                    .says("RAM block '{block}' resized during"),
            row(Role.CAUSE, "guest-memory-not-allocated", Side.EITHER, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the host has no memory for the guest")
                    .todo("Free memory or hugepages on this host.")
                    .from("system/physmem.c")
                    .says("cannot set up guest memory")
                    .says("unable to map backing store for guest RAM")
                    .anyTime(),
            row(Role.CAUSE, "memory-not-saved", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the source has no memory for the migration's own buffers")
                    .todo("Free memory on the source or raise QEMU's memory limit.")
                    .from("migration/ram.c")
                    .says("Error allocating zero page")
                    .says("Error allocating encoded_buf")
                    .says("Error allocating current_buf")
                    .says("Init ramstate fail"),
            row(Role.CONSEQUENCE, "pages-not-sent", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("guest pages could not be sent")
                    .todo("Look at the destination's messages at this time.")
                    .from("migration/ram.c")
                    .says("ram_save_target_page failed")
                    .says("ram_save_host_page_urgent() failed")
                    .says("10.1", "multifd flush and sync failed"),
            row(Role.CAUSE, "zero-copy-memory-limit", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("zero-copy sending exceeds the limit of locked memory")
                    .todo("Raise RLIMIT_MEMLOCK of QEMU, or switch zero-copy-send off.")
                    .from("io/channel-socket.c")
                    .says("Process can't lock enough memory for using MSG_ZEROCOPY"),
            row(Role.CAUSE, "postcopy-page-fault-failed", Side.DESTINATION, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("a fault on a missing guest page could not be handled")
                    .todo("Check the destination's kernel log; try the migration without postcopy.")
                    .from("migration/postcopy-ram.c")
                    .says("Failed to open userfault fd: {errno}")
                    .says("userfault register: {errno}")
                    .says("UFFDIO_API failed: {errno}")
                    .says("ram_block_enable_notify failed")
                    .says("postcopy_ram_incoming_init: No OS support")
                    .says("postcopy_ram_fault_thread: Fault outside guest")
                    .says("Region doesn't support COPY")
                    .says("uffd_open() failed: {errno}")
                    .says("userfault unregister")
                    .says("userfault poll: {errno}")
                    .says("Opening userfault_event_fd: {errno}")
                    .says("Read {number} bytes from userfaultfd expected")
                    .says("Missing userfault map features")
                    .says("8.1", "UFFDIO_REGISTER failed: {errno}")
                    .says("8.1", "UFFDIO_UNREGISTER failed: {errno}")
                    .says("munlockall{}: {errno}")
                    .says("Failed to map test area: {errno}")
                    .says("10.2", "Postcopy RAM incoming init failed: {reason}")
                    .says("10.2", "Failed to prepare for RAM discard: {ret}")
                    .says("Failed to map postcopy_tmp_pages")
                    .says("8.1", "Failed to setup incoming postcopy RAM blocks")
                    .maybe(Responsible.OPERATOR, "userfaultfd not allowed", "sysctl vm.unprivileged_userfaultfd")
                    .maybe(Responsible.DRIVER, "a backend without userfaultfd", "memory backends of the VM"),
            row(Role.CAUSE, "page-request-invalid", Side.SOURCE, Kind.STREAM, Responsible.VMM)
                    .is("the destination asked for a page that does not exist")
                    .todo("Compare memory and QEMU releases of both sides.")
                    .from("migration/ram.c, migration/migration.c")
                    .says("8.1", "MIG_RP_MSG_REQ_PAGES{reason}")
                    .says("8.0", "8.0", "ram_save_queue_pages no {reason}")
                    .says("8.1", "MIG_RP_MSG_RECV_BITMAP{reason}")
                    .says("bitmap size mismatch"));

    private MemoryMessages() {}
}
