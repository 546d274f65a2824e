"""The jobs migrate:…: a source and a destination QEMU, and a migration between them through a Unix socket.

Each scenario runs three times: without vfr, recorded, and recorded with strace in between. The ends have to be the same.
"""
import shutil
import signal
import subprocess
import time

from mdev import Mdev
from qmp import Qmp
from views import KernelView, words_before

STREAM = '/tmp/migration.sock'
BOOT = '/tmp/boot.img'
ENDED = ('completed', 'failed', 'cancelled')

# Scenario: ports of the source's devices, of the destination's, the source's last status, the states of both VMs.
SCENARIOS = {
    'completed': ((1,), (1,), 'completed', 'postmigrate', 'running'),
    'cancelled': ((1,), (1,), 'cancelled', 'running', None),
    'refused': ((1,), (2,), 'failed', 'running', None),
    'two-devices': ((1, 2), (1, 2), 'completed', 'postmigrate', 'running'),
}


class Vm:
    """A QEMU with a small guest. The stock kernel has no IOMMUFD, without which mtty cannot report dirty pages."""

    def __init__(self, name, folder, devices, how, incoming=False):
        control = f'/tmp/{name}.qmp'
        command = ['qemu-system-x86_64', '-name', f'{name},debug-threads=on', '-accel', 'tcg', '-m', '64',
                   '-nodefaults', '-no-user-config', '-display', 'none', '-msg', 'timestamp=on',
                   '-drive', f'file={BOOT},format=raw,if=ide,snapshot=on', '-qmp', f'unix:{control},server=on,wait=off']
        for number, device in enumerate(devices):
            command += ['-device', f'vfio-pci,id=mtty{number},sysfsdev={device.path},enable-migration=on,'
                                   'migration-events=on,x-device-dirty-page-tracking=off']
        if incoming:
            command += ['-incoming', 'defer']
        words = [*words_before(folder, name, how), *command]
        try:
            self.start(folder, name, words, control)
        except RuntimeError as failure:
            # On an emulated machine a program dies at its start once in a long while. It is told, and tried again once.
            print(f'{how}: {name}: {failure}; it said:')
            print((folder / f'{name}.stderr').read_text()[-4000:], flush=True)
            if self.process.poll() is None:
                raise
            shutil.rmtree(folder / f'{name}.vfr', ignore_errors=True)
            self.start(folder, name, words, control)

    def start(self, folder, name, words, control):
        self.messages = open(folder / f'{name}.stderr', 'a')
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=self.messages, stderr=self.messages)
        self.qmp = Qmp(control, folder / f'{name}.qmp.jsonl', self.process)

    def status(self):
        return self.qmp.ask('query-migrate') or {}

    def wait_for(self, statuses, seconds=120):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = self.status()
            if answer.get('status') in statuses or self.process.poll() is not None:
                return answer
            time.sleep(0.05)
        raise RuntimeError(f'still {answer.get("status")} after {seconds} s')

    def run_state(self):
        answer = self.qmp.ask('query-status')
        return answer['status'] if answer else None

    def quit(self):
        """Ends the process; how long it took from the order to the end of all, the recorder included."""
        before = time.monotonic()
        if self.process.poll() is None:
            self.qmp.ask('quit')
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            # A recorder prints then what its threads are doing.
            self.process.send_signal(signal.SIGQUIT)
            time.sleep(10)
            self.process.kill()
            raise
        return time.monotonic() - before


def make_boot_disk():
    """A disk of 1 MiB whose first sector is boot.S."""
    subprocess.run(['as', '--32', '-o', '/tmp/boot.o', 'migrate/boot.S'], check=True)
    subprocess.run(['ld', '-m', 'elf_i386', '-Ttext', '0x7c00', '-e', 'start', '--oformat', 'binary', '-o', BOOT,
                    '/tmp/boot.o'], check=True)
    subprocess.run(['truncate', '-s', '1M', BOOT], check=True)


def run(folder, scenario):
    make_boot_disk()
    ports, other_ports, status, source_state, destination_state = SCENARIOS[scenario]
    expected = (status, source_state, destination_state)
    for how in ('plain', 'recorded', 'compared'):
        target = folder / how
        target.mkdir()
        devices, others = [Mdev(n) for n in ports], [Mdev(n) for n in other_ports]
        with KernelView(target):
            found, words = migrate(target, scenario, how, devices, others)
        for device in devices + others:
            device.remove()
        print(f'{how}: {words}', flush=True)
        if found != expected:
            raise RuntimeError(f'{scenario} {how}: expected {expected}, found {found}')


def migrate(folder, scenario, how, devices, others):
    source = Vm('source', folder, devices, how)
    destination = Vm('destination', folder, others, how, incoming=True)
    # The boot sector has to have begun, or there is nothing to send twice.
    time.sleep(1)
    destination.qmp.ask('migrate-incoming', uri=f'unix:{STREAM}')
    if scenario == 'cancelled':
        source.qmp.ask('migrate-set-parameters', **{'max-bandwidth': 65536, 'downtime-limit': 1})
    source.qmp.ask('migrate', uri=f'unix:{STREAM}')
    if scenario == 'cancelled':
        source.wait_for(('active',))
        time.sleep(1)
        source.qmp.ask('migrate_cancel')
    answer = source.wait_for(ENDED)
    if answer['status'] == 'completed':
        destination.wait_for(ENDED)
    states = source.run_state(), destination_end(destination)
    took = [vm.quit() for vm in (source, destination)]
    words = (f'{answer["status"]}, total {answer.get("total-time", "-")} ms, downtime {answer.get("downtime", "-")} ms, '
             f'source {states[0]}, destination {states[1]}, gone after {took[0]:.1f} and {took[1]:.1f} s')
    return (answer['status'], *states), words


def destination_end(vm):
    """The destination's run state; None where it has given up and ended, as QEMU does after a load that failed."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        state = vm.run_state()
        if state is None or state == 'running':
            return state
        time.sleep(0.05)
    return state
