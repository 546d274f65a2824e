package dev.vfr.samples.image;

import dev.vfr.model.event.Crc32c;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Several pieces of data, one behind the other.
public final class JoinedData implements StateData {

    private final List<StateData> pieces;
    private final int length;
    private long crc = -1;

    private JoinedData(List<StateData> pieces) {
        this.pieces = List.copyOf(pieces);
        this.length =
                Math.toIntExact(pieces.stream().mapToLong(StateData::length).sum());
    }

    /// The pieces as one.
    public static StateData of(List<StateData> pieces) {
        return switch (pieces.size()) {
            case 0 -> NONE;
            case 1 -> pieces.getFirst();
            default -> new JoinedData(pieces);
        };
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long crc32c() {
        if (crc < 0) {
            crc = 0;
            for (StateData piece : pieces) {
                crc = Crc32c.join(crc, piece.crc32c(), piece.length());
            }
        }
        return crc;
    }

    @Override
    public StateData slice(int from, int sliceLength) {
        Objects.checkFromIndexSize(from, sliceLength, length);
        List<StateData> parts = new ArrayList<>();
        int start = 0;
        for (StateData piece : pieces) {
            int first = Math.max(from, start);
            int end = Math.min(from + sliceLength, start + piece.length());
            if (first < end) {
                parts.add(piece.slice(first - start, end - first));
            }
            start += piece.length();
        }
        return of(parts);
    }

    @Override
    public void copyTo(ByteBuffer into) {
        pieces.forEach(piece -> piece.copyTo(into));
    }
}
