package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.testing.RandomEvents;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EventLineTest {

    private static final EventHeader HEADER = new EventHeader(17, 2_503_101_221L, 1_203_000, 0, 4711, 1, 0);

    private final EventLine line = new EventLine(EventHeader::timeNs);

    private static DeviceStateSet refused() {
        return DeviceStateSet.of(
                HEADER,
                DeviceState.STOP_COPY,
                CallResult.of(22),
                OptionalInt.empty(),
                SetCause.SET,
                Optional.of(DeviceState.ERROR));
    }

    @Test
    void numbersStandForNamesThatAreNotKnown() {
        assertEquals(
                "       17     2.503101221 s  0  1  device-state-set requested=STOP_COPY requestedNumber=3"
                        + " result=EINVAL cause=set recover=ERROR (1.2 ms)",
                line.print(refused()));
    }

    @Test
    void namesComeFromTheTrace() {
        line.learn(new ProcessNamed(
                HEADER,
                "source",
                0,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of()));
        line.learn(new DeviceNamed(HEADER, "0000:00:02.0", List.of("mt0")));
        assertTrue(line.print(refused()).contains(" s  source  0000:00:02.0  device-state-set "));
    }

    @Test
    void anUnknownTimeIsNotZero() {
        EventHeader bare = new EventHeader(0, EventHeader.UNKNOWN_NS, EventHeader.UNKNOWN_NS, -1, -1, -1, -1);
        assertEquals(
                "        0                 -  -  -  error-line-printed text=oh",
                line.print(new ErrorLinePrinted(bare, Optional.empty(), "oh")));
    }

    @Test
    void whateverAnEventHoldsIsOneLineThatDoesNotSteerTheTerminal() {
        for (MigrationEvent event : new RandomEvents(3).everyKind(50)) {
            line.learn(event);
            String text = line.print(event);
            assertTrue(text.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x2028), text);
        }
        String csi = line.print(new ErrorLinePrinted(HEADER, Optional.empty(), "a\u009b2Jb\u001b[2J"));
        assertTrue(csi.contains("text=\"a\\u009B2Jb\\u001B[2J\""), csi);
    }
}
