package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;

/// Blanks before a line. Those inside a JSON object or a Python dict stay, since there the first column means
/// something.
final class Indentation implements Layer {

    private static final String OF_AN_OBJECT = "{}[]\"'";

    @Override
    public void take(Line line, Consumer<Line> inner) {
        byte[] bytes = line.bytes();
        int at = line.start();
        while (at < line.end() && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        if (at > line.start() && at < line.end() && OF_AN_OBJECT.indexOf(bytes[at]) < 0) {
            line.strip(at - line.start());
        }
        inner.accept(line);
    }
}
