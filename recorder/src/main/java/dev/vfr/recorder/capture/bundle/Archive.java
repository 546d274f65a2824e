package dev.vfr.recorder.capture.bundle;

import dev.vfr.recorder.capture.compress.Compression;
import dev.vfr.recorder.capture.compress.DecompressedInput;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/// The forms of archives that are unpacked, told by content.
enum Archive {
    TAR,
    ZIP;

    private static final int TAR_BLOCK = 512;

    /// Which one a file is, plain or compressed; empty where it is none, or cannot be read.
    static Optional<Archive> of(Path file) {
        try (InputStream in = content(file)) {
            byte[] head = in.readNBytes(TAR_BLOCK);
            if (head.length > 4 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5)) {
                return Optional.of(ZIP);
            }
            boolean tar = head.length == TAR_BLOCK && TarArchiveInputStream.matches(head, TAR_BLOCK);
            return tar ? Optional.of(TAR) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// The content of a file, without its compression.
    static InputStream content(Path file) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            byte[] magic = raw.readNBytes(Compression.MAGIC_BYTES);
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), raw);
            Optional<Compression> compression = Compression.of(magic);
            return compression.isPresent() ? new DecompressedInput(compression.get(), whole) : whole;
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }
}
