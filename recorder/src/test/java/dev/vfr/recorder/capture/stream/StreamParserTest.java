package dev.vfr.recorder.capture.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamParserTest {

    private static final byte[] MIGRATION = StreamBytes.migration().bytes();

    private static final SectionSizes SIZES = new SectionSizes(Map.of(new SectionSizes.Handler("timer", 0), 13L));

    @Test
    void readsAWholeMigrationWithThePlacesOfItsElements() {
        assertEquals("""
                0 QEVM version 3
                8 configuration pc-q35-10.0
                24 START section 1 (ram)
                87 footer 1
                92 START section 7 (0000:00:02.0/vfio)
                123 DEV_SETUP_STATE
                131 END_OF_STATE
                139 footer 7
                144 PART section 1 (ram)
                4277 footer 1
                4282 PART section 7 (0000:00:02.0/vfio)
                4287 DEV_DATA_STATE 14
                  initial state!
                4317 DEV_INIT_DATA_SENT
                4325 footer 7
                4330 command 11 of 0
                4335 END section 1 (ram)
                4348 footer 1
                4353 END section 7 (0000:00:02.0/vfio)
                4358 DEV_DATA_STATE 4
                  rest
                4378 DEV_DATA_STATE 5
                  of it
                4399 END_OF_STATE
                4407 footer 7
                4412 FULL section 9 (timer)
                4431 unread 13 by FOOTER: the state of another handler
                4444 footer 9
                4449 FULL section 7 (0000:00:02.0/vfio)
                4480 DEV_CONFIG_STATE
                4488 config of 12
                4500 END_OF_STATE
                4508 footer 7
                4513 end
                4514 description of 81""", String.join("\n", StreamText.of(MIGRATION)));
    }

    @Test
    void givesTheSameElementsWhateverTheBordersAre() {
        List<String> whole = StreamText.of(MIGRATION);
        for (int step : new int[] {1, 2, 3, 5, 7, 13, 64, 1000}) {
            assertEquals(whole, StreamText.of(MIGRATION, step, new StreamParser()), "fed by " + step);
        }
    }

    @Test
    void takesTheSizeOfAForeignStateFromTheDescription() {
        List<String> lines = StreamText.of(MIGRATION, 11, new StreamParser(SIZES));
        assertTrue(lines.contains("4431 unread 13 by DESCRIPTION: the state of another handler"), lines.toString());
        SectionSizes wrong = new SectionSizes(Map.of(new SectionSizes.Handler("timer", 0), 9L));
        assertTrue(StreamText.of(MIGRATION, 11, new StreamParser(wrong))
                .contains("4431 unread 13 by FOOTER: no footer after the 9 bytes of its description"));
    }

    @Test
    void saysOfEveryCutWhereItIs() {
        List<String> whole = StreamText.of(MIGRATION);
        for (int length = 0; length < MIGRATION.length; length++) {
            List<String> cut = StreamText.of(java.util.Arrays.copyOf(MIGRATION, length));
            if (length == 4514) {
                // The description may be missing: not every stream has one.
                assertEquals(whole.subList(0, whole.size() - 1), cut);
                continue;
            }
            String last = cut.getLast();
            assertTrue(last.contains("damage at byte ") && last.contains("found the end"), length + ": " + last);
            long at = Long.parseLong(last.substring(0, last.indexOf(' ')));
            assertTrue(at <= length && at > length - 100, length + ": " + last);
        }
    }

    @Test
    void answersEveryFlippedByteWithElementsAlone() {
        for (int seed = 0; seed < 5000; seed++) {
            Random random = new Random(seed);
            byte[] bad = MIGRATION.clone();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                // The page of memory is most of the stream and means nothing.
                int at = random.nextInt(4) == 0 ? random.nextInt(bad.length) : 4260 + random.nextInt(bad.length - 4260);
                bad[at] = (byte) random.nextInt(256);
            }
            List<String> lines = StreamText.of(bad, 1 + random.nextInt(200), new StreamParser(SIZES));
            boolean whole = lines.getLast().startsWith("4514 description");
            assertTrue(whole || lines.stream().anyMatch(line -> line.contains("damage")), "seed " + seed + lines);
        }
    }

    @Test
    void tellsARecordThatQemuNeverWritesThere() {
        byte[] stream = StreamBytes.begun()
                .section(1, 7, "vfio")
                .data("x")
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .goingOn(2, 7)
                .data("a")
                .data("b")
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .u8(0)
                .bytes();
        List<String> lines = StreamText.of(stream);
        assertTrue(lines.contains("42 DEV_DATA_STATE 1 instead of DEV_SETUP_STATE"), lines.toString());
        assertTrue(lines.contains("59 END_OF_STATE instead of DEV_SETUP_STATE"), lines.toString());
        assertTrue(
                lines.contains("94 DEV_DATA_STATE 1 instead of END_OF_STATE or DEV_INIT_DATA_SENT"), lines.toString());
        assertEquals("124 end", lines.getLast());
    }

    @Test
    void locatesWhatQemuRefuses() {
        StreamBytes begun = StreamBytes.begun().section(1, 7, "vfio");
        assertEquals(
                "42 damage at byte 42: expected DEV_SETUP_STATE of section 7 (vfio), found 0xffffffffef100007",
                StreamText.of(begun.u64(0xffff_ffff_ef10_0007L).bytes()).getLast());
        assertEquals(
                "50 damage at byte 50: expected END_OF_STATE of section 7 (vfio), found 0xffffffffef100004",
                StreamText.of(StreamBytes.begun()
                                .section(1, 7, "vfio")
                                .tag(StreamTag.DEV_SETUP_STATE)
                                .data("no")
                                .bytes())
                        .getLast());
        assertEquals(
                "50 damage at byte 50: expected a length of DEV_DATA_STATE, found 0xffffffffef100004",
                StreamText.of(StreamBytes.begun()
                                .section(1, 7, "vfio")
                                .tag(StreamTag.DEV_DATA_STATE)
                                .data("no")
                                .bytes())
                        .getLast());
        assertEquals(
                "58 damage at byte 58: expected the footer of section 7 (vfio), found 0x7e00000008",
                StreamText.of(StreamBytes.begun()
                                .section(1, 7, "vfio")
                                .tag(StreamTag.DEV_SETUP_STATE)
                                .tag(StreamTag.END_OF_STATE)
                                .footer(8)
                                .bytes())
                        .getLast());
        assertEquals(
                "24 damage at byte 24: expected the number of a section that was started, found 0x0300000008",
                StreamText.of(StreamBytes.begun().goingOn(3, 8).bytes()).getLast());
        assertEquals(
                "0 damage at byte 0: expected 0x5145564d00000003, the header of a migration stream,"
                        + " found 0x5145564d00000002",
                StreamText.of(new StreamBytes().u32(0x5145564d).u32(2).bytes()).getLast());
    }

    @Test
    void letsPayloadPassWithoutItsBytes() {
        long huge = 100L << 30;
        StreamParser parser = new StreamParser();
        parser.feed(ByteBuffer.wrap(StreamBytes.begun()
                .section(1, 7, "vfio")
                .tag(StreamTag.DEV_SETUP_STATE)
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .goingOn(3, 7)
                .tag(StreamTag.DEV_DATA_STATE)
                .u64(huge)
                .text("fed")
                .bytes()));
        StreamElement record = parser.next().orElseThrow();
        while (!(record instanceof StreamElement.DeviceRecord e) || e.tag() != StreamTag.DEV_DATA_STATE) {
            record = parser.next().orElseThrow();
        }
        assertEquals(huge, parser.payloadRemaining());
        parser.skipPayload(1);
        assertEquals("payload 2", StreamText.textOf(parser.next().orElseThrow()));
        assertTrue(parser.next().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> parser.skipPayload(huge));
        parser.skipPayload(huge - 3);
        assertEquals(0, parser.payloadRemaining());
        parser.feed(
                ByteBuffer.wrap(new StreamBytes().tag(StreamTag.END_OF_STATE).bytes()));
        StreamElement end = parser.next().orElseThrow();
        assertEquals("END_OF_STATE", StreamText.textOf(end));
        assertEquals(record.offset() + 16 + huge, end.offset());
    }

    @Test
    void readsTheConfigurationsSubsectionsAndMemoryInTheirForm() {
        byte[] stream = StreamBytes.begun()
                .u8(5)
                .name("configuration/target-page-bits")
                .u32(1)
                .u32(14)
                .u8(5)
                .name("configuration/capabilities")
                .u32(1)
                .u32(1)
                .name("x-ignore-shared")
                .section(1, 1, "ram")
                .u64(0x8000 | 4)
                .name("m")
                .u64(0x8000)
                .u64(0xabcd)
                .u64(0x200)
                .u64(0x10)
                .footer(1)
                .goingOn(2, 1)
                .u64(0x4000 | 8)
                .name("m")
                .zeros(16384)
                .u64(0x40 | 0x20)
                .u8(1)
                .u16(3)
                .text("abc")
                .u64(0x10)
                .footer(1)
                .goingOn(2, 1)
                .u64(0x80)
                .text("hook")
                .footer(1)
                .u8(0)
                .bytes();
        List<String> lines = StreamText.of(stream, 9, new StreamParser());
        assertTrue(lines.contains("24 configuration/target-page-bits 14 []"), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.contains("capabilities 0 [x-ignore-shared]")));
        assertEquals(3, lines.stream().filter(line -> line.endsWith("footer 1")).count(), lines.toString());
        assertEquals(
                1,
                lines.stream()
                        .filter(line -> line.contains(
                                "unread 12 by FOOTER: flags 0x0000000000000080 of a ram record are not known"))
                        .count(),
                lines.toString());
        assertTrue(lines.getLast().endsWith(" end"), lines.toString());
    }
}
