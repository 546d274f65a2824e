package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// Two sides, or two hosts, that are not set up alike.
final class ConfigurationMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "machine-type-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("machine type {theirs} was sent, {ours} runs here")
                    .todo("Start the destination with the source's machine type.")
                    .from("migration/savevm.c, configuration_post_load")
                    .says("Machine type received is '{theirs}' and local is '{ours}'"),
            row(Role.CAUSE, "page-size-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the target page size differs between the sides")
                    .todo("Use the same machine type and CPU model at both sides.")
                    .from("migration/savevm.c")
                    .says("Received TARGET_PAGE_BITS is {theirs} but local is {ours}")
                    .says("Postcopy needs matching target page sizes")
                    .says("Postcopy needs matching RAM page sizes"),
            row(Role.CAUSE, "vm-uuid-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the VM's UUID differs between the sides")
                    .todo("Start the destination with the source's -uuid.")
                    .from("migration/savevm.c, validate-uuid")
                    .says("UUID received is {theirs} and local is {ours}"),
            row(Role.CAUSE, "capability-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("capability {capability} is {ours} here and {theirs} at the source")
                    .todo("Set the capability {capability} alike at both sides.")
                    .from("migration/savevm.c, configuration_validate_capabilities")
                    .says("Capability {capability} is {ours}, but received capability is {theirs}"),
            row(Role.CAUSE, "postcopy-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("postcopy-ram or COLO is on at one side only")
                    .todo("Set the capabilities postcopy-ram and x-colo alike at both sides.")
                    .from("migration/savevm.c, migration/migration.c")
                    .says("ENABLE_COLO command come in migration stream")
                    .says("RAM postcopy is enabled but have 0 byte advise")
                    .says("RAM postcopy is disabled but have 16 byte advise"),
            row(Role.CAUSE, "capability-unknown", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the source uses capability {capability}, unknown here")
                    .todo("Switch the capability off at the source, or use the source's QEMU release here.")
                    .from("migration/savevm.c")
                    .says("Received unknown capability {capability}"),
            row(Role.CAUSE, "configuration-missing", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the stream has no configuration section")
                    .todo("Use the same machine type and send-configuration setting at both sides.")
                    .from("migration/savevm.c, qemu_loadvm_state_header")
                    .says("Configuration section missing"),
            row(
                            Role.CAUSE,
                            "section-unknown-at-destination",
                            Side.DESTINATION,
                            Kind.CONFIGURATION,
                            Responsible.OPERATOR)
                    .is("the destination has no device {section}")
                    .todo("Start the destination with the same devices at the same addresses.")
                    .from("migration/savevm.c, qemu_loadvm_section_start_full")
                    .says("8.0", "10.1", "Unknown savevm section or instance '{section}'")
                    .says("10.2", "Unknown section or instance '{section}'"),
            row(Role.CAUSE, "section-version-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("device state is of a version that this QEMU cannot load")
                    .todo("Use the same machine type and compatible QEMU releases on both hosts.")
                    .from("migration/savevm.c, migration/vmstate.c")
                    .says("unsupported version {theirs} for '{section}' v{ours}")
                    .says("{section}: incoming version_id {theirs} is too new for local version_id {ours}")
                    .says("{section}: incoming version_id {theirs} is too old for local minimum version_id")
                    .says("VM subsection '{subsection}' in '{model}' does not exist"),
            row(Role.CAUSE, "virtio-features-differ", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("virtio features of the source are not offered here")
                    .todo("Compare QEMU releases, machine types, and kernels (vhost, tap) of both hosts.")
                    .from("hw/virtio/virtio.c, virtio_load")
                    .says("Features {theirs} unsupported. Allowed features: {ours}")
                    .says("virtio-net: saved image requires {feature}"),
            row(Role.CAUSE, "pci-config-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("PCI config space of a device differs between the sides")
                    .todo("Compare the device's type, properties and QEMU release of both sides.")
                    .from("hw/pci/pci.c, get_pci_config_device")
                    .says("Bad config data: i={number} read: {theirs} device: {ours}"),
            row(Role.CAUSE, "cpu-differs", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the host's CPU or kernel lacks what the VM's CPU needs")
                    .todo("Choose a CPU model that both hosts support.")
                    .from("target/i386/kvm/kvm.c, target/i386/cpu.c")
                    .says("error: failed to set MSR {msr} to {value}")
                    .says("error: failed to get MSR {msr}")
                    .says("10.1", "Failed to set MSRs")
                    .says("kvm_buf_set_msrs: Assertion")
                    .says("Host doesn't support requested feature")
                    .says("CPU features{}not available")
                    .anyTime(),
            row(Role.WARNING, "cpu-feature-missing", Side.EITHER, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the host lacks a CPU feature that the VM asks for")
                    .todo("Compare CPU models and flags of both hosts.")
                    .from("target/i386/cpu.c")
                    .says("host doesn't support requested feature: {feature}")
                    .says("host does not support requested feature")
                    .says("TSC frequency mismatch between VM {what}")
                    .anyTime(),
            row(Role.CAUSE, "stream-version-differs", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the stream is of a QEMU that this one cannot read")
                    .todo("Use compatible QEMU releases on both hosts.")
                    .from("migration/savevm.c, migration/cpr.c, migration/ram.c")
                    .says("Unsupported migration stream version")
                    .says("SaveVM v2 format is obsolete")
                    .says("9.0", "Migration mapped-ram capability version not supported"),
            row(Role.CAUSE, "stream-command-unknown", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the source sent a command that this QEMU does not know")
                    .todo("Compare QEMU releases and migration capabilities of both sides.")
                    .from("migration/savevm.c, loadvm_process_command")
                    .says("MIG_CMD {number} unknown")
                    .says("received with bad length - expecting {number}")
                    .says("CMD_PING ({}) received with no return path")
                    .says("CMD_POSTCOPY_{command} in wrong postcopy state"),
            row(Role.CAUSE, "cpr-exec-failed", Side.SOURCE, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("CPR could not start the new QEMU {program}: {errno}")
                    .todo("Check the path and permissions of cpr-exec-command.")
                    .from("migration/cpr-exec.c")
                    .says("10.2", "execvp {program} failed: {errno}")
                    .says("10.2", "Setting env {program} = {value} failed"),
            row(Role.CAUSE, "cpr-fd-missing", Side.DESTINATION, Kind.CONFIGURATION, Responsible.OPERATOR)
                    .is("the new QEMU misses a file descriptor of the old one")
                    .todo("Start the new QEMU with the same devices and memory backends.")
                    .from("migration/cpr.c")
                    .says("10.0", "cannot find saved value for fd {fd}")
                    .says("10.0", "Could not parse {}object fd {fd}"),
            row(Role.CAUSE, "cpr-fd-doubled", Side.SOURCE, Kind.VMM_BUG, Responsible.VMM)
                    .is("QEMU saved one file descriptor twice for CPR")
                    .todo("Report it to QEMU with the command line.")
                    .from("migration/cpr.c")
                    .says("10.0", "internal error: cpr fd '{fd}'"));

    private ConfigurationMessages() {}
}
