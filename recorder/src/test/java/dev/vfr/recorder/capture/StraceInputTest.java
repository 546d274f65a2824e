package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.vfio.FdKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The text of strace, of real runs and line by line.
final class StraceInputTest {

    private static final Path REAL = Captures.FOLDER.resolve("a-precopy-ok-strace");

    private static final String OPENED = """
            97    1795169309.179667 openat(AT_FDCWD</job>, "/dev/vfio/0", O_RDWR|O_CLOEXEC) = 8</dev/vfio/0> <0.000276>
            97    1795169309.186678 ioctl(8</dev/vfio/0>, VFIO_GROUP_GET_DEVICE_FD, 0x55c6b2c6c920) = 14 <0.000449>
            """;

    @TempDir
    private Path folder;

    @Test
    void aRealSourceReadsWhatTheKernelGave() throws Exception {
        List<MigrationEvent> events = Captures.events(REAL.resolve("src.strace.gz"));
        assertEquals(
                Map.of(
                        "ClockAnchored", 1L,
                        "DataFdClosed", 1L,
                        "DataRead", 5L,
                        "DeviceNamed", 1L,
                        "DeviceOpened", 1L,
                        "IoctlCalled", 83L,
                        "ProcessNamed", 1L,
                        "TraceClosed", 1L,
                        "TraceOpened", 1L),
                counts(events));
        assertEquals(List.of(24L, 0L, 0L, 36L, 0L), reads(events));
        assertEquals(1795169308_709468000L, only(events, ClockAnchored.class).realtimeNs());
        // Of the data_fd, by the kind of its fd: VFIO_EEH_PE_OP has the same number.
        assertEquals(
                2,
                events.stream()
                        .filter(e -> e instanceof IoctlCalled call && call.fdKind() == FdKind.DATA)
                        .count());
    }

    @Test
    void aRealDestinationWritesTheSame() throws Exception {
        List<MigrationEvent> events = Captures.events(REAL.resolve("dst.strace.gz"));
        List<DataWritten> writes = all(events, DataWritten.class);
        assertEquals(
                List.of(24L, 36L),
                writes.stream().map(w -> w.bytes().orElseThrow()).toList());
        assertEquals(
                List.of(0L, 24L),
                writes.stream().map(w -> w.streamOffset().orElseThrow()).toList());
    }

    /// The kernel's driver, seen by probes in the same run, gave each read what strace says it got.
    @Test
    void aRealCancelledSourceReadsWhatTheDriverGave() throws Exception {
        Path cancelled = Captures.FOLDER.resolve("c-cancel-strace");
        List<MigrationEvent> events = Captures.events(cancelled.resolve("src.strace.gz"));
        assertEquals(reads(Captures.events(cancelled.resolve("kernel-mtty.ftrace.gz"))), reads(events));
        assertEquals(1, all(events, DataFdClosed.class).size());
    }

    @Test
    void aCallThatWasCutInTwoIsOne() throws Exception {
        DataRead read = only(imported(OPENED + """
                        115   1795169320.290572 read(17<anon_inode:mtty_mig>,  <unfinished ...>
                        97    1795169320.290600 read(3</etc/passwd>, "x) = 7", 60) = 6 <0.000001>
                        115   1795169320.291004 <... read resumed>"\\x4e\\x2c) = 3", 60) = 24 <0.000432>
                        """), DataRead.class);
        assertEquals(OptionalLong.of(60), read.askedBytes());
        assertEquals(OptionalLong.of(24), read.bytes());
        assertEquals(432_000, read.header().durationNs());
        assertEquals(11_110_905_000L, read.header().timeNs());
        assertEquals(115, read.header().thread());
        assertEquals(0, read.header().device());
    }

    @Test
    void whatFailedKeepsItsErrno() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                [pid   115] 1795169320.1 ioctl(14<anon_inode:[vfio-device]>, VFIO_DEVICE_RESET) = -1 EINVAL (Invalid argument) <0.1>
                [pid   115] 1795169320.2 read(17<anon_inode:mlx5vf_mig>, 0x7ffc, 1) = -1 ENOMSG (No message of desired type) <0.1>
                [pid   115] 1795169320.3 pread64(17<anon_inode:mlx5vf_mig>, 0x7ffc, 1, 0) = -1 ESPIPE (Illegal seek) <0.1>
                [pid   115] 1795169320.4 read(17<anon_inode:mlx5vf_mig>,  <unfinished ...>
                [pid   115] 1795169320.5 +++ killed by SIGKILL +++
                """);
        assertEquals(22, only(events, DeviceReset.class).result().code());
        List<DataRead> reads = all(events, DataRead.class);
        assertEquals(
                List.of(42, 29, CallResult.UNKNOWN_CODE),
                reads.stream().map(r -> r.result().code()).toList());
        assertFalse(reads.get(2).header().hasDuration());
        assertEquals(OptionalLong.empty(), reads.get(0).bytes());
    }

    @Test
    void everyCallThatMovesDataIsSeen() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                1 1795169320.1 readv(17<anon_inode:x_mig>, [{iov_base="\\x00", iov_len=5}, {iov_base="", iov_len=5}], 2) = 6 <0.1>
                1 1795169320.2 splice(17<anon_inode:x_mig>, NULL, 5<pipe:[1]>, NULL, 65536, 0) = 10 <0.1>
                1 1795169320.3 sendfile(5<socket:[1]>, 17<anon_inode:x_mig>, NULL, 100) = 4 <0.1>
                1 1795169320.4 splice(5<pipe:[1]>, NULL, 18<anon_inode:x_mig>, NULL, 65536, 0) = 10 <0.1>
                1 1795169320.5 writev(18<anon_inode:x_mig>, [{iov_base="a", iov_len=24}, {iov_base="b", iov_len=4}], 2) = 28 <0.1>
                1 1795169320.6 mmap(NULL, 4096, PROT_READ, MAP_SHARED, 14<anon_inode:[vfio-device]>, 0x1000) = 0x7f00 <0.1>
                """);
        assertEquals(List.of(6L, 10L, 4L), reads(events));
        assertEquals(
                List.of(10L, 65536L, 100L),
                all(events, DataRead.class).stream()
                        .map(r -> r.askedBytes().orElseThrow())
                        .toList());
        assertEquals(
                List.of(0L, 10L),
                all(events, DataWritten.class).stream()
                        .map(w -> w.streamOffset().orElseThrow())
                        .toList());
        assertEquals("offset 0x1000", only(events, RegionMapped.class).region());
    }

    @Test
    void pollsShowWhatWasAskedAndAnswered() throws Exception {
        List<DataFdPolled> polls = all(imported(OPENED + """
                        1 1795169320.1 poll([{fd=3<socket:[1]>, events=POLLIN}, {fd=17<anon_inode:mtty_mig>, events=POLLIN|POLLPRI}], 2, 5) = 1 ([{fd=17, revents=POLLIN|POLLERR}]) <0.1>
                        1 1795169320.2 ppoll([{fd=17<anon_inode:mtty_mig>, events=POLLOUT}], 1, {tv_sec=1, tv_nsec=2}, NULL, 8) = 0 (Timeout) <0.1>
                        1 1795169320.3 ppoll([{fd=17<anon_inode:mtty_mig>, events=POLLOUT}], 1, NULL, NULL, 8) = -1 EINTR (Interrupted system call) <0.1>
                        """), DataFdPolled.class);
        assertEquals(3, polls.get(0).askedEvents());
        assertEquals(OptionalInt.of(9), polls.get(0).answeredEvents());
        assertEquals(OptionalLong.of(5_000_000), polls.get(0).timeoutNs());
        assertEquals(OptionalInt.of(0), polls.get(1).answeredEvents());
        assertEquals(OptionalLong.of(1_000_000_002), polls.get(1).timeoutNs());
        assertEquals(OptionalInt.empty(), polls.get(2).answeredEvents());
        assertEquals(4, polls.get(2).result().code());
    }

    @Test
    void aFileIsClosedWithItsLastFd() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                1 1795169320.1 fcntl(14<anon_inode:[vfio-device]>, F_DUPFD_CLOEXEC, 0) = 20<anon_inode:[vfio-device]> <0.1>
                1 1795169320.2 close(14<anon_inode:[vfio-device]>) = 0 <0.1>
                1 1795169320.3 close(20<anon_inode:[vfio-device]>) = 0 <0.1>
                """);
        assertEquals(11_120_333_000L, only(events, DeviceClosed.class).header().timeNs());
    }

    @Test
    void aForkedChildIsAProcessOfItsOwn() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                97 1795169320.1 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD, child_tidptr=0x7f) = 200 <0.1>
                97 1795169320.1 clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x7f}, 88) = 201 <0.1>
                200 1795169320.2 close(14<anon_inode:[vfio-device]>) = 0 <0.1>
                201 1795169320.3 ioctl(14<anon_inode:[vfio-device]>, VFIO_DEVICE_GET_INFO, 0x1) = 0 <0.1>
                200 1795169320.4 openat(AT_FDCWD, "/dev/vfio/devices/vfio7", O_RDWR) = 5</dev/vfio/devices/vfio7<char 511:7>> <0.1>
                """);
        assertEquals(0, all(events, DeviceClosed.class).size());
        assertEquals(2, all(events, ProcessNamed.class).size());
        assertEquals(0, all(events, IoctlCalled.class).getLast().header().process());
        DeviceNamed cdev = all(events, DeviceNamed.class).getLast();
        assertEquals("/dev/vfio/devices/vfio7", cdev.name());
        assertEquals(1, cdev.header().process());
        assertEquals(2, all(events, DeviceOpened.class).size());
    }

    @Test
    void withTwoDevicesNobodySaysWhoseTheDataIs() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                97 1795169319.1 ioctl(9</dev/vfio/1>, VFIO_GROUP_GET_DEVICE_FD, 0x55c6b2c6c920) = 15 <0.1>
                97 1795169320.1 read(17<anon_inode:mtty_mig>, "\\x00", 60) = 24 <0.1>
                """);
        assertEquals(EventHeader.NONE, only(events, DataRead.class).header().device());
    }

    @Test
    void anAnonymousFileOfAnotherKindIsNoDataFd() throws Exception {
        List<MigrationEvent> events = imported(OPENED + """
                97 1795169320.1 read(11<anon_inode:[eventfd]>, "\\x02", 512) = 8 <0.1>
                97 1795169320.2 ioctl(12<anon_inode:kvm-vm>, KVM_CREATE_VCPU, 0) = 13 <0.1>
                97 1795169320.3 read(13<anon_inode:inotify>, "\\x02", 512) = 8 <0.1>
                """);
        assertEquals(List.of(), reads(events));
        assertEquals(List.of(), all(events, IoctlCalled.class));
    }

    @Test
    void numbersOfIoctlsAreReadInEveryForm() throws Exception {
        List<IoctlCalled> calls = all(imported(OPENED + """
                        97 1795169320.1 ioctl(14<anon_inode:[vfio-device]>, _IOC(_IOC_NONE, 0x3b, 0x75, 0), 0x7ffc) = 0 <0.1>
                        97 1795169320.2 ioctl(14<anon_inode:[vfio-device]>, 0x3b75, 0x7ffc) = 0 <0.1>
                        97 1795169320.3 ioctl(14<anon_inode:[vfio-device]>, VFIO_DEVICE_FEATURE or VFIO_IOMMU_DIRTY_PAGES, 0x7ffc) = 0 <0.1>
                        97 1795169320.4 ioctl(13</dev/vfio/vfio>, VFIO_DEVICE_FEATURE or VFIO_IOMMU_DIRTY_PAGES, 0x7ffc) = 0 <0.1>
                        """), IoctlCalled.class);
        assertEquals(4, calls.size());
        assertTrue(calls.stream().allMatch(call -> call.request() == 0x3b75));
        assertTrue(calls.stream().allMatch(call -> call.featureFlags().isEmpty()));
        assertEquals(FdKind.CONTAINER, calls.get(3).fdKind());
    }

    @Test
    void timesThatAreNoTimesAreRefused() throws Exception {
        for (String time :
                List.of("", "10:08:29 ", "10:08:29.179667 ", "     0.000210 ", "0.000210 (+     0.000012) ")) {
            String message = refusal("97 " + time + "ioctl(8</dev/vfio/0>, VFIO_GROUP_GET_STATUS, 0x7ffc) = 0\n");
            assertTrue(message.contains("run.strace:1: expected the times of strace -ttt"), message);
        }
    }

    @Test
    void withoutNamesOfFilesItIsRefused() throws Exception {
        String message = refusal("97 1795169320.1 ioctl(8, VFIO_GROUP_GET_STATUS, 0x7ffc) = 0 <0.1>\n");
        assertTrue(message.contains("run.strace:1: expected the names of files that strace -y prints"), message);
    }

    @Test
    void aTornLastLineIsALoss() throws Exception {
        List<MigrationEvent> events =
                imported(OPENED + "1 1795169320.2 read(17<anon_inode:mtty_mig>, \"\\x00\", 60) = 2");
        assertEquals(OptionalLong.of(1), only(events, EventsLost.class).count());
        assertEquals(List.of(), reads(events));
    }

    /// Whatever happens to the text, it is read or refused in one line.
    @Test
    void damagedTextIsReadOrRefused() throws Exception {
        byte[] whole;
        try (var in = new GZIPInputStream(Files.newInputStream(REAL.resolve("dst.strace.gz")))) {
            whole = in.readAllBytes();
        }
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            byte[] damaged = whole.clone();
            for (int i = 0; i < 2_000; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("damaged.strace"), damaged);
            try {
                Captures.events(List.of(new ImportInput(file, Optional.of(ImportFormat.STRACE))));
            } catch (EventSourceException e) {
                assertEquals(1, String.valueOf(e.getMessage()).lines().count());
            }
        }
    }

    private List<MigrationEvent> imported(String text) throws Exception {
        return Captures.events(write(text));
    }

    private String refusal(String text) throws IOException {
        Path file = write(text);
        String message = String.valueOf(assertThrows(EventSourceException.class, () -> Captures.events(file))
                .getMessage());
        assertEquals(1, message.lines().count(), message);
        return message;
    }

    private Path write(String text) throws IOException {
        return Files.write(folder.resolve("run.strace"), text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Long> reads(List<MigrationEvent> events) {
        return all(events, DataRead.class).stream()
                .map(read -> read.bytes().orElseThrow())
                .toList();
    }

    private static <E extends MigrationEvent> List<E> all(List<MigrationEvent> events, Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static <E extends MigrationEvent> E only(List<MigrationEvent> events, Class<E> type) {
        List<E> found = all(events, type);
        assertEquals(1, found.size(), () -> type.getSimpleName() + " in " + events);
        return found.getFirst();
    }

    private static Map<String, Long> counts(List<MigrationEvent> events) {
        Map<String, Long> counts = new TreeMap<>();
        events.forEach(event -> counts.merge(event.getClass().getSimpleName(), 1L, Long::sum));
        return counts;
    }
}
