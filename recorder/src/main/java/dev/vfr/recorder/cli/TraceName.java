package dev.vfr.recorder.cli;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Names for traces that the user gave no name.
public final class TraceName {

    private static final String SUFFIX = ".vfr";

    private TraceName() {}

    /// A name in the current folder that nothing has yet: `STEM.vfr`, `STEM-2.vfr` and so on.
    public static Path fresh(String stem) {
        Path name = Path.of(stem + SUFFIX);
        for (int number = 2; isTaken(name); number++) {
            name = Path.of(stem + '-' + number + SUFFIX);
        }
        return name;
    }

    /// A name in the current folder for the traces of a bundle, that nothing has yet: `STEM-traces` and so on.
    static Path freshFolder(String stem) {
        Path name = Path.of(stem + "-traces");
        for (int number = 2; isTaken(name); number++) {
            name = Path.of(stem + "-traces-" + number);
        }
        return name;
    }

    /// The stem for what is made of `file`: its name up to the first dot, `src` for `logs/src.trace.log`.
    public static String stemOf(Path file) {
        Path name = file.getFileName();
        String text = name == null ? "" : name.toString();
        int dot = text.indexOf('.');
        String stem = dot < 0 ? text : text.substring(0, dot);
        return stem.isEmpty() ? "trace" : stem;
    }

    /// Whether something has this name already, be it a link that leads nowhere.
    static boolean isTaken(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }
}
