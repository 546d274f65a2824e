package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// What a VFIO device did or refused: changes of state, save and load of its data.
final class DeviceMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "set-resuming-failed", Side.DESTINATION, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused state RESUMING: {errno}")
                    .todo("Check the destination's kernel log for {device} at this time.")
                    .from("hw/vfio/migration.c, vfio_load_setup")
                    .says("8.0", "9.0", "{device}: Failed setting device state to RESUMING, err: {errno}.")
                    .says("9.1", "{device}: Failed setting device state to RESUMING. {}device{}: {errno}"),
            row(Role.CAUSE, "set-pre-copy-failed", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused state PRE_COPY: {errno}")
                    .todo("Check the source's kernel log for {device} at this time.")
                    .from("hw/vfio/migration.c, vfio_save_setup")
                    .says("8.1", "9.0", "{device}: Failed setting device state to PRE_COPY, err: {errno}.")
                    .says("9.1", "{device}: Failed setting device state to PRE_COPY. {}device{}: {errno}"),
            row(Role.CAUSE, "set-stop-copy-failed", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused to stop for the switchover: {errno}")
                    .todo("Check the source's kernel log for {device} at this time.")
                    .from("hw/vfio/migration.c, vfio_vmstate_change")
                    .says("8.0", "9.0", "{device}: Failed setting device state to STOP_COPY, err: {errno}.")
                    .says("9.1", "{device}: Failed setting device state to STOP_COPY. {}device{}: {errno}")
                    .says("8.2", "9.0", "{device}: Failed setting device state to PRE_COPY_P2P, err: {errno}.")
                    .says("9.1", "{device}: Failed setting device state to PRE_COPY_P2P. {}device{}: {errno}"),
            row(Role.CAUSE, "set-state-refused", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused state {state}: {errno}")
                    .todo("Check this host's kernel log for {device} at this time; restart the device in the guest.")
                    .from("hw/vfio/migration.c, vfio_migration_set_state")
                    .says("8.0", "9.0", "{device}: Failed setting device state to {state}, err: {errno}.")
                    .says("9.1", "{device}: Failed setting device state to {state}. {}device{}: {errno}")
                    .says("{device}: Failed setting device state to {state}")
                    .anyTime(),
            row(Role.CONSEQUENCE, "recover-state-refused", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} refused the recovery after a failed change too: {errno}")
                    .todo("Look at the message before it; QEMU reset the device.")
                    .from("hw/vfio/migration.c, vfio_migration_set_state")
                    .says("{device}: Failed setting device in recover state, err: {errno}.")
                    .anyTime(),
            row(Role.CONSEQUENCE, "device-reset-failed", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} could not be reset, and QEMU aborted: {errno}")
                    .todo("Check this host's kernel log for {device}; look at the message before it.")
                    .from("hw/vfio/migration.c, vfio_migration_set_state")
                    .says("{device}: Failed resetting device, err: {errno}")
                    .anyTime(),
            row(Role.CAUSE, "data-fd-out-of-sync-message", Side.EITHER, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("{device} gave a second data_fd while one was open")
                    .todo("Check the kernel log for a reset of {device} during the migration.")
                    .from("hw/vfio/migration.c, vfio_migration_set_state")
                    .says("{device}: data_fd out of sync")
                    .maybe(Responsible.DRIVER, "a reset of the device", "kernel log of this host (FLR, AER, reset)")
                    .maybe(Responsible.VMM, "a VM that was stopped and continued", "STOP and RESUME events of QMP"),
            row(Role.CAUSE, "save-buffer-no-memory", Side.SOURCE, Kind.MEMORY, Responsible.OPERATOR)
                    .is("no memory for the buffer of {device}'s state")
                    .todo("Free memory on the source or raise QEMU's memory limit.")
                    .from("hw/vfio/migration.c, vfio_save_setup")
                    .says("{device}: Failed to allocate migration data buffer"),
            row(Role.CAUSE, "invalid-device-state", Side.SOURCE, Kind.VMM_BUG, Responsible.VMM)
                    .is("{device} was in a state that QEMU cannot save from")
                    .todo("Report it to QEMU with the device's states of this migration.")
                    .from("hw/vfio/migration.c, vfio_save_setup")
                    .says("9.1", "{device}: Invalid device state {number}"),
            row(Role.CONSEQUENCE, "device-save-setup-failed", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream was broken when {device} was set up: {errno}")
                    .todo("Look at the destination's messages at this time.")
                    .from("hw/vfio/migration.c, vfio_save_setup")
                    .says("9.1", "{device}: save setup failed: {errno}"),
            row(Role.CAUSE, "device-save-failed", Side.SOURCE, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("state of {section} could not be saved: error {ret}")
                    .todo("Check the source's kernel log for the device, and the destination's messages.")
                    .from("migration/savevm.c, hw/vfio/migration.c, vfio_save_iterate")
                    .says("failed to save SaveStateEntry with id(name): {number}({section}/vfio): {ret}")
                    .says("failed to save SaveStateEntry with id(name): {number}(vfio): {ret}")
                    .maybe(Responsible.DRIVER, "a read of device state that failed", "the source's kernel log")
                    .maybe(Responsible.NETWORK, "a connection that broke", "the destination's messages"),
            row(Role.CAUSE, "final-precopy-query-failed", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} did not answer the last query before the switchover")
                    .todo("Check the source's kernel log for {device} at this time.")
                    .from("hw/vfio/migration.c")
                    .says("11.1", "{device}: Final precopy reinit check failed"),
            row(Role.CAUSE, "reinit-before-switchover-message", Side.SOURCE, Kind.DEVICE, Responsible.DRIVER)
                    .is("a device asked for new initial data during the switchover")
                    .todo("Migrate again; report it to the driver's maintainers if it repeats.")
                    .from("migration/migration.c")
                    .says("11.1", "Switchover ACK was requested by {number} device"),
            row(Role.CAUSE, "switchover-ack-surplus", Side.SOURCE, Kind.CONFIGURATION, Responsible.UNDECIDED)
                    .is("the destination acknowledged the switchover more often than asked")
                    .todo("Compare QEMU releases and machine types of both hosts.")
                    .from("migration/migration.c")
                    .says("11.1", "Switchover ack pending num underflowed")
                    .maybe(Responsible.OPERATOR, "different machine types or releases", "both command lines")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with equal releases"),
            row(Role.CAUSE, "device-config-not-saved", Side.SOURCE, Kind.DEVICE, Responsible.VMM)
                    .is("the config space of {device} could not be saved")
                    .todo("Look at the message before it; report it to QEMU.")
                    .from("hw/vfio/migration.c, vfio_save_device_config_state")
                    .says("9.1", "vfio: Failed to save device config space of {device} -")
                    .says("8.1", "9.0", "{device}: Failed to save device config space"),
            row(Role.CAUSE, "device-config-refused", Side.DESTINATION, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("the config space of {device} could not be loaded")
                    .todo("Compare PCI IDs, capabilities and BAR sizes of the device on both hosts.")
                    .from("hw/vfio/migration.c, vfio_load_device_config_state")
                    .says("{device}: Failed to load device config space")
                    .says("10.0", "{device}: vfio_load_device_config_state() failed: {ret}")
                    .maybe(Responsible.OPERATOR, "devices that are not alike", "lspci -vv of both hosts")
                    .maybe(Responsible.VMM, "a fault of QEMU", "the same with equal devices"),
            row(Role.CAUSE, "stream-record-unknown", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the state of {device} is damaged or of another release")
                    .todo("Compare QEMU releases; look for a proxy, file or tunnel that changes the stream.")
                    .from("hw/vfio/migration.c, vfio_load_state")
                    .says("{device}: Unknown tag {number}")
                    .says("{device}: SETUP STATE: EOS not found {number}")
                    .says("{device}: Failed loading device config space, end flag incorrect {number}")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.NETWORK, "a damaged stream", "bytes read at the source against bytes written"),
            row(Role.CAUSE, "switchover-ack-not-used", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("switchover-ack is on at the source only")
                    .todo("Set the capabilities switchover-ack and return-path at both sides.")
                    .from("hw/vfio/migration.c, vfio_load_state")
                    .says("8.1", "{device}: Received INIT_DATA_SENT but switchover ack is not used"),
            row(Role.CONSEQUENCE, "switchover-ack-not-sent", Side.DESTINATION, Kind.NETWORK, Responsible.UNDECIDED)
                    .is("the switchover acknowledgement could not be sent to the source")
                    .todo("Look at the source's messages: the return path was closed.")
                    .from("hw/vfio/migration.c, migration/savevm.c")
                    .says("8.1", "{device}: qemu_loadvm_approve_switchover failed, err={number} ({errno})")
                    .says("8.1", "Could not send switchover ack RP MSG")
                    .maybe(Responsible.VMM, "a source that ended", "the source's messages")
                    .maybe(Responsible.NETWORK, "a connection that broke", "both sides without another failure"),
            row(Role.CAUSE, "device-load-failed", Side.DESTINATION, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("state of {section} could not be loaded")
                    .todo("Check the destination's kernel log, and compare bytes read and written.")
                    .from("migration/savevm.c, hw/vfio/migration.c, vfio_load_state")
                    .says("8.0", "10.1", "error while loading state section id {number}({section}/vfio)")
                    .says("8.0", "10.1", "error while loading state section id {number}(vfio)")
                    .says("error while loading state for instance {number} of device '{section}/vfio'")
                    .maybe(Responsible.DRIVER, "a driver that refused the data", "the destination's kernel log")
                    .maybe(Responsible.OPERATOR, "devices that are not alike", "type, driver and firmware of both")
                    .maybe(
                            Responsible.NETWORK,
                            "a stream that ended or was damaged",
                            "the source's trace of what it sent"),
            row(Role.CAUSE, "vfio-user-server-gone", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("the vfio-user server stopped answering")
                    .todo("Look at the log of the vfio-user server at this time.")
                    .from("hw/vfio-user/proxy.c")
                    .says("10.1", "server closed socket")
                    .says("10.1", "timed out waiting for reply")
                    .says("10.1", "failed to read header: EOF")
                    .says("10.1", "VFIO_USER_DEVICE_GET_INFO failed")
                    .anyTime(),
            row(Role.CAUSE, "cpr-device-failed", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("a VFIO device could not be kept across CPR: {errno}")
                    .todo("Check this host's kernel log for vfio messages at this time.")
                    .from("hw/vfio/cpr.c, hw/vfio/cpr-legacy.c")
                    .says("10.1", "vfio_dma_unmap_vaddr_all: {errno}")
                    .says("10.2", "vfio_cpr_ram_discard_register_listener for {region} failed"),
            row(Role.CAUSE, "device-not-opened", Side.EITHER, Kind.DEVICE, Responsible.OPERATOR)
                    .is("QEMU could not open a VFIO device of this host")
                    .todo("Check that vfio-pci or a variant driver holds the device, and rights of /dev/vfio.")
                    .from("hw/vfio/container-legacy.c, hw/vfio/iommufd.c, hw/vfio/device.c")
                    .says("9.0", "error bind device fd={number} to iommufd={number2}: {errno}")
                    .says("9.0", "error attach {device} ({number}) to id={number2}: {errno}")
                    .says("error getting device from group {number}")
                    .says("group {number} is not viable")
                    .says("group {number} used in multiple address spaces")
                    .says("no such host device")
                    .says("no iommu_group found")
                    .says("device is already attached")
                    .says("8.0", "9.1", "failed to open /dev/vfio/{path}")
                    .says("Could not open '/dev/vfio/{path}'")
                    .says("Failed to set iommu for container")
                    .says("Cannot set discarding of RAM broken")
                    .anyTime(),
            row(Role.CAUSE, "device-fatal-error", Side.EITHER, Kind.DEVICE, Responsible.DRIVER)
                    .is("{device} reported an unrecoverable hardware error")
                    .todo("Check this host's kernel log for AER messages of {device}.")
                    .from("hw/vfio/pci.c, vfio_err_notifier_handler")
                    .says("({device}) Unrecoverable error detected")
                    .anyTime());

    private DeviceMessages() {}
}
