package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// The migration stream itself: its sections, their order and where it ended.
final class StreamMessages {

    static final List<Row> ROWS = List.of(
            row(Role.CAUSE, "virtio-queue-damaged", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("a virtio queue in the stream contradicts itself")
                    .todo("Compare QEMU releases; check whether the guest's memory arrived complete.")
                    .from("hw/virtio/virtio.c, virtio_load")
                    .says("VQ {number} size {size} < last_avail_idx")
                    .says("VQ {number} size {size} Guest index")
                    .says("VQ {number} address 0x0 inconsistent with Host index")
                    .maybe(
                            Responsible.VMM,
                            "memory and device state of different moments",
                            "the same with another release")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS"),
            row(Role.CAUSE, "load-handler-failed", Side.DESTINATION, Kind.DEVICE, Responsible.UNDECIDED)
                    .is("a device at the destination refused its state: error {ret}")
                    .todo("Look at the trace of the destination for the section; check its kernel log.")
                    .from("migration/savevm.c, vmstate_load")
                    .says("10.2", "Failed to load vmstate version_id: {number}, ret: {ret}")
                    .maybe(Responsible.DRIVER, "a driver that refused the data", "the destination's kernel log")
                    .maybe(Responsible.OPERATOR, "devices that are not alike", "type, driver and firmware of both")
                    .maybe(
                            Responsible.NETWORK,
                            "a stream that ended or was damaged",
                            "the source's trace of what it sent"),
            row(Role.CAUSE, "device-model-refused", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("state {model} could not be loaded")
                    .todo("Look at the message before it; compare QEMU releases and machine types.")
                    .from("migration/vmstate.c, vmstate_load_state")
                    .says("8.0", "10.1", "Failed to load {model}:{field}")
                    .says("10.2", "post load hook failed for: {model}, version_id: {number}")
                    .says("10.2", "pre load hook failed for: '{model}', version_id: {number}")
                    .says("8.0", "10.1", "{model} : failed to load {field} ({ret})")
                    .says("10.2", "Failed to load element of type {type} for {model}: {ret}")
                    .says("10.2", "Loading VM subsection '{subsection}' in '{model}' failed")
                    .says("Input validation failed: {model}")
                    .maybe(Responsible.OPERATOR, "different releases or machine types", "both command lines")
                    .maybe(Responsible.NETWORK, "a stream that ended early", "the source's messages"),
            row(Role.CAUSE, "ram-not-loaded", Side.DESTINATION, Kind.MEMORY, Responsible.UNDECIDED)
                    .is("the guest's memory could not be loaded")
                    .todo("Look at the message before it.")
                    .from("migration/savevm.c")
                    .says("error while loading state for instance {number} of device 'ram'")
                    .says("8.0", "10.1", "error while loading state section id {number}(ram)")
                    .maybe(Responsible.OPERATOR, "memory that differs", "-m and memory backends of both sides")
                    .maybe(Responsible.NETWORK, "a stream that ended early", "the source's messages"),
            row(Role.CAUSE, "device-model-not-loaded", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("state of {section} could not be loaded")
                    .todo("Look at the message before it; compare QEMU releases and machine types.")
                    .from("migration/savevm.c")
                    .says("error while loading state for instance {number} of device '{section}'")
                    .says("8.0", "10.1", "error while loading state section id {number}({section})")
                    .says("Load state of device {section} failed")
                    .says("8.0", "10.1", "Failed to load device state: {ret}")
                    .maybe(Responsible.OPERATOR, "different releases or machine types", "both command lines")
                    .maybe(Responsible.NETWORK, "a stream that ended early", "the source's messages"),
            row(Role.CAUSE, "device-model-not-saved", Side.SOURCE, Kind.VMM_BUG, Responsible.VMM)
                    .is("a device's state could not be prepared for saving")
                    .todo("Report it to QEMU with the name of the device in the message.")
                    .from("migration/vmstate.c, vmstate_save_state")
                    .says("pre-save failed: {model}")
                    .says("10.2", "pre-save for {model} failed")
                    .says("8.1", "post-save failed: {model}")
                    .says("Save of field {model} failed")
                    .says("Output state validation failed: {model}"),
            row(Role.CONSEQUENCE, "section-footer-wrong", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream ended or was damaged within a section")
                    .todo("Look at the first message of the source; compare what was sent with what arrived.")
                    .from("migration/savevm.c, check_section_footer")
                    .says("Read section footer failed: {ret}")
                    .says("Missing section footer for {section}")
                    .says("Mismatched section id in footer for {section}")
                    .says("10.2", "Section footer error, section_id: {number}")
                    .maybe(Responsible.VMM, "a source that ended", "the source's messages")
                    .maybe(
                            Responsible.NETWORK,
                            "a connection or file that was cut",
                            "both sides without another failure")
                    .maybe(
                            Responsible.DRIVER,
                            "a device that read too much or too little",
                            "bytes of the section on both sides"),
            row(Role.CONSEQUENCE, "stream-ended-early", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream ended early")
                    .todo("Look at the first message of the source, or check whether the file is complete.")
                    .from("migration/savevm.c, qemu_loadvm_section_start_full")
                    .says("Unable to read ID string for section {number}")
                    .says("Failed to read instance/version ID")
                    .says("Failed to read section ID")
                    .says("10.2", "Failed to load section ID: stream error")
                    .says("Expected vmdescription section, but got {number}")
                    .says("CMD_PACKAGED: Buffer receive fail")
                    .says("10.2", "loadvm failed: stream error")
                    .says("10.0", "Partial read of size {number}, expected {wanted}")
                    .says("Failed to peek at channel")
                    .maybe(Responsible.VMM, "a source that ended", "the source's messages")
                    .maybe(
                            Responsible.NETWORK,
                            "a connection or file that was cut",
                            "both sides without another failure"),
            row(Role.CONSEQUENCE, "not-a-migration-stream", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("what arrived is not a migration stream")
                    .todo("Check what is connected to the destination's port, command or file.")
                    .from("migration/savevm.c, migration/cpr.c")
                    .says("Not a migration stream")
                    .maybe(Responsible.VMM, "a source that failed before it sent anything", "the source's messages")
                    .maybe(Responsible.OPERATOR, "something else that feeds the stream", "the URI of migrate-incoming"),
            row(Role.CAUSE, "section-id-unknown", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream is damaged: unknown section")
                    .todo("Look for a proxy, file or tunnel that changes the stream; compare QEMU releases.")
                    .from("migration/savevm.c, qemu_loadvm_state_main")
                    .says("8.0", "10.1", "Unknown savevm section {number}")
                    .says("8.0", "10.1", "Unknown savevm section type {number}")
                    .says("10.2", "Unknown section {number}")
                    .says("10.2", "Unknown section type {number}")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS")
                    .maybe(
                            Responsible.DRIVER,
                            "a device that read too much or too little",
                            "bytes of the section on both sides"),
            row(Role.CAUSE, "stream-damaged", Side.DESTINATION, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the stream has a length or state that cannot be")
                    .todo("Look for a proxy, file or tunnel that changes the stream; compare QEMU releases.")
                    .from("migration/savevm.c")
                    .says("Unreasonably large packaged state: {number}")
                    .says("invalid payload length ({number})")
                    .says("failed to read block name")
                    .says("CMD_POSTCOPY_{command} invalid length ({number})")
                    .says("CMD_POSTCOPY_RAM_DISCARD {reason}")
                    .says("CMD_OPEN_RETURN_PATH called when RP already open")
                    .says("10.2", "Failed to load VM process command: stream error")
                    .says("Bitmap migration stream buffer allocation request is too large")
                    .says("Failed to read bitmap bits")
                    .says("Unable to read bitmap alias string")
                    .says("Unable to read node alias string")
                    .says("Unknown flags in migrated dirty bitmap header: {number}")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS"),
            row(Role.CAUSE, "return-path-damaged", Side.SOURCE, Kind.STREAM, Responsible.UNDECIDED)
                    .is("the destination's answer on the return path is not valid")
                    .todo("Compare QEMU releases of both hosts.")
                    .from("migration/migration.c, source_return_path_thread")
                    .says("Received invalid message {number} length {size}")
                    .says("Received '{message}' message ({number}) with{}incorrect length")
                    .says("Req_Page_id with length")
                    .says("illegal resume_ack value {number}")
                    .says("MSG_RP_RECV_BITMAP only used for recovery")
                    .says("read bitmap failed for ramblock '{block}'")
                    .says("end mark incorrect: {number}")
                    .says("Reload bitmap in incorrect state {status}")
                    .maybe(Responsible.OPERATOR, "different releases of QEMU", "qemu --version of both hosts")
                    .maybe(Responsible.NETWORK, "a damaged stream", "the same migration with TLS"));

    private StreamMessages() {}
}
