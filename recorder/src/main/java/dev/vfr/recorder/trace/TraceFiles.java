package dev.vfr.recorder.trace;

import dev.vfr.recorder.trace.TraceException.Kind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Where the parts of a trace are.
///
/// | path | content | can be rebuilt |
/// |---|---|---|
/// | `NAME.vfr/manifest.json` | what the trace is, see [Manifest] | no |
/// | `NAME.vfr/queue/*.cq4` | the records, see [RecordFrame]; exactly one file | no |
/// | `NAME.vfr/queue/metadata.cq4t` | Chronicle Queue's own table | yes |
/// | `NAME.vfr/payload/queue/*.cq4` | the bytes of device data, where they are kept, see [PayloadFrame] | no |
/// | `NAME.vfr/index` | places of records, see [PositionIndex] | yes |
///
/// @param root the directory of the trace
record TraceFiles(Path root) {

    private static final String QUEUE_SUFFIX = ".cq4";

    Path manifest() {
        return root.resolve("manifest.json");
    }

    Path queue() {
        return root.resolve("queue");
    }

    Path queueMetadata() {
        return queue().resolve("metadata.cq4t");
    }

    Path index() {
        return root.resolve("index");
    }

    /// Where the bytes of device data are, laid out as a trace of their own.
    Path payload() {
        return root.resolve("payload");
    }

    /// Makes the directories of a new trace, for the owner alone.
    static TraceFiles create(Path root) throws TraceException {
        TraceFiles files = new TraceFiles(root);
        try {
            Files.createDirectory(root, ownerOnly(root));
            Files.createDirectory(files.queue(), ownerOnly(root));
            return files;
        } catch (FileAlreadyExistsException e) {
            throw new TraceException(Kind.EXISTS, root + ": exists already; a trace is never overwritten", e);
        } catch (NoSuchFileException e) {
            throw new TraceException(Kind.MISSING, root + ": the folder it should go into does not exist", e);
        } catch (IOException e) {
            throw TraceException.io(root, "created", e);
        }
    }

    /// The directories of a trace that has been written.
    static TraceFiles existing(Path root) throws TraceException {
        TraceFiles files = new TraceFiles(root);
        if (!Files.exists(root)) {
            throw new TraceException(Kind.MISSING, root + ": no such trace");
        }
        if (!Files.isDirectory(root)) {
            throw new TraceException(Kind.NOT_A_TRACE, root + ": expected the folder of a trace, found a file");
        }
        if (!Files.exists(files.manifest())) {
            boolean empty = !Files.exists(files.queue());
            throw new TraceException(
                    empty ? Kind.NOT_A_TRACE : Kind.MISSING,
                    root + (empty ? ": no trace: expected" : ": expected") + " a manifest.json, found none");
        }
        return files;
    }

    /// The one file with the records.
    Path queueFile() throws TraceException {
        List<Path> found;
        try (Stream<Path> files = Files.list(queue())) {
            found = files.filter(file -> file.toString().endsWith(QUEUE_SUFFIX)).toList();
        } catch (NoSuchFileException e) {
            throw new TraceException(Kind.MISSING, queue() + ": expected the queue of the trace, found nothing", e);
        } catch (IOException e) {
            throw TraceException.io(queue(), "read", e);
        }
        if (found.size() != 1) {
            throw new TraceException(
                    found.isEmpty() ? Kind.MISSING : Kind.FOREIGN,
                    queue() + ": expected one file *" + QUEUE_SUFFIX + ", found " + found.size());
        }
        return found.getFirst();
    }

    /// Takes all rights on every file from everybody but the owner.
    void restrict() throws IOException {
        if (isPosix(root)) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
                }
            }
        }
    }

    /// Deletes the trace.
    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly(Path path) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
