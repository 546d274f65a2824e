package dev.vfr.recorder.json;

/// JSON that is no event: what was expected and what was found instead. Whoever knows the file adds file and line.
final class UnexpectedJson extends Exception {
    private static final long serialVersionUID = 1L;

    private final String expected;
    private final String found;

    UnexpectedJson(String expected, String found) {
        super("expected " + expected + ", found " + found);
        this.expected = expected;
        this.found = found;
    }

    /// The same inside the field called `name`.
    UnexpectedJson in(String name) {
        return expected.contains(" for \"") ? this : new UnexpectedJson(expected + " for \"" + name + '"', found);
    }
}
