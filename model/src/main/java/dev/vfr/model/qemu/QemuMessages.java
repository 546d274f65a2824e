package dev.vfr.model.qemu;

import dev.vfr.model.qemu.QemuMessage.Role;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        BitSet candidates = INDEX.in(line);
        for (int number = candidates.nextSetBit(0); number >= 0; number = candidates.nextSetBit(number + 1)) {
            Optional<Match> match = match(line, ENTRIES.get(number));
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    /// Every row that the line has, the most specific first: a management layer may quote both sides in one line.
    public static List<Match> all(String line) {
        List<Match> all = new ArrayList<>();
        Set<QemuMessage> seen = new HashSet<>();
        INDEX.in(line).stream()
                .forEach(number -> match(line, ENTRIES.get(number))
                        .filter(match -> seen.add(match.row()))
                        .ifPresent(all::add));
        return all;
    }

    private static Optional<Match> match(String line, Entry entry) {
        if (!mayBeWarned(entry.row().role()) && line.contains("warning: ")) {
            return Optional.empty();
        }
        Optional<Map<String, String>> values = entry.wording().in(line);
        return values.map(found -> new Match(entry.row(), entry.wording(), found));
    }

    /// QEMU announces a blocker in a warning when it starts; nothing else in a warning has failed.
    private static boolean mayBeWarned(Role role) {
        return role == Role.WARNING || role == Role.BLOCKER;
    }
}
