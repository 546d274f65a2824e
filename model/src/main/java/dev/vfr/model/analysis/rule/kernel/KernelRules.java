package dev.vfr.model.analysis.rule.kernel;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.FirstOfDevice;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Responsible;
import dev.vfr.model.report.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules on what the kernel's log says, in the order of their findings.
public final class KernelRules {

    private static final String ANOTHER = "The same message on a device of no process of the traces.";

    private static final List<KernelRule> ROWS = List.of(
            cause(
                    "kernel-state-incompatible",
                    "failed to match (?:VF devices|ACC_DEV_MAGIC|VF qp num|isolation state)",
                    "driver found the state of another device",
                    "The driver compares what it loads with its own device, and rejects a state of another type, number"
                            + " of queues or isolation.",
                    "Use a destination VF of the same type, with as many queue pairs and the same isolation.",
                    Responsible.OPERATOR,
                    "drivers/vfio/pci/hisilicon/hisi_acc_vfio_pci.c"),
            cause(
                    "kernel-device-not-ready",
                    "QM device is not ready to write|failed to check QM RAS state",
                    "driver found its device not ready",
                    "The physical function behind the VF is in an error or not running, so that no state can be"
                            + " written.",
                    "Check the physical function's messages before this one, and reset it.",
                    Responsible.OPERATOR,
                    "drivers/vfio/pci/hisilicon/hisi_acc_vfio_pci.c"),
            cause(
                    "kernel-vgpu-migration-disabled",
                    "vGPU migration (?:is )?disabled",
                    "host software disabled migration of the vGPU",
                    "NVIDIA's host software offers no migration for this vGPU.",
                    "Enable migration for this vGPU in NVIDIA's host software, or use a profile that can migrate.",
                    Responsible.OPERATOR,
                    "nvidia-vgpu-vfio, nvidia-vgpu-mgr"),
            cause(
                    "kernel-vgpu-start-failed",
                    "\\bstart failed\\. status: ",
                    "host software could not start the vGPU",
                    "NVIDIA's host software did not start the vGPU.",
                    "Check the journal of nvidia-vgpu-mgr (journalctl | grep vmiop) before this message.",
                    Responsible.OPERATOR,
                    "nvidia-vgpu-vfio"),
            cause(
                    "kernel-arc-failed",
                    "Failed to transition state: \\w+->\\w+ err=",
                    "driver failed an arc",
                    "The driver prints the single arc that failed, with its errno.",
                    "Check the driver's messages on the same device before this one.",
                    Responsible.DRIVER,
                    "drivers/vfio/pci/xe/main.c"),
            cause(
                    "kernel-save-status-failed",
                    "failed to get save status|invalid state size",
                    "device did not answer for its state",
                    "The driver asked the device for its state, and the device failed.",
                    "Check the messages of the physical function at this time.",
                    Responsible.DRIVER,
                    "drivers/vfio/pci/pds/cmds.c"),
            aside(
                    "kernel-reset-failed",
                    "Failed to (?:prepare|wait for) FLR|not ready \\d+ms after \\w+; giving up"
                            + "|timed out waiting for pending transaction",
                    "A function level reset did not end as it should, so the device may not answer.",
                    "Reset the physical function or the slot before using the device again.",
                    Responsible.DRIVER,
                    "drivers/pci/pci.c, pcie_flr; drivers/vfio/pci/xe/main.c"),
            aside(
                    "kernel-iommu-fault",
                    "DMAR: .*[Ff]ault|IO_PAGE_FAULT|arm-smmu.*(?:fault|F_TRANSLATION|F_PERMISSION|event 0x10)",
                    "The device accessed an address that is not mapped for it, or not for writing.",
                    "Compare the address with the guest's memory; a device that runs before its guest, or after, does"
                            + " this.",
                    Responsible.UNDECIDED,
                    "drivers/iommu"),
            aside(
                    "kernel-pcie-error",
                    "PCIe Bus Error|\\bAER: .*(?:[Ee]rror|failed)",
                    "The link to the device reported an error.",
                    "Check the card, its slot and the errors of the port above it.",
                    Responsible.OPERATOR,
                    "drivers/pci/pcie/aer.c"),
            aside(
                    "kernel-killed-vmm",
                    "(?:qemu|kvm)\\S* invoked oom-killer|Killed process \\d+ \\((?:qemu|kvm)|oom-kill:.*task=(?:qemu|kvm)",
                    "The kernel had no memory left and killed a VMM; compare the process id with the VMM's.",
                    "Free memory on this host or raise the memory limit of the VM.",
                    Responsible.OPERATOR,
                    "mm/oom_kill.c"),
            aside(
                    "kernel-vmm-crashed",
                    "(?:qemu|kvm)[\\w.-]*\\[\\d+\\]:? (?:segfault|general protection|trap)",
                    "A VMM crashed; compare the process id with the VMM's.",
                    "Report it to QEMU with a backtrace of the core dump (coredumpctl gdb).",
                    Responsible.VMM,
                    "arch/x86/mm/fault.c, show_signal_msg"),
            aside(
                    "kernel-vmm-hung",
                    "task (?:qemu|kvm|CPU \\d+/KVM|vhost)\\S*:\\d+ blocked for more than",
                    "A thread of a VMM waits in the kernel without end, often in a call into a driver.",
                    "Look at the call trace below the message: it names the function that waits.",
                    Responsible.UNDECIDED,
                    "kernel/hung_task.c"));

    public static final List<Rule> ALL =
            Stream.<Rule>concat(ROWS.stream(), Stream.of(new Messages())).toList();

    private KernelRules() {}

    /// What gathers the evidence of these rules in one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new KernelWatcher(facts));
    }

    private static KernelRule cause(
            String name, String words, String title, String means, String todo, Responsible who, String source) {
        return new KernelRule(
                new Advice(name, means, todo, source, "", ANOTHER).by(who).titled(title), Pattern.compile(words));
    }

    private static KernelRule aside(
            String name, String words, String means, String todo, Responsible who, String source) {
        return new KernelRule(
                new Advice(name, means, todo, source, "", ANOTHER).by(who).as(Bearing.LAST), Pattern.compile(words));
    }

    /// Shows that the kernel's log has messages on a device.
    private static final class Messages implements Rule {

        private static final Advice ADVICE = new Advice(
                        "kernel-messages",
                        "The log of the kernel has messages on this device; 'vfr events' lists them.",
                        "",
                        "the kernel's own words",
                        "",
                        "Messages on no device, and messages that a rule of its own reports.")
                .as(Bearing.ASIDE);

        @Override
        public Advice advice() {
            return ADVICE;
        }

        @Override
        public List<Finding> findings(CaseFile file) {
            List<Finding> findings = new ArrayList<>();
            file.traces().forEach(trace -> {
                for (FirstOfDevice<KernelHeard> found : FirstOfDevice.of(
                        trace.facts().of(KernelHeard.class),
                        heard -> ROWS.stream().noneMatch(row -> row.isOf(heard.event())),
                        heard -> heard.event().header())) {
                    findings.add(ADVICE.on(
                            trace,
                            found.fact().event().header().device(),
                            found.fact().event().header().seq(),
                            Finding.Severity.INFO,
                            FirstOfDevice.counted(
                                    Sentence.of("the kernel said: {message}")
                                            .text(
                                                    "message",
                                                    found.fact().event().text()),
                                    found.more())));
                }
            });
            return findings;
        }
    }
}
