package dev.vfr.recorder.capture.peel;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// What a terminal was told: colours, movements of the cursor, returns to the line's start, backspaces. The line
/// becomes
/// what the terminal showed.
///
/// QEMU's monitor echoes each key with movements of the cursor, so the commands that were typed are only readable this
/// way.
final class Terminal implements Layer {

    private static final byte ESCAPE = 0x1b;
    private static final byte BELL = 0x07;

    /// Cells of a line; a longer one passes as it is.
    private static final int WIDEST = 1 << 16;

    @Override
    public void take(Line line, Consumer<Line> inner) {
        if (line.length() < WIDEST && isControlled(line)) {
            line.replace(new Screen(line).show());
        }
        inner.accept(line);
    }

    private static boolean isControlled(Line line) {
        byte[] bytes = line.bytes();
        for (int i = line.start(); i < line.end(); i++) {
            if (bytes[i] == ESCAPE || bytes[i] == '\b' || bytes[i] == '\r' || bytes[i] == BELL) {
                return true;
            }
        }
        return false;
    }

    /// One line of a screen.
    private static final class Screen {
        private final byte[] bytes;
        private final int end;
        private int at;
        private byte[] cells = new byte[256];
        private int width;
        private int cursor;

        Screen(Line line) {
            bytes = line.bytes();
            at = line.start();
            end = line.end();
        }

        String show() {
            while (at < end) {
                byte b = bytes[at++];
                switch (b) {
                    case ESCAPE -> escape();
                    case '\b' -> cursor = Math.max(0, cursor - 1);
                    case '\r' -> cursor = 0;
                    case BELL -> {}
                    default -> put(b);
                }
            }
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            shown.write(cells, 0, width);
            return shown.toString(java.nio.charset.StandardCharsets.UTF_8);
        }

        private void put(byte b) {
            if (cursor >= WIDEST) {
                return;
            }
            if (cursor >= cells.length) {
                cells = java.util.Arrays.copyOf(cells, Math.max(cells.length * 2, cursor + 1));
            }
            for (int i = width; i < cursor; i++) {
                cells[i] = ' ';
            }
            cells[cursor++] = b;
            width = Math.max(width, cursor);
        }

        private void escape() {
            if (at >= end) {
                return;
            }
            byte kind = bytes[at++];
            if (kind == '[') {
                control();
            } else if (kind == ']') {
                while (at < end && bytes[at] != BELL && bytes[at] != ESCAPE) {
                    at++;
                }
                at += at < end && bytes[at] == BELL ? 1 : 0;
            } else if (kind == '(' || kind == ')') {
                at = Math.min(end, at + 1);
            }
        }

        /// `ESC [ NUMBERS LETTER`.
        private void control() {
            int number = 0;
            boolean any = false;
            while (at < end && (bytes[at] < '@' || bytes[at] > '~')) {
                if (bytes[at] >= '0' && bytes[at] <= '9') {
                    number = Math.min(number * 10 + (bytes[at] - '0'), WIDEST);
                    any = true;
                } else if (bytes[at] == ';') {
                    number = 0;
                } else if (bytes[at] < ' ') {
                    return;
                }
                at++;
            }
            if (at >= end) {
                return;
            }
            int count = any ? Math.max(number, 1) : 1;
            switch (bytes[at++]) {
                case 'D' -> cursor = Math.max(0, cursor - count);
                case 'C' -> cursor = Math.min(WIDEST, cursor + count);
                case 'G' -> cursor = count - 1;
                case 'K' -> width = number == 0 ? Math.min(width, cursor) : number == 2 ? 0 : width;
                default -> {}
            }
        }
    }
}
