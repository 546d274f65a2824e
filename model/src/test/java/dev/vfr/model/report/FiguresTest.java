package dev.vfr.model.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0,0 B",
        "60,60 B",
        "1023,1023 B",
        "1024,1 KiB",
        "1048576,1 MiB",
        "9227468,8.8 MiB",
        "83886140,80 MiB",
        "1073741823,1 GiB",
        "9223372036854775807,8 EiB",
        "-60,-60 B"
    })
    void bytesHaveThreeDigitsThatCount(long bytes, String text) {
        assertEquals(text, Figures.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({
        "0,0 ns",
        "999,999 ns",
        "1000,1 µs",
        "999499,999 µs",
        "999500,1 ms",
        "300000000,300 ms",
        "1543000000,1.54 s",
        "125000000000,2 min 05 s",
        "7260000000000,2 h 01 min",
        "1209180000000000,13 d 23 h",
        "-20270000,-20.3 ms"
    })
    void timesHaveTheUnitThatSuitsThem(long ns, String text) {
        assertEquals(text, Figures.time(ns));
    }

    @ParameterizedTest
    @CsvSource({
        "147000000,160000000,147–160 ms",
        "147000000,147000001,147 ms",
        "999000,20000000,999 µs–20 ms",
        "-20270000,8357000,-20.3 to 8.36 ms"
    })
    void boundsThatReadTheSameAreOneFigure(long min, long max, String text) {
        assertEquals(text, Figures.time(new Interval(min, max)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0.000000 s", "5012345678|5.012346 s", "3600000000000|3,600.000000 s"})
    void timesSinceTheStartShowTheirMicroseconds(long ns, String text) {
        assertEquals(text, Figures.sinceStart(ns));
    }
}
