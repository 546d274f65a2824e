package dev.vfr.recorder.capture.bundle;

import java.util.HashMap;
import java.util.Map;

/// Names of traces: safe as files' names, and each given once.
final class Names {

    private static final int LONGEST = 120;

    private final Map<String, Integer> given = new HashMap<>();

    /// `name` if it is free, else with the next number behind it.
    String unique(String name) {
        String safe = safe(name);
        int number = given.merge(safe, 1, Integer::sum);
        if (number == 1) {
            return safe;
        }
        return unique(safe + "-" + number);
    }

    /// `name` with nothing in it that means something to a file system or a shell.
    static String safe(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("^[.-]+", "");
        if (safe.length() > LONGEST) {
            safe = safe.substring(0, LONGEST);
        }
        return safe.isEmpty() ? "capture" : safe;
    }

    /// The name up to the first dot of a file's.
    static String stem(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// The last folder of a path that ends with a slash.
    static String lastFolder(String root) {
        String path = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
