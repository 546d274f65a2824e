package dev.vfr.model.analysis.rule.kernel;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.TraceScript;
import java.util.List;

/// What the rules on the kernel's log find, and what looks alike.
public final class KernelCases {

    private static final String HISI = "hisi-acc-vfio-pci 0000:31:00.1: ";

    private KernelCases() {}

    public static List<RuleCase> cases() {
        return List.of(
                said("kernel-state-incompatible", "another type of VF", HISI + "failed to match VF devices"),
                said("kernel-state-incompatible", "another number of queues", HISI + "failed to match VF qp num"),
                quiet("kernel-state-incompatible", "an answer that failed", HISI + "failed to get vft qp nums"),
                said("kernel-device-not-ready", "a PF that is down", HISI + "QM device is not ready to write"),
                quiet("kernel-device-not-ready", "a device that comes up", HISI + "enabling device (0000 -> 0002)"),
                said(
                        "kernel-vgpu-migration-disabled",
                        "a vGPU that does not migrate",
                        "[nvidia-vgpu-vfio] 5d8c2ef0-b9a5-4b1e-9d0c-0c3f6a1f2f11: vGPU migration disabled"),
                quiet(
                        "kernel-vgpu-migration-disabled",
                        "a vGPU that migrates",
                        "[nvidia-vgpu-vfio] 5d8c2ef0-b9a5-4b1e-9d0c-0c3f6a1f2f11: vGPU migration enabled"),
                said(
                        "kernel-vgpu-start-failed",
                        "a timeout",
                        "[nvidia-vgpu-vfio] 5d8c2ef0-b9a5-4b1e-9d0c-0c3f6a1f2f11: start failed. status: 0x0 Timeout"
                                + " Occured"),
                quiet(
                        "kernel-vgpu-start-failed",
                        "another failure of the host software",
                        "[nvidia-vgpu-vfio] 5d8c2ef0-b9a5-4b1e-9d0c-0c3f6a1f2f11: failed to read config"),
                said(
                        "kernel-arc-failed",
                        "an arc with its errno",
                        "xe-vfio-pci 0000:4d:00.1: Failed to transition state: stop->stopcopy err=-5"),
                quiet("kernel-arc-failed", "an arc that is begun", "xe-vfio-pci 0000:4d:00.1: state: stop->stopcopy"),
                said(
                        "kernel-save-status-failed",
                        "no size of the state",
                        "pds-vfio-pci 0000:05:00.1: failed to get save status: -EIO"),
                quiet("kernel-save-status-failed", "the size", "pds-vfio-pci 0000:05:00.1: save status, size = 4096"),
                said("kernel-reset-failed", "a driver's FLR", "xe-vfio-pci 0000:4d:00.1: Failed to wait for FLR: -110"),
                said(
                        "kernel-reset-failed",
                        "a device that does not come back",
                        "vfio-pci 0000:4d:00.1: not ready 65535ms after FLR; giving up"),
                quiet(
                        "kernel-reset-failed",
                        "a device that is slow",
                        "vfio-pci 0000:4d:00.1: not ready 1023ms after FLR; waiting"),
                said(
                        "kernel-iommu-fault",
                        "Intel",
                        "DMAR: [DMA Write NO_PASID] Request device [4d:00.1] fault addr 0xfe0000000 [fault reason"
                                + " 0x05] PTE Write access is not set"),
                said(
                        "kernel-iommu-fault",
                        "AMD",
                        "vfio-pci 0000:4d:00.1: AMD-Vi: Event logged [IO_PAGE_FAULT domain=0x0012 address=0xfe000000"
                                + " flags=0x0020]"),
                quiet("kernel-iommu-fault", "the IOMMU at boot", "DMAR: error code 0 in the table is ignored"),
                said(
                        "kernel-pcie-error",
                        "a port's report",
                        "vfio-pci 0000:4d:00.1: PCIe Bus Error: severity=Uncorrectable (Fatal), type=Transaction Layer"),
                quiet("kernel-pcie-error", "AER is set up", "pcieport 0000:4d:00.0: AER: enabled with IRQ 26"),
                said("kernel-killed-vmm", "QEMU", "Out of memory: Killed process 4242 (qemu-system-x86) total-vm:9kB"),
                quiet("kernel-killed-vmm", "another program", "Out of memory: Killed process 4242 (java) total-vm:9kB"),
                said("kernel-vmm-crashed", "QEMU", "qemu-system-x86[4242]: segfault at 18 ip 000055d0 error 4 in qemu"),
                quiet("kernel-vmm-crashed", "another program", "java[4242]: segfault at 18 ip 000055d0 error 4"),
                said("kernel-vmm-hung", "a vCPU", "INFO: task CPU 0/KVM:4250 blocked for more than 120 seconds."),
                quiet("kernel-vmm-hung", "a disk", "INFO: task jbd2/vda-8:350 blocked for more than 120 seconds."),
                said("kernel-messages", "any message", HISI + "enabling device (0000 -> 0002)"),
                innocent("kernel-messages", "no message", log().closed()));
    }

    private static RuleCase said(String rule, String told, String text) {
        return guilty(rule, told, log().kernelSaid(text).closed());
    }

    private static RuleCase quiet(String rule, String told, String text) {
        return innocent(rule, told, log().kernelSaid(text).closed());
    }

    private static TraceScript log() {
        return TraceScript.of("host", "0000:31:00.1", CaptureSource.KERNEL_LOG);
    }
}
