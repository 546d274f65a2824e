package dev.vfr.samples.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// Counts calls in the text of strace by no more than their beginnings, so that a call that the importer passes
/// over does not pass unseen.
final class RawText {

    private static final Pattern CALL =
            Pattern.compile("^\\d+ +[0-9.]+ (ioctl\\(\\d+<anon_inode:(\\[vfio-device]|[a-z0-9_]*mig)>"
                    + "|(read|readv|pread64|write|writev|pwrite64)\\(\\d+<anon_inode:[a-z0-9_]*mig>)");

    private RawText() {}

    static long calls(Path strace) throws IOException {
        long calls = 0;
        try (InputStream file = Files.newInputStream(strace);
                InputStream text = strace.toString().endsWith(".gz") ? new GZIPInputStream(file) : file;
                BufferedReader lines = new BufferedReader(new InputStreamReader(text, StandardCharsets.ISO_8859_1))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                calls += CALL.matcher(line).lookingAt() ? 1 : 0;
            }
        }
        return calls;
    }
}
