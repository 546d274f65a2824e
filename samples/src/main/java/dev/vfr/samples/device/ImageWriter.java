package dev.vfr.samples.device;

import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.image.ByteRuns;
import dev.vfr.samples.image.Pattern;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Puts the stream of one saving session together, part by part, as its driver lays it out.
final class ImageWriter {

    /// What a packet of xe that is not VRAM has at most, of what the size gives.
    private static final long PACKET_SMALL_BYTES = 1 << 20;

    private final DeviceProfile profile;
    private final ByteRuns runs;
    private final int headerBytes;
    private int fixedAt;

    ImageWriter(DeviceProfile profile, Pattern pattern) {
        this.profile = profile;
        this.runs = new ByteRuns(pattern);
        this.headerBytes = Frames.headerBytes(profile.image().layout());
    }

    /// Bytes that can be read now.
    long readable() {
        return runs.lengthBytes();
    }

    StateData take(int max) {
        return runs.take(max);
    }

    /// The first part of pre-copy, of the size that the profile says.
    void initial() {
        long bytes = profile.sizes().initialBytes();
        switch (profile.image().layout()) {
            case PLAIN -> plainStart(bytes);
            case FIXED -> fixed(bytes);
            case RECORDS -> {
                long announced = announceStopCopy();
                stateRecord(bytes - announced - headerBytes, false);
            }
            case PACKETS -> throw new IllegalArgumentException("packets have no part for pre-copy");
        }
    }

    /// What got dirty, or is new.
    ///
    /// @param bytes without headers
    void round(long bytes) {
        switch (profile.image().layout()) {
            case PLAIN -> runs.fill(bytes);
            case RECORDS -> stateRecord(bytes, false);
            case FIXED, PACKETS -> throw new IllegalArgumentException("nothing gets dirty in a fixed image");
        }
    }

    /// All that only STOP_COPY sends.
    ///
    /// @param dirty bytes that got dirty and are not in any part before
    /// @param first whether there is nothing before
    void rest(long dirty, boolean first) {
        long bytes = profile.sizes().stopCopyBytes() + dirty;
        switch (profile.image().layout()) {
            case PLAIN -> {
                if (first) {
                    plainStart(bytes);
                } else {
                    runs.fill(bytes);
                }
                runs.put(PlainImage.trailer(true, runs.crc32c()));
            }
            case FIXED -> {
                if (!profile.has(Quirk.GUEST_DRIVER_MISSING)) {
                    fixed(profile.sizes().initialBytes() + profile.sizes().stopCopyBytes());
                } else if (first) {
                    fixed(profile.sizes().initialBytes());
                }
            }
            case RECORDS -> {
                if (first) {
                    announceStopCopy();
                }
                records(bytes);
            }
            case PACKETS -> packets(bytes);
        }
    }

    private void plainStart(long bytes) {
        runs.put(PlainImage.header(profile.type()));
        runs.fill(bytes - PlainImage.HEADER_BYTES);
    }

    private void fixed(long end) {
        byte[] image = FixedImage.of(profile).bytes();
        byte[] part = new byte[Math.toIntExact(end) - fixedAt];
        System.arraycopy(image, fixedAt, part, 0, part.length);
        runs.put(part);
        fixedAt += part.length;
    }

    /// The record with which a destination can make room early.
    ///
    /// @return how many bytes it has; drivers that save all again do not send it
    private long announceStopCopy() {
        if (profile.saving().savesAllAgain()) {
            return 0;
        }
        byte[] size = new byte[Long.BYTES];
        ByteBuffer.wrap(size)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(profile.sizes().stopCopyBytes());
        runs.put(Frames.record(Frames.TAG_STOP_COPY_SIZE, Frames.OPTIONAL, size.length));
        runs.put(size);
        return (long) headerBytes + size.length;
    }

    private void records(long bytes) {
        long left = bytes;
        do {
            long piece = Math.min(left, profile.image().maxPayloadBytes());
            left -= piece;
            stateRecord(piece, left == 0);
        } while (left > 0);
    }

    /// A record of state; the firmware's own trailer is the end of it.
    private void stateRecord(long wantedBytes, boolean last) {
        long bytes = Math.max(wantedBytes, PlainImage.TRAILER_BYTES);
        runs.put(Frames.record(Frames.TAG_STATE, 0, bytes));
        runs.fill(bytes - PlainImage.TRAILER_BYTES);
        runs.put(PlainImage.trailer(last, runs.crc32c()));
    }

    private void packets(long bytes) {
        byte[] descriptor = PlainImage.padded(profile.type(), 32);
        runs.put(Frames.packet(Frames.DESCRIPTOR, 0, descriptor.length));
        runs.put(descriptor);
        long small = Math.min(bytes / 8, PACKET_SMALL_BYTES);
        for (int type : new int[] {Frames.GGTT, Frames.MMIO, Frames.GUC}) {
            packet(type, 0, small);
        }
        long vram = bytes - 3 * small;
        for (long at = 0; at < vram; at += profile.image().maxPayloadBytes()) {
            packet(Frames.VRAM, at, Math.min(vram - at, profile.image().maxPayloadBytes()));
        }
        runs.put(Frames.packet(Frames.TRAILER, 0, PlainImage.TRAILER_BYTES));
        runs.put(PlainImage.trailer(true, runs.crc32c()));
    }

    private void packet(int type, long offset, long bytes) {
        runs.put(Frames.packet(type, offset, bytes));
        runs.fill(bytes);
    }
}
