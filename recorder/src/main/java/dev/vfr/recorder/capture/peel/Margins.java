package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The margin that a test runner or `docker compose` puts before each line of a program: names up to a bar, then
/// perhaps
/// the name of a machine and an angle bracket.
///
///     web-1  | text
///       debug           | simplevm> text
final class Margins implements Layer {

    private static final Pattern MARGIN = Pattern.compile("^[^|{}\"'=]{1,80}\\| ?(?:[\\w.-]{1,40}> ?)?");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        Matcher margin = MARGIN.matcher(line.prefix());
        if (margin.find()) {
            line.strip(margin.end());
        }
        inner.accept(line);
    }
}
