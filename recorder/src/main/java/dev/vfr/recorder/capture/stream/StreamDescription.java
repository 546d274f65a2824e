package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.SectionSizes.Handler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The JSON at the end of a stream, in which QEMU describes the state of each handler that has a vmstate.
///
/// Each device has `name`, `instance_id` and either `size` or `fields`; a field has `size`, and `array_len`
/// where it stands for several of that size; a subsection has `vmsd_name` and fields of its own. Source:
/// migration/vmstate.c.
public final class StreamDescription {

    /// QEMU's largest are some hundred KiB.
    private static final int TAIL_BYTES = 1 << 23;

    private static final int HEAD_BYTES = 5;

    private StreamDescription() {}

    /// The sizes that the description at the end of a file has; nothing where the file has none that can be read.
    public static SectionSizes sizesIn(Path file) {
        if (!Files.isRegularFile(file)) {
            return SectionSizes.UNKNOWN;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            ByteBuffer tail = ByteBuffer.allocate((int) Math.min(TAIL_BYTES, channel.size()));
            channel.position(channel.size() - tail.capacity());
            while (tail.hasRemaining() && channel.read(tail) >= 0) {
                // Until the tail is full.
            }
            return sizesIn(tail.flip());
        } catch (IOException e) {
            // Reading the stream itself will say what is wrong with the file.
            return SectionSizes.UNKNOWN;
        }
    }

    private static SectionSizes sizesIn(ByteBuffer tail) {
        for (int at = tail.limit() - HEAD_BYTES - 1; at >= 0; at--) {
            boolean found = tail.get(at) == StreamParser.DESCRIPTION
                    && tail.getInt(at + 1) == tail.limit() - at - HEAD_BYTES
                    && tail.get(at + HEAD_BYTES) == '{';
            if (found) {
                return sizesOf(StandardCharsets.UTF_8
                        .decode(tail.position(at + HEAD_BYTES))
                        .toString());
            }
        }
        return SectionSizes.UNKNOWN;
    }

    /// The sizes that a description has; nothing where it is no JSON.
    public static SectionSizes sizesOf(String json) {
        Map<Handler, Long> sizes = new HashMap<>();
        try {
            for (JsonNode device : JsonMapper.shared().readTree(json).path("devices")) {
                OptionalLong size = device.has("size") ? number(device.path("size")) : fields(device);
                if (size.isPresent()) {
                    Handler handler = new Handler(
                            device.path("name").asString(""),
                            device.path("instance_id").asLong(0));
                    sizes.put(handler, size.getAsLong());
                }
            }
        } catch (JacksonException e) {
            return SectionSizes.UNKNOWN;
        }
        return new SectionSizes(sizes);
    }

    private static OptionalLong number(JsonNode node) {
        return node.isIntegralNumber() && node.asLong(-1) >= 0
                ? OptionalLong.of(node.asLong(-1))
                : OptionalLong.empty();
    }

    private static OptionalLong fields(JsonNode of) {
        long sum = 0;
        for (JsonNode field : of.path("fields")) {
            OptionalLong size = number(field.path("size"));
            if (size.isEmpty()) {
                return OptionalLong.empty();
            }
            sum += size.getAsLong() * Math.max(1, field.path("array_len").asLong(1));
        }
        for (JsonNode subsection : of.path("subsections")) {
            OptionalLong size = fields(subsection);
            if (size.isEmpty()) {
                return OptionalLong.empty();
            }
            // Byte 5, u8 length, name, u32 version.
            sum += 6 + subsection.path("vmsd_name").asString("").length() + size.getAsLong();
        }
        return OptionalLong.of(sum);
    }
}
