package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.fold.DeviceTrack;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Puts the short name of a device, such as `mt0`, in the place of its long one: a headline has room for 20 words.
final class ShortNames {

    private static final int LONG = 16;

    private ShortNames() {}

    static String in(MigrationCase migration, String text) {
        List<DeviceTrack> devices = migration
                .sides()
                .shown()
                .flatMap(side ->
                        side.trace().state().devices().stream().filter(device -> device.process() == side.process()))
                .filter(device -> device.name().length() > LONG)
                .toList();
        String shorter = text;
        for (DeviceTrack device : devices) {
            Optional<String> name = shortest(device);
            if (name.isPresent()) {
                shorter = shorter.replace(device.name(), name.get());
            }
        }
        return shorter;
    }

    /// The id that the device has in the VMM.
    private static Optional<String> shortest(DeviceTrack device) {
        return device.aliases().stream()
                .filter(alias -> !alias.contains("/") && alias.length() > 1 && alias.length() < LONG)
                .min(Comparator.comparingInt(String::length));
    }
}
