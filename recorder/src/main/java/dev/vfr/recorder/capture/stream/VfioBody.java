package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.stream.StreamElement.DeviceConfig;
import dev.vfr.recorder.capture.stream.StreamElement.DeviceRecord;
import dev.vfr.recorder.capture.stream.StreamElement.Payload;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// The device state records of a VFIO device.
///
///     START  DEV_SETUP_STATE END_OF_STATE
///     PART   [DEV_DATA_STATE length bytes] (END_OF_STATE | DEV_INIT_DATA_SENT)
///     END    (DEV_DATA_STATE length bytes)* END_OF_STATE
///     FULL   DEV_CONFIG_STATE vmstate END_OF_STATE | END_OF_STATE | DEV_CONFIG_LOAD_READY
///
/// Another order that vfio_load_state() of QEMU reads all the same is told with the record; what it refuses is
/// [Damage].
final class VfioBody implements Body {

    private static final int TAG_BYTES = 8;
    private static final int LENGTH_BYTES = 8;
    private static final int FOOTER_BYTES = 5;

    private enum Place {
        TAG,
        PAYLOAD,
        AFTER_SETUP,
        CONFIG,
        AFTER_CONFIG,
        DONE
    }

    private final Section section;
    private final byte[] endOfConfig;
    private Place place = Place.TAG;
    private boolean dataSeen;
    private long payloadBytes;
    private long configOffset;

    VfioBody(Section section) {
        this.section = section;
        endOfConfig = ByteBuffer.allocate(TAG_BYTES + FOOTER_BYTES)
                .putLong(StreamTag.END_OF_STATE.value())
                .put((byte) StreamParser.FOOTER)
                .putInt((int) section.id())
                .array();
    }

    @Override
    public Step step(Window window) {
        return switch (place) {
            case TAG, AFTER_SETUP, AFTER_CONFIG -> tag(window);
            case PAYLOAD -> payload(window);
            case CONFIG -> config(window);
            case DONE -> Step.Plain.DONE;
        };
    }

    @Override
    public String expected() {
        return switch (place) {
            case TAG, AFTER_SETUP, AFTER_CONFIG -> names(fitting()) + " of " + section.text();
            case PAYLOAD -> Long.toUnsignedString(payloadBytes) + " more bytes of DEV_DATA_STATE";
            case CONFIG -> "END_OF_STATE and the footer of " + section.text();
            case DONE -> "the footer of " + section.text();
        };
    }

    /// Bytes of the current DEV_DATA_STATE that have not passed, 0 where there is none; >= 0.
    long payloadBytes() {
        return place == Place.PAYLOAD ? payloadBytes : 0;
    }

    /// `bytes` of the payload have passed.
    void passed(long bytes) {
        payloadBytes -= bytes;
        if (payloadBytes == 0) {
            place = Place.TAG;
        }
    }

    private Step tag(Window window) {
        if (!window.has(TAG_BYTES)) {
            return Step.Plain.WAITS;
        }
        long offset = window.offset();
        Optional<StreamTag> known = StreamTag.of(window.u64(0));
        if (known.isEmpty() || (place == Place.AFTER_SETUP && known.get() != StreamTag.END_OF_STATE)) {
            return new Step.Read(new Damage(offset, expected(), window.hex(0, TAG_BYTES)));
        }
        StreamTag tag = known.get();
        OptionalLong length = OptionalLong.empty();
        if (tag == StreamTag.DEV_DATA_STATE) {
            if (!window.has(TAG_BYTES + LENGTH_BYTES)) {
                return Step.Plain.WAITS;
            }
            long bytes = window.u64(TAG_BYTES);
            if (bytes < 0) {
                return new Step.Read(new Damage(
                        offset + TAG_BYTES, "a length of DEV_DATA_STATE", window.hex(TAG_BYTES, LENGTH_BYTES)));
            }
            length = OptionalLong.of(bytes);
        }
        Set<StreamTag> fitting = fitting();
        Optional<String> expected = fitting.contains(tag) ? Optional.empty() : Optional.of(names(fitting));
        window.take(length.isPresent() ? TAG_BYTES + LENGTH_BYTES : TAG_BYTES);
        follow(tag, length.orElse(0), window.offset());
        return new Step.Read(new DeviceRecord(offset, section, tag, length, expected));
    }

    private void follow(StreamTag tag, long length, long offset) {
        place = switch (tag) {
            case END_OF_STATE, DEV_INIT_DATA_SENT, DEV_CONFIG_LOAD_READY -> Place.DONE;
            case DEV_SETUP_STATE -> Place.AFTER_SETUP;
            case DEV_CONFIG_STATE -> Place.CONFIG;
            case DEV_DATA_STATE -> length == 0 ? Place.TAG : Place.PAYLOAD;
        };
        dataSeen |= tag == StreamTag.DEV_DATA_STATE;
        payloadBytes = length;
        configOffset = offset;
    }

    private Step payload(Window window) {
        int count = (int) Math.min(payloadBytes, window.available());
        if (count == 0) {
            return Step.Plain.WAITS;
        }
        Payload payload = new Payload(window.offset(), section, window.view(count));
        window.take(count);
        passed(count);
        return new Step.Read(payload);
    }

    /// The config has no length: it ends before the END_OF_STATE that the section's footer follows.
    private Step config(Window window) {
        int at = window.indexOf(endOfConfig[0], 0);
        while (at >= 0 && window.has(at + endOfConfig.length) && !window.startsWith(at, endOfConfig)) {
            at = window.indexOf(endOfConfig[0], at + 1);
        }
        boolean found = at >= 0 && window.has(at + endOfConfig.length);
        window.take(at >= 0 ? at : window.available());
        if (!found) {
            return Step.Plain.WAITS;
        }
        place = Place.AFTER_CONFIG;
        return new Step.Read(new DeviceConfig(configOffset, section, window.offset() - configOffset));
    }

    private Set<StreamTag> fitting() {
        if (place == Place.AFTER_SETUP || place == Place.AFTER_CONFIG) {
            return EnumSet.of(StreamTag.END_OF_STATE);
        }
        return switch (section.kind()) {
            case START -> EnumSet.of(StreamTag.DEV_SETUP_STATE);
            case PART ->
                dataSeen
                        ? EnumSet.of(StreamTag.END_OF_STATE, StreamTag.DEV_INIT_DATA_SENT)
                        : EnumSet.of(StreamTag.DEV_DATA_STATE, StreamTag.END_OF_STATE, StreamTag.DEV_INIT_DATA_SENT);
            case END -> EnumSet.of(StreamTag.DEV_DATA_STATE, StreamTag.END_OF_STATE);
            case FULL ->
                EnumSet.of(StreamTag.DEV_CONFIG_STATE, StreamTag.END_OF_STATE, StreamTag.DEV_CONFIG_LOAD_READY);
        };
    }

    private static String names(Set<StreamTag> tags) {
        return tags.stream().map(StreamTag::name).collect(Collectors.joining(" or "));
    }
}
