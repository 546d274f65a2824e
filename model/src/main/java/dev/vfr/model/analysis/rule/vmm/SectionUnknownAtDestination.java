package dev.vfr.model.analysis.rule.vmm;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The stream has a section of a device that the destination does not have.
public final class SectionUnknownAtDestination implements Rule {

    private static final Advice ADVICE = new Advice(
                    "section-unknown-at-destination",
                    "A section of the stream is named after the place of its device in the VM, such as "
                            + "0000:00:02.0/vfio. The destination's VM has nothing at that place: the device is "
                            + "missing there, or sits at another address.",
                    "The operator starts the destination with the same devices at the same addresses (addr= "
                            + "of each -device).",
                    "QEMU migration/savevm.c, qemu_loadvm_section_start_full",
                    "QEMU 2.0",
                    "A device at the destination that the source does not have, if it does not wait for " + "state.")
            .by(Mover.OPERATOR);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Messages.ofFailed(file, text -> SECTION.matcher(text).find()).stream()
                .map(SectionUnknownAtDestination::finding)
                .toList();
    }

    private static final Pattern SECTION =
            Pattern.compile("(?:Unknown savevm section or instance|Unknown section) '?([^' ]*/?vfio)'?");

    private static Finding finding(Messages.Heard heard) {
        Matcher matcher = SECTION.matcher(heard.line().text());
        String section = matcher.find() ? matcher.group(1) : "";
        List<String> places = loading(heard.side()).stream()
                .map(SectionUnknownAtDestination::place)
                .filter(place -> !place.equals(section))
                .toList();
        String here = places.isEmpty() ? "its VM has no such device" : "it has " + String.join(", ", places);
        Finding found = heard.finding(
                ADVICE,
                EventHeader.NONE,
                "the destination has no handler for the section " + section + " of the stream, " + here);
        return sender(heard.migration().sides().source(), section)
                .map(device -> found.on(device.name()))
                .orElse(found);
    }

    private static String place(DeviceTrack device) {
        return device.aliases().stream()
                .filter(name -> name.endsWith("/vfio"))
                .findFirst()
                .orElse(device.name());
    }

    private static List<DeviceTrack> loading(MigrationSide side) {
        return side.trace().state().devices().stream()
                .filter(device -> device.process() == side.process())
                .toList();
    }

    /// The source's device that the section is of.
    private static Optional<DeviceTrack> sender(@Nullable MigrationSide source, String section) {
        return source == null
                ? Optional.empty()
                : loading(source).stream()
                        .filter(device -> device.aliases().contains(section))
                        .findFirst();
    }
}
