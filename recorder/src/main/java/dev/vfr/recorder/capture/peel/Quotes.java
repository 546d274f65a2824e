package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;

/// The marks of quoted text in a mail: `> `, `>> `, `> > `, each with or without a space.
final class Quotes implements Layer {

    @Override
    public void take(Line line, Consumer<Line> inner) {
        byte[] bytes = line.bytes();
        int at = line.start();
        int after = at;
        while (at < line.end()
                && (bytes[at] == '>' || (bytes[at] == ' ' && at + 1 < line.end() && bytes[at + 1] == '>'))) {
            boolean mark = bytes[at] == '>';
            at++;
            after = mark ? at : after;
        }
        if (after > line.start()) {
            boolean space = after < line.end() && bytes[after] == ' ';
            line.strip(after - line.start() + (space ? 1 : 0));
        }
        inner.accept(line);
    }
}
