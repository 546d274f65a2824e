package dev.vfr.samples.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinderTest {

    sealed interface Mishap {
        record ArcBreaks(Arc arc, Errno errno, @Default("1") int times) implements Mishap {}

        record SizeBreaks(Errno errno) implements Mishap {}

        sealed interface Sudden extends Mishap {}

        record Vanishes() implements Sudden {}
    }

    record Device(
            MigrationFlags flags,
            @Default("8 MiB") long initialBytes,
            long dirtyBytesPerSecond,
            long latencyNs,
            List<Mishap> mishaps,
            Optional<String> note,
            OptionalInt chunkBytes,
            OptionalLong cancelAfterNs,
            Map<String, Long> sizesBytes,
            @Default("false") boolean odd) {
        Device {
            if (initialBytes < 0) {
                throw new IllegalArgumentException("initial bytes cannot be " + initialBytes);
            }
        }
    }

    private static Device bind(String yaml) throws DataException {
        return Binder.bind(YamlText.parse("t.yaml", yaml), Device.class);
    }

    private static String refusal(String yaml) {
        return String.valueOf(
                assertThrows(DataException.class, () -> bind(yaml)).getMessage());
    }

    private static final String PLAIN = """
            flags: STOP_COPY|P2P
            dirty-bytes-per-second: 1100 MiB/s
            latency: 1.5 ms
            """;

    @Test
    void aValueIsWrittenAsItsTypeAndNameSay() throws DataException {
        Device device = bind(PLAIN + """
                mishaps:
                  - arc-breaks: {arc: PRE_COPY_P2P -> STOP_COPY, errno: EIO}
                  - size-breaks: ENOTTY
                  - vanishes
                note: "twice: this"
                chunk-bytes: 4 KiB
                cancel-after: 5 s
                sizes-bytes: {a: 0x10, b: 176}
                odd: true
                """);
        Device expected = new Device(
                MigrationFlags.STOP_COPY_P2P,
                8 << 20,
                1100L << 20,
                1_500_000,
                List.of(
                        new Mishap.ArcBreaks(new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY), Errno.EIO, 1),
                        new Mishap.SizeBreaks(Errno.ENOTTY),
                        new Mishap.Vanishes()),
                Optional.of("twice: this"),
                OptionalInt.of(4096),
                OptionalLong.of(5_000_000_000L),
                Map.of("a", 16L, "b", 176L),
                true);
        assertEquals(expected, device);
    }

    @Test
    void whatIsMissingIsEmptyOrTheDefault() throws DataException {
        Device device = bind(PLAIN);
        assertEquals(8 << 20, device.initialBytes());
        assertEquals(List.of(), device.mishaps());
        assertEquals(OptionalLong.empty(), device.cancelAfterNs());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            latency: 5            # t.yaml:1:10: expected a duration such as 300 ms, found '5'
            latency: 5 MiB        # t.yaml:1:10: expected a duration such as 300 ms, found '5 MiB'
            latency: 0.3 ns       # t.yaml:1:10: expected a duration such as 300 ms, found '0.3 ns'
            latency: [1, 2]       # t.yaml:1:10: expected a duration such as 300 ms, found a list
            latency:              # t.yaml:1:9: expected a value, found nothing
            initial-bytes: 9 EiB  # t.yaml:1:16: expected bytes such as 8 MiB or 176, found '9 EiB'
            initial-bytes: -1     # t.yaml:1:1: initial bytes cannot be -1
            chunk-bytes: 8 GiB    # t.yaml:1:14: expected at most 2147483647, found '8 GiB'
            latancy: 5 ms         # t.yaml:1:10: expected 'latency', found the key 'latancy'
            odd: yes              # t.yaml:1:6: expected true or false, found 'yes'
            mishaps: [size-brakes: EIO] # t.yaml:1:11: expected 'size-breaks', found 'size-brakes'
            mishaps: [size-breaks: EOI] # t.yaml:1:24: expected errno such as EPERM, found 'EOI'
            mishaps: [size-breaks]      # t.yaml:1:11: expected the key 'errno', found no keys
            mishaps: [arc-breaks: {arc: STOP, errno: EIO}] # t.yaml:1:29: expected an arc such as RUNNING -> PRE_COPY, found 'STOP'
            mishaps: &a []        # t.yaml:1:10: expected a value written out, found an anchor or an alias
            """)
    void whatDoesNotFitIsToldInOneLine(String line, String told) {
        assertEquals(told, refusal(line + "\n" + without(line)));
    }

    /// The lines of [#PLAIN] but for the one that `line` replaces.
    private static String without(String line) {
        String key = line.substring(0, line.indexOf(':') + 1);
        StringBuilder rest = new StringBuilder();
        PLAIN.lines()
                .filter(each -> !each.startsWith(key))
                .forEach(each -> rest.append(each).append('\n'));
        return rest.toString();
    }

    @Test
    void aMissingKeyAndAKeyTwiceAreTold() {
        assertEquals(
                "t.yaml:1:1: expected the key 'latency', found the keys flags, dirty-bytes-per-second",
                refusal(without("latency: 1 s")));
        assertEquals("t.yaml:4:1: expected each key once, found 'flags' again", refusal(PLAIN + "flags: none\n"));
        assertEquals("t.yaml:1:1: expected keys, found nothing", refusal("# only a remark"));
    }

    @Test
    void whatIsNoYamlIsToldWithItsPlace() {
        String told = refusal("flags: [STOP_COPY\nlatency: 5 ms\n");
        assertEquals("t.yaml:2:", told.substring(0, 9), told);
        assertEquals(1, told.lines().count(), told);
    }

    @Test
    void dataCanBeLaidOverDataAndSetByAPath() throws DataException {
        Node node = YamlText.parse("t.yaml", PLAIN + "mishaps: [size-breaks: EIO]\n");
        Node over = YamlText.parse("o.yaml", "latency: 2 ms\nnote: over\n");
        Node.Scalar set = new Node.Scalar(Place.of("--set x"), "EBUSY");
        Device device =
                Binder.bind(node.overlaidWith(over).with(List.of("mishaps", "0", "size-breaks"), set), Device.class);
        assertEquals(2_000_000, device.latencyNs());
        assertEquals(Optional.of("over"), device.note());
        assertEquals(List.of(new Mishap.SizeBreaks(Errno.EBUSY)), device.mishaps());
        DataException beyond =
                assertThrows(DataException.class, () -> node.with(List.of("mishaps", "1", "size-breaks"), set));
        assertEquals("--set x: expected a position from 0 to 0, found '1'", beyond.getMessage());
    }
}
