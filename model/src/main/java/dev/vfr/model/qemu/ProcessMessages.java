package dev.vfr.model.qemu;

import static dev.vfr.model.qemu.Row.row;

import dev.vfr.model.qemu.QemuMessage.Kind;
import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.List;

/// How a process ended: aborted, killed, or by a command.
final class ProcessMessages {

    static final List<Row> ROWS = List.of(
            row(Role.ENDED, "process-terminated", Side.EITHER, Kind.PROCESS, Responsible.OPERATOR)
                    .is("QEMU was terminated by signal {number}")
                    .todo("Ask who sent the signal: the message names the process.")
                    .from("system/runstate.c")
                    .says("terminating on signal {number} from pid {pid}")
                    .says("terminating on signal {number}")
                    .anyTime()
                    .failsNothing(),
            row(Role.ENDED, "assertion-failed", Side.EITHER, Kind.VMM_BUG, Responsible.VMM)
                    .is("QEMU aborted on an assertion")
                    .todo("Report it to QEMU with the message and a backtrace.")
                    .from("any")
                    .says("Assertion {condition} failed")
                    .says("assertion failed: ({condition}")
                    .says("code should not be reached")
                    .says("Unexpected error in {function}")
                    .anyTime(),
            row(Role.ENDED, "kvm-failed", Side.EITHER, Kind.VMM_BUG, Responsible.UNDECIDED)
                    .is("KVM could not run the guest")
                    .todo("Check this host's kernel log; compare CPU models of both hosts.")
                    .from("accel/kvm/kvm-all.c")
                    .says("error: kvm run failed {errno}")
                    .says("KVM internal error. Suberror: {number}")
                    .anyTime()
                    .maybe(Responsible.OPERATOR, "CPU models that differ", "CPU flags of both hosts")
                    .maybe(Responsible.VMM, "a fault of QEMU or KVM", "the host's kernel log"),
            row(Role.ENDED, "process-crashed", Side.EITHER, Kind.VMM_BUG, Responsible.VMM)
                    .is("QEMU crashed")
                    .todo("Report it to QEMU with a backtrace of the core dump (coredumpctl gdb).")
                    .from("shell, systemd and kernel log")
                    .says("Segmentation fault")
                    .says("segfault at {number}")
                    .says("Bus error")
                    .says("core dumped")
                    .says("dumped core")
                    .anyTime(),
            row(Role.ENDED, "process-out-of-memory", Side.EITHER, Kind.MEMORY, Responsible.OPERATOR)
                    .is("the kernel killed a process for lack of memory")
                    .todo("Free memory on this host or raise the VM's memory limit.")
                    .from("kernel log")
                    .says("Out of memory: Killed process {number} ({program})")
                    .says("Memory cgroup out of memory: Killed process {number} ({program})")
                    .says("oom-kill:")
                    .anyTime(),
            row(Role.ENDED, "hardware-error", Side.EITHER, Kind.VMM_BUG, Responsible.UNDECIDED)
                    .is("QEMU aborted: {reason}")
                    .todo("Look at the message before it.")
                    .from("system/cpus.c, hw_error")
                    .says("qemu: hardware error: {reason}")
                    .anyTime()
                    .maybe(Responsible.DRIVER, "the device", "the host's kernel log")
                    .maybe(Responsible.VMM, "a fault of QEMU", "a backtrace of the core dump"));

    private ProcessMessages() {}
}
