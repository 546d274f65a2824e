package dev.vfr.ui.inspector;

/// One line of the inspector.
///
/// @param name what it is
/// @param value its value for people
/// @param tone how it looks
record Field(String name, String value, Tone tone) {

    /// What a value says besides its text.
    enum Tone {
        PLAIN,
        /// The source does not show it.
        UNKNOWN,
        GOOD,
        BAD
    }

    static Field of(String name, String value) {
        return new Field(name, value, Tone.PLAIN);
    }
}
