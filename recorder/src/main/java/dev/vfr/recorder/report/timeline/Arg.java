package dev.vfr.recorder.report.timeline;

/// A detail of something that is drawn: a number where `text` is empty, otherwise that text.
record Arg(String name, long number, String text) {

    static Arg of(String name, long number) {
        return new Arg(name, number, "");
    }

    static Arg of(String name, String text) {
        return new Arg(name, 0, text.isEmpty() ? " " : text);
    }

    boolean isText() {
        return !text.isEmpty();
    }
}
