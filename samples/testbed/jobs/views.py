"""The views of one run: vfr's, strace's and that of the kernel's driver."""
import os
import pathlib
import subprocess
import time

TRACING = pathlib.Path('/sys/kernel/tracing')

# The calls by which a program reaches a VFIO file.
STRACE = ('strace -f --seccomp-bpf -ttt -T -y -x -s 32 -e trace=openat,close,close_range,dup,dup2,dup3,fcntl,ioctl,'
          'read,readv,pread64,preadv,preadv2,write,writev,pwrite64,pwritev,pwritev2,poll,ppoll,mmap,munmap').split()

# Probes on the driver's functions: "name" at the entry, "name_ret" at the return. The first argument of a function is in
# %di, the second in %si, the third in %dx. What set_ret answers where it is no number is the data_fd's file, by which
# the reads and writes that follow are told apart.
PROBES = '''
p:testbed/set mtty_set_state dev=%di:x64 new=%si:u32
r:testbed/set_ret mtty_set_state ret=$retval:s64
p:testbed/step mtty_step_state dev=%di:x64 new=%si:u32
r:testbed/step_ret mtty_step_state ret=$retval:s64
p:testbed/read mtty_save_read file=%di:x64 len=%dx:u64
r:testbed/read_ret mtty_save_read ret=$retval:s64
p:testbed/write mtty_resume_write file=%di:x64 len=%dx:u64
r:testbed/write_ret mtty_resume_write ret=$retval:s64
p:testbed/precopy mtty_precopy_ioctl file=%di:x64 cmd=%si:x32
r:testbed/precopy_ret mtty_precopy_ioctl ret=$retval:s64
p:testbed/logstart mtty_log_start dev=%di:x64
p:testbed/logstop mtty_log_stop dev=%di:x64
p:testbed/logread mtty_log_read_and_clear dev=%di:x64 iova=%si:x64 len=%dx:x64
p:testbed/close mtty_close dev=%di:x64
'''


class KernelView:
    """Takes the driver's view of what happens inside the with statement into FOLDER/kernel.ftrace."""

    probed = False

    def __init__(self, folder):
        self.target = folder / 'kernel.ftrace'

    def __enter__(self):
        write('tracing_on', '0')
        write('trace_clock', 'mono')
        write('options/record-tgid', '1')
        write('buffer_size_kb', '8192')
        if not KernelView.probed:
            for probe in PROBES.strip().splitlines():
                write('kprobe_events', probe, append=True)
            KernelView.probed = True
        write('trace', '')
        write('events/testbed/enable', '1')
        write('tracing_on', '1')
        self.mark('begin')

    def __exit__(self, *_):
        self.mark('end')
        write('tracing_on', '0')
        write('events/testbed/enable', '0')
        self.target.write_bytes((TRACING / 'trace').read_bytes())

    @staticmethod
    def mark(word):
        """Ties the trace's clock to real time; the two are read as close together as Python can."""
        before, real, after = time.clock_gettime_ns(time.CLOCK_MONOTONIC), time.time_ns(), time.clock_gettime_ns(
            time.CLOCK_MONOTONIC)
        write('trace_marker', f'testbed {word} realtime={seconds(real)} monotonic={seconds((before + after) // 2)}')


def seconds(ns):
    return f'{ns // 10**9}.{ns % 10**9:09d}'


def write(name, text, append=False):
    # One write(2) a probe: tracefs takes them as whole words.
    fd = os.open(TRACING / name, os.O_WRONLY | (os.O_APPEND if append else os.O_TRUNC))
    try:
        os.write(fd, text.encode() + b'\n')
    finally:
        os.close(fd)


def words_before(folder, name, how):
    """The words before a command line: plain, recorded, or seen by strace as well."""
    if how == 'plain':
        return []
    words = ['vfr', 'record', '-o', str(folder / f'{name}.vfr'), '--']
    if how == 'compared':
        words += [*STRACE, '-o', str(folder / f'{name}.strace'), '--']
    return words
