package dev.vfr.recorder.capture;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.capture.compress.Compression;
import dev.vfr.recorder.capture.compress.DecompressedInput;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// A file to import, opened: its first bytes to look at, and all of it to read once.
final class InputFile implements AutoCloseable {

    /// Bytes at the beginning by which the format is guessed.
    private static final int HEAD = 1 << 18;

    private final Path file;
    private final InputStream rest;
    private final byte[] head;

    private InputFile(Path file, InputStream rest, byte[] head) {
        this.file = file;
        this.rest = rest;
        this.head = head;
    }

    /// @param progress is told of each number of bytes that was read from the file
    static InputFile open(Path file, LongConsumer progress) throws EventSourceException {
        try {
            InputStream raw = new Counted(Files.newInputStream(file), progress);
            InputStream content = content(raw);
            return new InputFile(file, content, headOf(content));
        } catch (NoSuchFileException e) {
            throw new EventSourceException(file + ": expected a file to import, found none", e);
        } catch (FileSystemException e) {
            throw new EventSourceException(file + ": cannot be read: " + e.getReason(), e);
        } catch (IOException e) {
            throw new EventSourceException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream content(InputStream raw) throws IOException {
        byte[] magic = raw.readNBytes(Compression.MAGIC_BYTES);
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(magic), raw);
        Optional<Compression> compression = Compression.of(magic);
        return compression.isPresent() ? new DecompressedInput(compression.get(), whole) : whole;
    }

    /// One layer is taken off; nobody compresses a log twice but by mistake.
    private static byte[] headOf(InputStream content) throws IOException {
        byte[] head = content.readNBytes(HEAD);
        Optional<Compression> inner = content instanceof DecompressedInput ? Compression.of(head) : Optional.empty();
        if (inner.isPresent()) {
            throw new IOException("expected data that is compressed once, found "
                    + inner.get().label() + " data inside; unpack one of the two");
        }
        return head;
    }

    Path file() {
        return file;
    }

    /// When the file was last changed, ns since 1970-01-01T00:00:00Z; empty where nothing says so.
    OptionalLong modifiedNs() {
        try {
            return OptionalLong.of(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// The first bytes; all of them where the file is short.
    byte[] head() {
        return head;
    }

    boolean isEmpty() {
        return head.length == 0;
    }

    /// All of the file, to be asked for once.
    InputStream content() {
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    @Override
    public void close() {
        try {
            rest.close();
        } catch (IOException e) {
            // Nothing is lost when a file that was only read fails to close.
        }
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;

        Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                progress.accept(1);
            }
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count > 0) {
                progress.accept(count);
            }
            return count;
        }
    }
}
