package dev.vfr.ui.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "60,60 B",
        "1023,1023 B",
        "1024,1.00 KiB",
        "1048576,1.00 MiB",
        "83886140,80.0 MiB",
        "1073741823,1.00 GiB",
        "9223372036854775807,8.00 EiB",
        "-60,-60 B"
    })
    void bytesHaveThreeDigitsThatCount(long bytes, String text) {
        assertEquals(text, Units.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 ns",
        "999,999 ns",
        "1000,1.00 µs",
        "999499,999 µs",
        "999500,1.00 ms",
        "1543000000,1.54 s",
        "125000000000,2 min 05 s",
        "7260000000000,2 h 01 min"
    })
    void durationsHaveTheUnitThatSuitsThem(long ns, String text) {
        assertEquals(text, Units.duration(ns));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0.000000 s", "5012345678|5.012346 s", "3600000000000|3,600.000000 s"})
    void timesShowTheirMicroseconds(long ns, String text) {
        assertEquals(text, Units.sinceStart(ns));
    }
}
