package dev.vfr.recorder.cli.where;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.Digest;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.TraceOpened;
import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WhereTest {

    private static final EventHeader HEADER =
            new EventHeader(17, 2_500_000_000L, EventHeader.UNKNOWN_NS, 0, EventHeader.NONE, 1, 0);

    private static final MigrationEvent READ = new DataRead(
            HEADER,
            CallResult.OK,
            OptionalLong.empty(),
            OptionalLong.of(1 << 20),
            OptionalLong.of(0),
            Optional.of(new Digest("crc32c", 0xffffffffef100001L)));

    private static final MigrationEvent REFUSED = DeviceStateSet.of(
            HEADER,
            DeviceState.STOP_COPY,
            CallResult.of(22),
            OptionalInt.empty(),
            SetCause.SET,
            Optional.of(DeviceState.ERROR));

    private static final MigrationEvent OPENED =
            new TraceOpened(HEADER, List.of(CaptureSource.QEMU_LOG, CaptureSource.QMP), "vfr 1", 1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event == data-read",
                "event = 'data-read'",
                "seq==17",
                "bytes",
                "bytes == 1MiB && timeNs >= 2.5s",
                "bytes > 1023KiB and bytes < 1025KiB",
                "not bytes < 1MiB",
                "! (bytes > 1MiB or seq < 17)",
                "seq == 0 or seq == 1 or seq == 17",
                "seq == 0 and seq == 1 or seq == 17",
                "digest.value == 0xffffffffef100001",
                "digest.value > 0x7fffffffffffffff",
                "digest.algorithm == CRC32C",
                "digest ~ crc",
                "result == ok",
                "result != failed",
                "streamOffset == 0",
            })
    void holdsForAReadOfOneMebibyte(String condition) throws WhereSyntaxException {
        assertEquals(true, Where.parse(condition).test(READ));
        assertEquals(false, Where.parse("!(" + condition + ")").test(READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "askedBytes",
                "askedBytes == 0",
                "askedBytes < 1",
                "askedBytes != 7",
                "durationNs <= 0",
                "thread == 0",
                "requested == RUNNING",
                "digest.nothing",
                "bytes == many",
                "event < data-written",
            })
    void whatTheEventDoesNotHaveComparesWithNothing(String condition) throws WhereSyntaxException {
        assertEquals(false, Where.parse(condition).test(READ));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "result == EINVAL",
                "result == einval",
                "result == 22",
                "result == failed",
                "result != ok",
                "result != EIO",
                "result.errno > 21",
                "requested == stop_copy",
                "requested ~ COPY",
                "cause == set",
            })
    void holdsForARefusedStopCopy(String condition) throws WhereSyntaxException {
        assertEquals(true, Where.parse(condition).test(REFUSED));
    }

    @Test
    void oneElementOfAListIsEnough() throws WhereSyntaxException {
        assertEquals(true, Where.parse("sources == qmp").test(OPENED));
        assertEquals(true, Where.parse("sources ~ qemu").test(OPENED));
        assertEquals(false, Where.parse("sources == strace").test(OPENED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    bytes >                 | expected a value, found the end at character 8
                    byts == 1               | no event has a field 'byts' at character 1
                    seq == 1 seq == 2       | expected 'and', 'or' or the end, found 'seq' at character 10
                    (seq == 1               | expected ')', found the end at character 10
                    == 1                    | expected the name of a field, found '==' at character 1
                    seq == 1 &              | unexpected '&' at character 10
                    event == data-raed      | no event has the name 'data-raed' at character 10
                    bytes > 1MB             | expected a number, with ns, us, ms, s, KiB, MiB or GiB as its unit if needed, \
                    found '1MB' at character 9
                    timeNs > 0.5ns          | expected a number, with ns, us, ms, s, KiB, MiB or GiB as its unit if needed, \
                    found '0.5ns' at character 10
                    """)
    void sayWhatIsWrongAndWhere(String condition, String message) {
        WhereSyntaxException e = assertThrows(WhereSyntaxException.class, () -> Where.parse(condition));
        assertEquals(message + " of: " + condition, e.getMessage());
    }
}
