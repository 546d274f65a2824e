package dev.vfr.samples.vmm;

import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// What becomes of the records of device data on their way, by the faults of the stream.
final class RecordFaults {

    private final List<StreamFault> faults;
    private final Map<Integer, List<StreamPiece>> held = new HashMap<>();
    private int records;
    private boolean wrongFooter;

    RecordFaults(List<StreamFault> faults) {
        this.faults = faults;
    }

    /// The data of the next record as it arrives.
    ///
    /// @param device the device's position in the VMM
    /// @return the pieces that go in its place, none if the record is held back or lost
    List<StreamPiece> record(int device, StateData data) {
        int number = records++;
        List<StreamPiece> pieces = pieces(data);
        boolean swap = false;
        for (StreamFault fault : faults) {
            switch (fault) {
                case StreamFault.RecordEmptied(int record) when record == number -> pieces = pieces(StateData.NONE);
                case StreamFault.RecordDropped(int record) when record == number -> pieces = List.of();
                case StreamFault.RecordDuplicated(int record) when record == number -> pieces = joined(pieces, pieces);
                case StreamFault.ForeignData(int record)
                when record == number -> pieces = pieces(foreign(data.length(), number));
                case StreamFault.ByteCorrupted(int record, long offset, int mask)
                when record == number -> pieces = corrupted(pieces, offset, mask);
                case StreamFault.RecordsSwapped(int record) when record == number -> swap = true;
                case StreamFault.FooterChanged(int record) when record == number -> wrongFooter = true;
                case StreamFault.RecordEmptied ignored -> {}
                case StreamFault.RecordDropped ignored -> {}
                case StreamFault.RecordDuplicated ignored -> {}
                case StreamFault.ForeignData ignored -> {}
                case StreamFault.ByteCorrupted ignored -> {}
                case StreamFault.RecordsSwapped ignored -> {}
                case StreamFault.FooterChanged ignored -> {}
                case StreamFault.Truncated ignored -> {}
                case StreamFault.SectionMissing ignored -> {}
                case StreamFault.SectionRenamed ignored -> {}
            }
        }
        if (swap) {
            held.put(device, pieces);
            return List.of();
        }
        return joined(pieces, takeHeld(device));
    }

    /// What was held back of a device and has to go now, since it has no further record.
    List<StreamPiece> takeHeld(int device) {
        List<StreamPiece> pieces = held.remove(device);
        return pieces == null ? List.of() : pieces;
    }

    /// Whether the footer of the section is to be another's; only once.
    boolean takeWrongFooter() {
        boolean wrong = wrongFooter;
        wrongFooter = false;
        return wrong;
    }

    private static List<StreamPiece> pieces(StateData data) {
        StreamPiece head = StreamSections.dataHead(data.length());
        return data.length() == 0 ? List.of(head) : List.of(head, new StreamPiece.Data(data));
    }

    private static List<StreamPiece> joined(List<StreamPiece> first, List<StreamPiece> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<StreamPiece> both = new ArrayList<>(first);
        both.addAll(second);
        return both;
    }

    /// Bytes of an unknown device.
    private static StateData foreign(int length, int seed) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return StateData.of(bytes);
    }

    private static List<StreamPiece> corrupted(List<StreamPiece> pieces, long offset, int mask) {
        StreamBytes all = new StreamBytes();
        pieces.forEach(piece -> piece.buffers().forEach(buffer -> all.bytes(bytes(buffer))));
        byte[] bytes = all.toBytes();
        if (offset >= bytes.length) {
            return pieces;
        }
        bytes[(int) offset] ^= (byte) mask;
        int head = 2 * Long.BYTES;
        byte[] data = Arrays.copyOfRange(bytes, head, bytes.length);
        return List.of(StreamPiece.Head.of(Arrays.copyOf(bytes, head)), new StreamPiece.Data(StateData.of(data)));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
