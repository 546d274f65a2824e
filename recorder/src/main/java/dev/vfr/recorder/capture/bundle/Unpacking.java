package dev.vfr.recorder.capture.bundle;

import dev.vfr.model.event.EventSourceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// The files of bundles, unpacked.
///
/// Nothing that an archive says is taken for a place on disk: what is in it goes into files that are numbered. Links
/// are
/// neither made nor followed, devices and pipes are not opened. What is too much is left out, and said.
final class Unpacking {

    /// An archive in an archive is unpacked, and one in that is not.
    private static final int DEEPEST_ARCHIVE = 2;

    private static final Pattern SLASH = Pattern.compile("/");

    private final Path temp;
    private final BundleLimits limits;
    private final List<UnpackedFile> files = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int entries;
    private int special;
    private int numbered;
    private long bytes;
    private boolean full;

    /// @param temp an empty folder for what is in archives
    Unpacking(Path temp, BundleLimits limits) {
        this.temp = temp;
        this.limits = limits;
    }

    /// Takes a bundle: a folder, an archive or a file.
    void add(Path bundle) throws EventSourceException {
        String name = String.valueOf(bundle.toAbsolutePath().normalize().getFileName());
        if (!Files.exists(bundle)) {
            throw new EventSourceException(bundle + ": expected a folder or an archive, found none");
        }
        try {
            if (Files.isDirectory(bundle)) {
                walk(bundle.toRealPath(), name);
            } else {
                take(name, bundle, 0);
            }
        } catch (IOException e) {
            throw new EventSourceException(bundle + ": cannot be read: " + e.getMessage(), e);
        }
    }

    List<UnpackedFile> files() {
        return List.copyOf(files);
    }

    /// What was left out, one line each.
    List<String> notes() {
        List<String> all = new ArrayList<>(notes);
        if (special > 0) {
            all.add(String.format(
                    Locale.ROOT, "%,d links, devices and pipes left out: they are not followed", special));
        }
        return all;
    }

    private void walk(Path folder, String name) throws IOException {
        Files.walkFileTree(
                folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), limits.depth(), new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        String inBundle =
                                name + "/" + folder.relativize(file).toString().replace('\\', '/');
                        if (!count(inBundle)) {
                            return FileVisitResult.TERMINATE;
                        }
                        if (attributes.isDirectory()) {
                            notes.add(inBundle + ": left out: more than " + limits.depth() + " folders deep");
                        } else if (!attributes.isRegularFile()) {
                            special++;
                        } else if (!Files.isReadable(file)) {
                            notes.add(inBundle + ": left out: permission denied");
                        } else {
                            take(inBundle, file, 0);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        notes.add(name + "/" + folder.relativize(file) + ": left out: it cannot be read");
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private boolean count(String name) {
        if (!full && ++entries > limits.entries()) {
            notes.add(String.format(
                    Locale.ROOT, "%s and what follows left out: more than %,d entries", name, limits.entries()));
            full = true;
        }
        return !full;
    }

    private void take(String name, Path file, int depth) throws IOException {
        Optional<Archive> archive = Archive.of(file);
        if (archive.isEmpty()) {
            files.add(new UnpackedFile(name, file));
        } else if (depth >= DEEPEST_ARCHIVE) {
            notes.add(name + ": left out: an archive in an archive in an archive; unpack it to import it");
        } else {
            int before = entries;
            try {
                switch (archive.get()) {
                    case TAR -> untar(name, file, depth);
                    case ZIP -> unzip(name, file, depth);
                }
            } catch (IOException | RuntimeException e) {
                // The library meets some kinds of damage as an index that is out of bounds.
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: the archive cannot be read further than %,d entries: %s",
                        name,
                        entries - before,
                        oneLine(e)));
            }
        }
    }

    private static String oneLine(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }

    private void untar(String name, Path file, int depth) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Archive.content(file), "UTF-8")) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String inBundle = name + "/" + safe(entry.getName());
                if (!count(inBundle)) {
                    return;
                }
                if (entry.isDirectory() || entry.isPaxHeader() || entry.isGlobalPaxHeader()) {
                    continue;
                }
                if (!entry.isFile()
                        || entry.isLink()
                        || entry.isSymbolicLink()
                        || entry.isFIFO()
                        || entry.isBlockDevice()
                        || entry.isCharacterDevice()
                        || !tar.canReadEntryData(entry)) {
                    special++;
                } else {
                    extract(inBundle, tar, Long.MAX_VALUE, depth);
                }
            }
        }
    }

    private void unzip(String name, Path file, int depth) throws IOException {

        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            Enumeration<ZipArchiveEntry> all = zip.getEntries();
            while (all.hasMoreElements()) {
                ZipArchiveEntry entry = all.nextElement();
                String inBundle = name + "/" + safe(entry.getName());
                if (!count(inBundle)) {
                    return;
                }
                if (entry.isDirectory()) {
                    continue;
                }
                if (entry.isUnixSymlink()) {
                    special++;
                } else if (!zip.canReadEntryData(entry)) {
                    notes.add(inBundle + ": left out: it is encrypted, or packed in a way that vfr does not read");
                } else {
                    try (InputStream in = zip.getInputStream(entry)) {
                        extract(inBundle, in, entry.getCompressedSize(), depth);
                    }
                }
            }
        }
    }

    /// Copies an entry into a numbered file.
    private void extract(String name, InputStream in, long packedBytes, int depth) throws IOException {
        Path file = temp.resolve(String.valueOf(numbered++));
        long own = 0;
        String tooMuch = "";
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0 && tooMuch.isEmpty(); count = in.read(buffer)) {
                own += count;
                bytes += count;
                tooMuch = tooMuch(own, packedBytes);
                out.write(buffer, 0, count);
            }
        }
        if (tooMuch.isEmpty()) {
            take(name, file, depth + 1);
        } else {
            notes.add(name + ": left out: " + tooMuch);
        }
        if (!tooMuch.isEmpty() || files.isEmpty() || !files.getLast().file().equals(file)) {
            bytes -= tooMuch.isEmpty() ? 0 : own;
            Files.deleteIfExists(file);
        }
    }

    private String tooMuch(long own, long packedBytes) {
        if (own > limits.entryBytes()) {
            return String.format(Locale.ROOT, "it is larger than %,d bytes", limits.entryBytes());
        }
        if (own > BundleLimits.FREE_BYTES && own / BundleLimits.LARGEST_RATIO > packedBytes) {
            return String.format(
                    Locale.ROOT,
                    "it expands to more than %,d times its size, which no capture does",
                    BundleLimits.LARGEST_RATIO);
        }
        if (bytes > limits.totalBytes()) {
            full = true;
            return String.format(
                    Locale.ROOT,
                    "the archives hold more than %,d bytes; what follows is left out, too",
                    limits.totalBytes());
        }
        return "";
    }

    /// The name of an entry as it is shown: without control characters and without empty, `.` and `..` parts.
    private static String safe(String name) {
        List<String> parts = new ArrayList<>();
        for (String part : SLASH.split(name.replace('\\', '/'), -1)) {
            String shown = part.replaceAll("\\p{Cntrl}", "?");
            if (!shown.isEmpty() && !shown.equals(".") && !shown.equals("..")) {
                parts.add(shown);
            }
        }
        return String.join("/", parts);
    }
}
