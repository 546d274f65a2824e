package dev.vfr.recorder.capture.bundle;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// The lines of a log and of what it was before it was rotated.
///
/// @param parts from the oldest on, plain or compressed
/// @param notes is given one line for each part that cannot be read to its end
record LogLines(List<UnpackedFile> parts, List<String> notes) {

    /// The rest of a longer line counts as another: it must not fill the memory.
    private static final int LONGEST = 4 << 20;

    /// Is given a line in ISO 8859-1, so that every byte stays what it is.
    @FunctionalInterface
    interface Taker {
        void take(String line) throws IOException;
    }

    /// @throws IOException of the taker
    void forEach(Taker taker) throws IOException {
        for (UnpackedFile part : parts) {
            try (Reader lines = new Reader(part)) {
                while (lines.advance(notes)) {
                    taker.take(lines.text());
                }
            }
        }
    }

    private static final class Reader implements AutoCloseable {
        private final UnpackedFile part;
        private final InputStream in;
        private byte[] line = new byte[1 << 12];
        private int length;
        private boolean broken;

        Reader(UnpackedFile part) throws IOException {
            this.part = part;
            this.in = new BufferedInputStream(Archive.content(part.file()), 1 << 16);
        }

        /// Reads the next line; false at the end, or where the part cannot be read further.
        boolean advance(List<String> notes) {
            length = 0;
            if (broken) {
                return false;
            }
            try {
                int next = in.read();
                boolean any = next >= 0;
                while (next >= 0 && next != '\n') {
                    if (length == line.length) {
                        line = Arrays.copyOf(line, line.length * 2);
                    }
                    line[length++] = (byte) next;
                    next = length < LONGEST ? in.read() : '\n';
                }
                return any;
            } catch (IOException e) {
                broken = true;
                notes.add(part.name() + ": cannot be read further: " + e.getMessage());
                return length > 0;
            }
        }

        String text() {
            return new String(line, 0, length, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
