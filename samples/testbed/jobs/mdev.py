"""Mediated devices of the kernel's sample driver mtty."""
import itertools
import pathlib

TYPES = pathlib.Path('/sys/devices/virtual/mtty/mtty/mdev_supported_types')
DEVICES = pathlib.Path('/sys/bus/mdev/devices')
numbers = itertools.count(1)


class Mdev:
    """A device with so many serial ports; devices of different numbers of ports refuse each other's state."""

    def __init__(self, ports=1):
        self.uuid = f'{ports:08d}-0000-4000-8000-{next(numbers):012d}'
        (TYPES / f'mtty-{ports}' / 'create').write_text(self.uuid)

    @property
    def path(self):
        return DEVICES / self.uuid

    def remove(self):
        (self.path / 'remove').write_text('1')
