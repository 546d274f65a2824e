package dev.vfr.samples.data;

/// Where something is written.
///
/// @param file the file's name, or what else the text came from, such as `--set bandwidth`
/// @param line from 1, 0 where the text has no lines
/// @param column from 1, 0 where the text has no lines
public record Place(String file, int line, int column) {

    /// A place without lines.
    public static Place of(String origin) {
        return new Place(origin, 0, 0);
    }

    /// `FILE:LINE:COLUMN`.
    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }
}
