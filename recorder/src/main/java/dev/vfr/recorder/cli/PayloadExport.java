package dev.vfr.recorder.cli;

import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.EventSource.EventReader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.recorder.trace.PayloadPlace;
import dev.vfr.recorder.trace.PayloadReader;
import dev.vfr.recorder.trace.TraceReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Writes the device data of a trace into files, one for each device and data transfer session: byte *n* of the file is
/// byte *n* of the session.
final class PayloadExport implements AutoCloseable {

    /// @param device the trace's number of the device
    private record Session(int device, int number) {}

    /// A file that is being written.
    private static final class Part {
        private final Path file;
        private final FileChannel channel;
        private final Covered covered = new Covered();

        Part(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }
    }

    private final Path folder;
    private final Map<Integer, String> names;
    private final Map<Session, Part> parts = new LinkedHashMap<>();

    private PayloadExport(Path folder, Map<Integer, String> names) {
        this.folder = folder;
        this.names = names;
    }

    /// Writes into a folder, which is made if it is not there; nothing in it is overwritten.
    ///
    /// @return for each file a line that says what is in it and what is not
    static List<String> write(Path trace, TraceReader events, Path folder)
            throws EventSourceException, EnvironmentException, IOException {
        try (PayloadExport export = new PayloadExport(folder, fileNames(events))) {
            Files.createDirectories(folder);
            Optional<String> missing = PayloadReader.read(trace, export::take);
            List<String> lines = export.lines();
            missing.ifPresent(lines::add);
            return lines;
        } catch (FileAlreadyExistsException e) {
            throw new EnvironmentException(e.getFile() + ": exists already; export into another folder", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new EnvironmentException(e.getFile() + ": cannot be written: " + reason, e);
        }
    }

    /// A name for each device that no other has, and that is no path.
    private static Map<Integer, String> fileNames(TraceReader trace) throws EventSourceException {
        Map<Integer, String> names = new HashMap<>();
        Set<String> taken = new HashSet<>();
        try (EventReader events = trace.readFrom(0)) {
            for (MigrationEvent event = events.next(); event != null; event = events.next()) {
                if (event instanceof DeviceNamed named) {
                    int number = named.header().device();
                    String name = named.name().replaceAll("[^A-Za-z0-9._:-]", "_");
                    names.putIfAbsent(number, taken.add(name) ? name : name + ".device-" + number);
                }
            }
        }
        return names;
    }

    private void take(PayloadPlace place, byte[] bytes, int at, int length) throws IOException {
        Session session = new Session(place.device(), place.session());
        Part part = parts.get(session);
        if (part == null) {
            part = open(session);
            parts.put(session, part);
        }
        ByteBuffer data = ByteBuffer.wrap(bytes, at, length);
        for (long to = place.streamOffset(); data.hasRemaining(); ) {
            to += part.channel.write(data, to);
        }
        part.covered.add(place.streamOffset(), length);
    }

    private Part open(Session session) throws IOException {
        String name = names.getOrDefault(session.device(), "device-" + session.device());
        Path file = folder.resolve(name + ".session-" + session.number() + ".bin");
        return new Part(
                file,
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (Part part : parts.values()) {
            StringBuilder line =
                    new StringBuilder(String.format(Locale.ROOT, "%s: %,d bytes", part.file, part.covered.bytes()));
            for (Covered.Hole hole : part.covered.holes()) {
                line.append(String.format(
                        Locale.ROOT, "; %,d bytes from byte %,d on are missing", hole.bytes(), hole.from()));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @Override
    public void close() throws IOException {
        for (Part part : parts.values()) {
            part.channel.close();
        }
    }
}
