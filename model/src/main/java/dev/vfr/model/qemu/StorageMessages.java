package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Disks, images and files.
final class StorageMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "disks-not-inactivated", Side.SOURCE, Kind.STORAGE, Responsible.STORAGE)
                    .is("the source could not hand over its disks")
                    .todo("Check the storage of the VM's disks on the source host.")
                    .from("migration/savevm.c, migration/block-active.c")
                    .says("8.0", "9.2", "bdrv_inactivate_all() failed ({ret})")
                    .says("10.0", "bdrv_inactivate_all() failed: {ret}")
                    .says("10.0", "Block inactivate failed during switchover"),
            row(Role.CAUSE, "image-locked", Side.EITHER, Kind.STORAGE, Responsible.OPERATOR)
                    .is("another process holds the lock of a disk image")
                    .todo("Find the process that uses the image; check that storage supports the handover of locks.")
                    .from("block/file-posix.c")
                    .says("Failed to get {mode} lock")
                    .says("Is another process using the image")
                    .anyTime(),
            row(Role.CAUSE, "disks-not-activated", Side.DESTINATION, Kind.STORAGE, Responsible.STORAGE)
                    .is("the destination could not open the VM's disks")
                    .todo("Check that the destination reaches the same storage with the same rights.")
                    .from("block.c, block/qcow2.c")
                    .says("Could not reopen qcow2 layer")
                    .says("Could not reopen file")
                    .says("Could not refresh total sector count"),
            row(Role.CAUSE, "no-space-left", Side.SOURCE, Kind.STORAGE, Responsible.OPERATOR)
                    .is("no space left for the migration stream")
                    .todo("Free space where the stream is written, then migrate again.")
                    .from("io/channel-file.c, io/channel-command.c")
                    .says("Unable to write to file: No space left on device")
                    .says("Unable to write to file: Disk quota exceeded")
                    .says("Unable to write to command: No space left on device"),
            row(Role.CAUSE, "stream-file-failed", Side.EITHER, Kind.STORAGE, Responsible.STORAGE)
                    .is("the file of the migration stream failed: {errno}")
                    .todo("Check the file system that holds the stream.")
                    .from("io/channel-file.c, migration/file.c")
                    .says("Unable to write to file: {errno}")
                    .says("Unable to read from file: {errno}")
                    .says("Unable to seek to offset {number}")
                    .says("9.0", "failed to truncate migration file to offset")
                    .says("9.0", "Could not read whole mapped-ram migration header")
                    .says("9.0", "failed to read page from file offset")
                    .says("9.0", "Error reading dirty bitmap")
                    .says("9.0", "Error reading ramblock {block} pages")
                    .says("9.0", "page outside of ramblock {block} range")
                    .says("9.0", "multifd recv ({number}): read {size}, expected")
                    .says("9.0", "Failed to write bitmap to file"),
            row(Role.CAUSE, "bitmap-differs", Side.DESTINATION, Kind.STORAGE, Responsible.MANAGEMENT)
                    .is("a disk's dirty bitmap does not fit the destination")
                    .todo("Compare block nodes, bitmaps and block-bitmap-mapping of both sides.")
                    .from("migration/block-dirty-bitmap.c")
                    .says("Error: unknown dirty bitmap {bitmap} for block device")
                    .says("Error: Unknown bitmap alias {bitmap}")
                    .says("Error: Unknown node alias {node}")
                    .says("Bitmap with the same name ({bitmap}) already exists on destination")
                    .says("Migrated bitmap granularity doesn't match"),
            row(Role.BLOCKER, "bitmap-blocks", Side.SOURCE, Kind.STORAGE, Responsible.MANAGEMENT)
                    .is("a disk's dirty bitmap cannot be migrated")
                    .todo("Name the block node and bitmap, or switch dirty-bitmaps off.")
                    .from("migration/block-dirty-bitmap.c")
                    .says("Cannot migrate bitmap {bitmap} on node")
                    .says("in unnamed node can't be migrated")
                    .says("Invalid mapping given for block-bitmap-mapping")
                    .says("is mapped twice")
                    .says("in a node with auto-generated name {node} can't be migrated")
                    .says("is currently in use by another operation and cannot be used"),
            row(Role.CAUSE, "vm-not-stopped", Side.SOURCE, Kind.STORAGE, Responsible.STORAGE)
                    .is("the VM could not be stopped for the switchover")
                    .todo("Look at the message before it; check the storage of the VM's disks.")
                    .from("migration/migration.c, migration_stop_vm")
                    .says("migration_stop_vm failed, error {ret}")
                    .says("9.1", "Failed to stop the VM: {errno}"));

    private StorageMessages() {}
}
