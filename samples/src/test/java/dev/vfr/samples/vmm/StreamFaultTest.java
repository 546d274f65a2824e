package dev.vfr.samples.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.stream.StreamElement;
import dev.vfr.recorder.capture.stream.StreamParser;
import dev.vfr.samples.scenario.Network;
import dev.vfr.samples.scenario.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the stream is, what can be wrong with it, and what the destination makes of that.
class StreamFaultTest {

    private static final VmmSettings QEMU = MigrationRun.qemu(VmmRelease.V10_0);

    private static MigrationRun run(StreamFault fault) throws EventSourceException {
        return MigrationRun.of(QEMU, Network.fast().with(fault), MigrationRun.healthy("net"));
    }

    private static List<StreamElement> parsed(MigrationRun run) {
        StreamParser parser = new StreamParser();
        parser.feed(run.stream().duplicate());
        parser.endOfInput();
        List<StreamElement> elements = new ArrayList<>();
        for (Optional<StreamElement> next = parser.next(); next.isPresent(); next = parser.next()) {
            elements.add(next.get());
        }
        return elements;
    }

    @ParameterizedTest
    @EnumSource
    void theStreamIsOneOfQemus(VmmRelease release) throws EventSourceException {
        MigrationRun run = MigrationRun.of(MigrationRun.qemu(release), MigrationRun.healthy("net"));
        List<StreamElement> elements = parsed(run);
        assertTrue(elements.getFirst() instanceof StreamElement.FileHeader);
        assertTrue(elements.getLast() instanceof StreamElement.Description, elements.getLast()::toString);
        assertTrue(elements.stream()
                .noneMatch(element -> element instanceof StreamElement.Damage
                        || (element instanceof StreamElement.Unread unread
                                && !unread.section().name().equals("globalstate"))));
        long data = elements.stream()
                .filter(StreamElement.DeviceRecord.class::isInstance)
                .mapToLong(element ->
                        ((StreamElement.DeviceRecord) element).lengthBytes().orElse(0))
                .sum();
        assertEquals(
                run.truth().devices().getFirst().source().preCopyBytes()
                        + run.truth().devices().getFirst().source().stopCopyBytes(),
                data);
    }

    @Test
    void aTruncatedStreamFailsAtBothEnds() throws EventSourceException {
        MigrationRun run = run(new StreamFault.Truncated(100_000));
        assertEquals(100_000, run.stream().remaining());
        assertEquals(Outcome.FAILED, run.truth().outcome());
        assertEquals(List.of("Unable to write to socket: Broken pipe"), run.sourceErrors());
        assertEquals(
                List.of(
                        "check_section_footer: Read section footer failed: -5",
                        "load of migration failed: Invalid argument"),
                run.destinationErrors());
    }

    @Test
    void aWrongTagIsUnknown() throws EventSourceException {
        MigrationRun run = run(new StreamFault.ByteCorrupted(3, 7, 0x40));
        assertEquals(
                "NAME: Unknown tag 0xffffffffef100044", run.destinationErrors().getFirst());
        assertEquals(
                "load of migration failed: Invalid argument",
                run.destinationErrors().getLast());
        assertTrue(run.truth().outcome() != Outcome.COMPLETED);
    }

    @Test
    void changedDataIsLoadedAndThenRefused() throws EventSourceException {
        for (StreamFault fault : List.of(
                new StreamFault.ForeignData(4),
                new StreamFault.RecordEmptied(4),
                new StreamFault.RecordDropped(4),
                new StreamFault.RecordDuplicated(4),
                new StreamFault.RecordsSwapped(9))) {
            MigrationRun run = run(fault);
            assertEquals(Outcome.STATE_LOST, run.truth().outcome(), fault::toString);
            assertEquals(SourceVmm.End.COMPLETED, run.truth().sourceSays());
        }
    }

    @Test
    void anotherSectionsFooterIsRefused() throws EventSourceException {
        MigrationRun run = run(new StreamFault.FooterChanged(2));
        assertEquals(
                "Mismatched section id in footer for 0000:00:02.0/vfio -- read 0x7e00000027 expected 0x26",
                run.destinationErrors().getFirst());
    }

    @Test
    void aDeviceThatTheDestinationHasNotIsAnUnknownSection() throws EventSourceException {
        for (StreamFault fault :
                List.of(new StreamFault.SectionMissing(0), new StreamFault.SectionRenamed(0, "0000:00:0a.0/vfio"))) {
            MigrationRun run = run(fault);
            assertTrue(
                    run.destinationErrors()
                            .getFirst()
                            .startsWith("Unknown savevm section or instance '0000:00:02.0/vfio' 0."),
                    fault::toString);
            assertEquals(Outcome.FAILED, run.truth().outcome());
        }
    }
}
