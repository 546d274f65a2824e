package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.ErrorLines;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Finds what a VMM said in the messages that it printed or answered, by the words of QEMU's sources.
///
/// Only messages within a migration count, and no warnings: QEMU prints some of these words as a warning when it
/// starts, and migrates all the same.
final class Messages {

    /// A message, and in which migration at which side it was said.
    record Heard(MigrationCase migration, MigrationSide side, VmmMessage line) {

        Finding finding(Advice advice, int device, String summary) {
            return advice.on(side.trace(), device, line.seq(), Finding.Severity.ERROR, summary + ": " + quoted(line))
                    .at(end(side));
        }

        /// The device that the message begins with, or names: [EventHeader#NONE] where it is none of the process's.
        int device() {
            return side.trace().state().devices().stream()
                    .filter(device -> device.process() == side.process())
                    .filter(device -> names(device).anyMatch(line.text()::contains))
                    .map(DeviceTrack::number)
                    .findFirst()
                    .orElse(EventHeader.NONE);
        }

        private static Stream<String> names(DeviceTrack device) {
            return Stream.concat(Stream.of(device.name()), device.aliases().stream())
                    .filter(name -> name.length() > 3);
        }
    }

    private Messages() {}

    /// The first such message of each migration that failed, the destination's before the source's.
    static List<Heard> ofFailed(CaseFile file, Predicate<String> words) {
        List<Heard> heard = new ArrayList<>();
        for (MigrationCase migration : file.migrations()) {
            if (migration.outcome() == Report.Outcome.FAILED) {
                first(migration, words).ifPresent(heard::add);
            }
        }
        return heard;
    }

    /// The first such message with which a source refused to begin, of each migration.
    static List<Heard> ofRefused(CaseFile file, Predicate<String> words) {
        return ofFailed(file, words).stream()
                .filter(heard -> heard.side().refused())
                .toList();
    }

    static Optional<Heard> first(MigrationCase migration, Predicate<String> words) {
        return Stream.of(migration.sides().destination(), migration.sides().source())
                .flatMap(Stream::ofNullable)
                .flatMap(side -> side.said().stream()
                        .filter(line -> words.test(line.text()))
                        .limit(1)
                        .map(line -> new Heard(migration, side, line)))
                .findFirst();
    }

    /// All that a side says is that its stream broke off. That its load failed then is not said for a second reason.
    static boolean onlyBroke(MigrationSide side) {
        return side.said().stream().anyMatch(line -> ErrorLines.isConsequence(line.text()))
                && side.said().stream()
                        .allMatch(line -> ErrorLines.isConsequence(line.text())
                                || line.text().contains("load of migration failed: "));
    }

    static String quoted(VmmMessage line) {
        return "\"" + line.text().strip() + "\"";
    }

    static Report.Side end(MigrationSide side) {
        return side.role();
    }
}
