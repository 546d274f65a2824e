package dev.vfr.recorder.capture.peel;

import java.util.function.Consumer;

/// One layer around the lines of a text. A line that does not have it passes as it is.
///
/// Layers may keep lines back (a wrapped line waits for its rest), so an object of this type reads one text.
interface Layer {

    /// Takes a line from outside and hands on what is inside: no line, one, or several.
    ///
    /// @param line its bytes are valid until this call returns, unless [Line#keep] was called
    void take(Line line, Consumer<Line> inner);

    /// The text ends: hands on what was kept back.
    default void end(Consumer<Line> inner) {}
}
