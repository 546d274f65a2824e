package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.capture.compress.Compression;
import dev.vfr.recorder.capture.compress.Packed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Compressed captures: whole, in several members, cut, damaged, expanding beyond measure.
final class CompressedInputTest {

    private static final Path LOG = Captures.FOLDER.resolve("m-large/src.trace.log");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void isReadAsWhatIsInIt(Compression compression) throws Exception {
        Path file = write(Packed.of(compression, Files.readAllBytes(LOG)));
        assertEquals(Captures.events(LOG), Captures.events(file));
    }

    @ParameterizedTest
    @EnumSource
    void severalMembersAreOneText(Compression compression) throws Exception {
        byte[] log = Files.readAllBytes(LOG);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(Packed.of(compression, Arrays.copyOf(log, log.length / 3)));
        members.write(Packed.of(compression, Arrays.copyOfRange(log, log.length / 3, log.length)));
        assertEquals(Captures.events(LOG), Captures.events(write(members.toByteArray())));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCutOffIsSaidSo(Compression compression) throws Exception {
        byte[] packed = Packed.of(compression, Files.readAllBytes(LOG));
        for (int length : List.of(12, packed.length / 2, packed.length - 1)) {
            String message = refused(Arrays.copyOf(packed, length));
            assertTrue(message.contains("the " + compression.label() + " data is cut off"), message);
        }
    }

    @ParameterizedTest
    @EnumSource
    void damageIsOneLineAndNeverAnotherText(Compression compression) throws Exception {
        List<MigrationEvent> whole = Captures.events(LOG);
        byte[] packed = Packed.of(compression, Files.readAllBytes(LOG));
        Random random = new Random(compression.label().hashCode());
        int refusals = 0;
        for (int i = 0; i < 200; i++) {
            byte[] damaged = packed.clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                damaged[Compression.MAGIC_BYTES + random.nextInt(packed.length - Compression.MAGIC_BYTES)] ^=
                        (byte) (1 + random.nextInt(255));
            }
            Path file = write(damaged);
            try {
                assertEquals(whole, Captures.events(file), compression + ", " + i);
            } catch (EventSourceException e) {
                assertOneLine(String.valueOf(e.getMessage()));
                refusals++;
            }
        }
        assertTrue(refusals > 100, compression + ": " + refusals);
    }

    @Test
    void garbageAfterAMemberIsNotIgnored() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(Packed.of(Compression.GZIP, Files.readAllBytes(LOG)));
        bytes.write("what was lost here?".getBytes(StandardCharsets.UTF_8));
        assertTrue(refused(bytes.toByteArray()).contains("the gzip data is damaged"));
    }

    @Test
    void whatExpandsBeyondMeasureIsRefused() throws Exception {
        byte[] log = Files.readAllBytes(LOG);
        byte[] zeros = Arrays.copyOf(log, log.length + (80 << 20));
        for (Compression compression : List.of(Compression.XZ, Compression.BZIP2, Compression.ZSTD)) {
            byte[] packed = Packed.of(compression, zeros);
            String message = refused(packed);
            assertTrue(message.contains("expands to more than 1,000 times its size"), message);
        }
    }

    @Test
    void oneLayerIsTakenOff() throws Exception {
        byte[] once = Packed.of(Compression.GZIP, Files.readAllBytes(LOG));
        String message = refused(Packed.of(Compression.XZ, once));
        assertTrue(message.contains("compressed once, found gzip data inside"), message);
    }

    @Test
    void aTextThatBeginsAsBzip2DoesIsNoneOfIt() throws Exception {
        String text = "BZh91AY, a poem\n" + Files.readString(LOG);
        assertEquals(Captures.events(LOG), Captures.events(write(text.getBytes(StandardCharsets.UTF_8))));
    }

    private String refused(byte[] content) throws IOException {
        Path file = write(content);
        EventSourceException refusal = assertThrows(EventSourceException.class, () -> Captures.events(file));
        String message = String.valueOf(refusal.getMessage());
        assertOneLine(message);
        assertTrue(message.startsWith(file.toString()), message);
        return message;
    }

    private static void assertOneLine(String message) {
        assertFalse(message.isBlank());
        assertEquals(1, message.lines().count(), message);
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("src.trace.log"), content);
    }
}
