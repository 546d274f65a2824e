package dev.vfr.recorder.cli;

import dev.vfr.recorder.capture.ImportFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The formats of `import`, each with how to get it from whom.
final class FormatList {

    private static final String RESOURCE = "formats.txt";

    private FormatList() {}

    /// The lines on how to get a file of a format, by the formats' names.
    static Map<String, List<String>> sources() {
        Map<String, List<String>> sources = new HashMap<>();
        List<String> present = new ArrayList<>();
        try (InputStream in = Objects.requireNonNull(FormatList.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(" ")) {
                    present.add(line);
                } else {
                    present = new ArrayList<>();
                    sources.put(line, present);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    static void print(PrintWriter out) {
        Map<String, List<String>> sources = sources();
        for (ImportFormat format : ImportFormat.values()) {
            out.println(format.label() + ": " + format.description());
            sources.getOrDefault(format.label(), List.of()).forEach(out::println);
        }
    }
}
