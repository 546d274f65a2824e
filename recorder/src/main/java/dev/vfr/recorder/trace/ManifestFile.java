package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes `manifest.json`.
final class ManifestFile {

    private static final long MAX_BYTES = 16 << 20;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ManifestFile() {}

    /// Replaces the manifest in one step, so that there is always a whole one.
    static void write(Path file, Manifest manifest) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        byte[] json = MAPPER.writeValueAsBytes(manifest);
        try (FileChannel out = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(json);
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Manifest read(Path file) throws TraceException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw corrupt(file, "is larger than 16 MiB");
            }
            JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
            checkVersion(file, json);
            return checked(file, MAPPER.treeToValue(json, Manifest.class));
        } catch (IOException e) {
            throw TraceException.io(file, "read", e);
        } catch (JacksonException e) {
            String problem =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw corrupt(file, (line > 0 ? "line " + line + ": " : "") + problem);
        }
    }

    private static void checkVersion(Path file, JsonNode json) throws TraceException {
        if (!json.path("format").asString("").equals(Manifest.FORMAT)) {
            throw new TraceException(
                    Kind.NOT_A_TRACE, file + ": expected \"format\": \"" + Manifest.FORMAT + "\", found another file");
        }
        int version = json.path("version").asInt(0);
        if (version > Manifest.VERSION) {
            String producer = json.path("producer").asString("a newer vfr");
            throw new TraceException(
                    Kind.TOO_NEW,
                    file + ": written by " + singleLine(producer) + " in version " + version
                            + " of the format; this vfr reads version " + Manifest.VERSION);
        }
        if (version < Manifest.OLDEST_VERSION) {
            throw new TraceException(
                    Kind.TOO_OLD,
                    file + ": expected at least version " + Manifest.OLDEST_VERSION + " of the format, found "
                            + version);
        }
    }

    private static Manifest checked(Path file, Manifest manifest) throws TraceException {
        if (manifest.closedCleanly()
                && (manifest.events().isEmpty()
                        || manifest.queueBytes().isEmpty()
                        || crc(manifest.recordsCrc32c()).isEmpty()
                        || crc(manifest.queueCrc32c()).isEmpty())) {
            throw corrupt(file, "the totals of a closed trace are not there");
        }
        if (manifest.events().orElse(0) < 0 || manifest.queueBytes().orElse(0) < 0) {
            throw corrupt(file, "a negative total");
        }
        return manifest;
    }

    static String hex(int crc) {
        return String.format("%08x", crc);
    }

    /// The number of a checksum in the manifest, empty where there is none.
    static Optional<Integer> crc(Optional<String> hex) {
        try {
            return hex.map(digits -> Integer.parseUnsignedInt(digits, 16));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static TraceException corrupt(Path file, String problem) {
        return new TraceException(Kind.CORRUPT, file + ": expected the manifest of a trace, found: " + problem);
    }

    private static String singleLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
