package dev.vfr.recorder.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// Where every [#STRIDE]th record of a trace is, so that any record is found without walking over all before it.
///
/// The file `index`, all numbers little-endian:
///
/// | at | bytes | content |
/// |---|---|---|
/// | 0 | 8 | `VFRINDEX` |
/// | 8 | 4 | version, 1 |
/// | 12 | 4 | checksum of the trace's records, as in the manifest |
/// | 16 | 8 | number of records |
/// | 24 | 8 each | place of the frame word of the records 0, 1024, 2048, … |
/// | end − 4 | 4 | CRC32C of everything before |
///
/// It can be deleted at any time: an index that is not there or does not fit is made anew from the queue.
final class PositionIndex {

    static final int STRIDE = 1024;

    private static final long MAGIC = 0x5845444e49524656L;
    private static final int VERSION = 1;
    private static final int PLACES_AT = 24;
    private static final int CRC_BYTES = 4;

    /// As many as an array of bytes holds.
    private static final long MAX_SLOTS = Integer.MAX_VALUE / Long.BYTES - PLACES_AT;

    private long[] places = new long[16];
    private long records;

    /// Takes the place of the next record.
    void add(long place) {
        if (records % STRIDE == 0) {
            int slot = Math.toIntExact(records / STRIDE);
            if (slot == places.length) {
                places = Arrays.copyOf(places, slot * 2);
            }
            places[slot] = place;
        }
        records++;
    }

    long records() {
        return records;
    }

    /// The place of the record `index - index % STRIDE`, from where the record `index` is reached.
    long placeBefore(long index) {
        return places[Math.toIntExact(index / STRIDE)];
    }

    void write(Path file, int recordsCrc) throws IOException {
        int slots = slots(records);
        ByteBuffer out = ByteBuffer.allocate(size(slots)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(MAGIC).putInt(VERSION).putInt(recordsCrc).putLong(records);
        for (int i = 0; i < slots; i++) {
            out.putLong(places[i]);
        }
        out.putInt(crc(out.array()));
        Files.write(file, out.array());
    }

    /// The index in `file`, empty where it is not there, damaged, or of another trace.
    static Optional<PositionIndex> read(Path file, int recordsCrc, long records) {
        if (records / STRIDE > MAX_SLOTS) {
            return Optional.empty();
        }
        byte[] bytes;
        try {
            if (!Files.isRegularFile(file) || Files.size(file) != size(slots(records))) {
                return Optional.empty();
            }
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.length != size(slots(records))
                || in.getLong() != MAGIC
                || in.getInt() != VERSION
                || in.getInt() != recordsCrc
                || in.getLong() != records
                || in.getInt(bytes.length - CRC_BYTES) != crc(bytes)) {
            return Optional.empty();
        }
        PositionIndex index = new PositionIndex();
        index.records = records;
        index.places = new long[slots(records)];
        in.asLongBuffer().get(index.places);
        return Optional.of(index);
    }

    private static int slots(long records) {
        return Math.toIntExact((records + STRIDE - 1) / STRIDE);
    }

    private static int size(int slots) {
        return PLACES_AT + slots * Long.BYTES + CRC_BYTES;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length - CRC_BYTES);
        return (int) crc.getValue();
    }
}
