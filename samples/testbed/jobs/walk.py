"""The job walk: walk.c on a device of its own, without vfr and with it."""
import subprocess

from mdev import Mdev
from views import KernelView, words_before


def run(folder):
    subprocess.run(['gcc', '-std=c11', '-O1', '-Wall', '-Wextra', '-Werror', '-o', '/tmp/walk', 'walk/walk.c'],
                   check=True)
    for how in ('plain', 'compared'):
        target = folder / how
        target.mkdir()
        source, destination = Mdev(1), Mdev(1)
        command = [*words_before(target, 'walk', how), '/tmp/walk', source.uuid, destination.uuid]
        with KernelView(target), open(target / 'walk.txt', 'w') as output, open(target / 'walk.stderr', 'w') as errors:
            status = subprocess.run(command, stdout=output, stderr=errors).returncode
        for device in (source, destination):
            device.remove()
        print(f'{how}: status {status}, {answers(target)[-1]}', flush=True)
        if status:
            raise RuntimeError(f'walk ended with {status}')
    if answers(folder / 'plain') != answers(folder / 'compared'):
        raise RuntimeError('the device answered otherwise under vfr than without it')


def answers(folder):
    return (folder / 'walk.txt').read_text().splitlines()
