package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private final StringWriter terminal = new StringWriter();
    private long nowNs;

    private ProgressLine line() {
        return new ProgressLine(new PrintWriter(terminal), "importing", () -> nowNs);
    }

    @Test
    void shortWorkShowsNothing() {
        try (ProgressLine line = line()) {
            line.show(1, 2);
            nowNs = 99_999_999;
            line.show(2, 2);
        }
        assertEquals("", terminal.toString());
    }

    @Test
    void longWorkShowsItsShareAndItsSpeedAndIsWipedOut() {
        try (ProgressLine line = line()) {
            nowNs = 500_000_000;
            line.show(3 << 20, 6 << 20);
            line.show(4 << 20, 6 << 20);
        }
        assertEquals(
                "\r\u001b[Kimporting [###############               ] 50 % of 6 MiB, 6 MiB/s\r\u001b[K",
                terminal.toString());
    }

    @Test
    void anUnknownTotalShowsNoShare() {
        ProgressLine line = line();
        nowNs = 1_000_000_000;
        line.show(2048, 0);
        assertEquals("\r\u001b[Kimporting 2 KiB, 2 KiB/s", terminal.toString());
    }
}
