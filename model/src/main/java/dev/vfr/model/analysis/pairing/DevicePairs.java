package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.fold.DeviceTrack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds which device at the destination takes the state of which device at the source.
///
/// The two share a name or an alias, such as the handler's name in the stream; where none does and both sides have as
/// many devices, they are taken in their order.
public final class DevicePairs {

    /// Two devices of which one takes the other's state.
    public record Pair(DeviceSide source, DeviceSide destination) {}

    private DevicePairs() {}

    public static List<Pair> of(MigrationSide source, MigrationSide destination) {
        List<DeviceSide> from = parts(source);
        List<DeviceSide> to = parts(destination);
        List<Pair> pairs = new ArrayList<>();
        for (DeviceSide sent : from) {
            Set<String> names = names(source, sent);
            List<DeviceSide> matching = to.stream()
                    .filter(taken -> names(destination, taken).stream().anyMatch(names::contains))
                    .toList();
            if (matching.size() == 1) {
                pairs.add(new Pair(sent, matching.getFirst()));
            }
        }
        if (pairs.size() == from.size() || from.size() != to.size()) {
            return pairs;
        }
        List<Pair> inOrder = new ArrayList<>();
        for (int i = 0; i < from.size(); i++) {
            inOrder.add(new Pair(from.get(i), to.get(i)));
        }
        return inOrder;
    }

    private static List<DeviceSide> parts(MigrationSide side) {
        return side.devices().stream().filter(DeviceSide::tookPart).toList();
    }

    private static Set<String> names(MigrationSide side, DeviceSide device) {
        Optional<DeviceTrack> track = side.trace().state().device(device.number());
        Set<String> names = new HashSet<>();
        track.ifPresent(d -> {
            names.add(d.name());
            names.addAll(d.aliases());
        });
        return names;
    }
}
