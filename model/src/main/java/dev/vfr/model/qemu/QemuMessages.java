package dev.vfr.model.qemu;

import dev.vfr.model.qemu.QemuMessage.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The table of messages of QEMU 8.0 to 11.1 that matter in a migration, and of the layers above it.
///
/// The rows stand in an order: where a line has several, the first one is the most specific. QEMU's own words come
/// before
/// those of a management layer that quotes them.
public final class QemuMessages {

    private static final List<QemuMessage> ROWS = Stream.of(
                    WarningMessages.ROWS,
                    BlockerMessages.ROWS,
                    RefusalMessages.ROWS,
                    DeviceMessages.ROWS,
                    MultifdMessages.ROWS,
                    DirtyTrackingMessages.ROWS,
                    ConfigurationMessages.ROWS,
                    MemoryMessages.ROWS,
                    StorageMessages.ROWS,
                    StreamMessages.ROWS,
                    TransferMessages.ROWS,
                    ProcessMessages.ROWS,
                    EndMessages.ROWS,
                    ManagementMessages.ROWS,
                    OtherMessages.ROWS)
            .flatMap(List::stream)
            .map(Row::build)
            .toList();

    private record Entry(QemuMessage row, Wording wording) {}

    private static final List<Entry> ENTRIES = ROWS.stream()
            .flatMap(row -> row.wordings().stream().map(wording -> new Entry(row, wording)))
            .toList();

    private static final AnchorIndex INDEX = new AnchorIndex(
            ENTRIES.stream().map(entry -> entry.wording().anchor()).toList());

    private QemuMessages() {}

    /// All rows, the more specific before the more general.
    public static List<QemuMessage> rows() {
        return ROWS;
    }

    /// The most specific row that the line has.
    public static Optional<Match> match(String line) {
        return all(line, 1).stream().findFirst();
    }

    /// Whether the line begins as a program prints one of the messages, perhaps behind the name of a device. A sentence
    /// that quotes a message further on is none.
    public static boolean beginsWithMessage(String line) {
        BitSet numbers = INDEX.in(line);
        return numbers.stream()
                .anyMatch(number -> ENTRIES.get(number)
                        .wording()
                        .in(line)
                        .filter(found -> found.start() == 0)
                        .isPresent());
    }

    /// Every row that the line has, the most specific first: a management layer may quote both sides in one line. A row
    /// for a part of the line that a more specific one has is left out.
    public static List<Match> all(String line) {
        return all(line, Integer.MAX_VALUE);
    }

    private static List<Match> all(String line, int most) {
        List<Match> matches = new ArrayList<>();
        List<Wording.Found> places = new ArrayList<>();
        BitSet numbers = INDEX.in(line);
        boolean warning = line.contains("warning: ");
        for (int at = numbers.nextSetBit(0); at >= 0 && matches.size() < most; at = numbers.nextSetBit(at + 1)) {
            Entry entry = ENTRIES.get(at);
            if (warning && !mayBeWarned(entry.row().role())) {
                continue;
            }
            entry.wording()
                    .in(line)
                    .filter(found -> places.stream().noneMatch(found::overlaps))
                    .ifPresent(found -> {
                        places.add(found);
                        matches.add(new Match(entry.row(), entry.wording(), found.values()));
                    });
        }
        return matches;
    }

    /// QEMU announces a blocker in a warning when it starts; nothing else in a warning has failed.
    private static boolean mayBeWarned(Role role) {
        return role == Role.WARNING || role == Role.BLOCKER;
    }
}
