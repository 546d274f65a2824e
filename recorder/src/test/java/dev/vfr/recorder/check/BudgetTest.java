package dev.vfr.recorder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vfr.model.report.Finding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetTest {

    @Test
    void theUnitSaysWhatIsMeant() {
        assertEquals(new Budget.Downtime(300_000_000), Budget.parse("downtime=300ms"));
        assertEquals(new Budget.Downtime(1_500_000_000), Budget.parse("downtime=1.5 s"));
        assertEquals(new Budget.Downtime(60_000_000_000L), Budget.parse("downtime=1min"));
        assertEquals(new Budget.VmmDowntime(300_000_000), Budget.parse("vmm-downtime=300ms"));
        assertEquals(new Budget.StopCopyTime(20_000), Budget.parse("stop-copy=20us"));
        assertEquals(new Budget.StopCopyBytes(20L << 20), Budget.parse("stop-copy=20MiB"));
        assertEquals(new Budget.AllBytes(20_000_000), Budget.parse("bytes=20MB"));
        assertEquals(new Budget.FindingCount(0), Budget.parse("findings=0"));
        assertEquals(new Budget.FindingSeverity(Finding.Severity.WARNING), Budget.parse("findings=warning"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "downtime",
                "downtime=",
                "downtime=300",
                "downtime=3MiB",
                "downtime=-3ms",
                "downtime=ms",
                "downtime=999999999999999999s",
                "vmm-downtime=300",
                "vmm-downtime=3MiB",
                "bytes=80",
                "bytes=80ms",
                "stop-copy=20",
                "findings=-1",
                "findings=fatal",
                "speed=3"
            })
    void whatIsNoBudgetIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> Budget.parse(text));
    }
}
