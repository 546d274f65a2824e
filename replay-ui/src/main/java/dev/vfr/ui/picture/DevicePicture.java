package dev.vfr.ui.picture;

import dev.vfr.model.vfio.MigrationFlags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// All that is drawn of one device. Filled by [PictureBuilder], then only read.
public final class DevicePicture {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final int number;
    private final int process;
    private final StateBand states = new StateBand();
    private final ArcColumn arcs = new ArcColumn();
    private final TimeColumn reads = new TimeColumn();
    private final TimeColumn writes = new TimeColumn();
    private final TimeColumn initialBytes = new TimeColumn();
    private final TimeColumn dirtyBytes = new TimeColumn();
    private final TimeColumn stopCopyLength = new TimeColumn();
    private final Map<MarkKind, TimeColumn> marks = new EnumMap<>(MarkKind.class);
    private String name;
    private List<String> aliases = List.of();
    private Optional<MigrationFlags> flags = Optional.empty();

    DevicePicture(int number, int process) {
        this.number = number;
        this.process = process;
        this.name = "device " + number;
        for (MarkKind kind : MarkKind.values()) {
            marks.put(kind, new TimeColumn());
        }
    }

    void name(String newName, List<String> newAliases) {
        name = newName;
        aliases = List.copyOf(newAliases);
    }

    void flags(MigrationFlags newFlags) {
        flags = Optional.of(newFlags);
    }

    /// The trace's number of the device.
    public int number() {
        return number;
    }

    /// The trace's number of the process that holds the device.
    public int process() {
        return process;
    }

    public String name() {
        return name;
    }

    /// The short alias that people gave the device, else its name without the dull middle of a UUID.
    public String shortName() {
        String shorter =
                UUID.matcher(name).matches() ? name.substring(0, 4) + "…" + name.substring(name.length() - 6) : name;
        return aliases.stream().filter(alias -> alias.length() < 12).findFirst().orElse(shorter);
    }

    public List<String> aliases() {
        return aliases;
    }

    /// What the driver offers, empty where the source does not show it.
    public Optional<MigrationFlags> flags() {
        return flags;
    }

    public StateBand states() {
        return states;
    }

    /// The driver's own view of its arcs, empty where no source shows it.
    public ArcColumn arcs() {
        return arcs;
    }

    /// Bytes of each read of a saving data_fd.
    public TimeColumn reads() {
        return reads;
    }

    /// Bytes of each write to a resuming data_fd.
    public TimeColumn writes() {
        return writes;
    }

    public TimeColumn initialBytes() {
        return initialBytes;
    }

    public TimeColumn dirtyBytes() {
        return dirtyBytes;
    }

    public TimeColumn stopCopyLength() {
        return stopCopyLength;
    }

    /// The marks of one kind; each value is the seq of its event.
    public TimeColumn marks(MarkKind kind) {
        return Objects.requireNonNull(marks.get(kind));
    }

    public boolean isSource() {
        return !reads.isEmpty();
    }

    public boolean isDestination() {
        return !writes.isEmpty();
    }
}
