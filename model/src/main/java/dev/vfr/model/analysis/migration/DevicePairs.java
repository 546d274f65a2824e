package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.DeviceLeg;
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
    public record Pair(DeviceLeg source, DeviceLeg destination) {}

    private DevicePairs() {}

    public static List<Pair> of(Sides.Side source, Sides.Side destination) {
        List<DeviceLeg> from = parts(source);
        List<DeviceLeg> to = parts(destination);
        List<Pair> pairs = new ArrayList<>();
        for (DeviceLeg sent : from) {
            Set<String> names = names(source, sent);
            List<DeviceLeg> matching = to.stream()
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

    private static List<DeviceLeg> parts(Sides.Side side) {
        return side.leg().devices.values().stream().filter(side.leg()::took).toList();
    }

    private static Set<String> names(Sides.Side side, DeviceLeg part) {
        Optional<DeviceTrack> device = side.scan().state.device(part.device);
        Set<String> names = new HashSet<>();
        device.ifPresent(d -> {
            names.add(d.name());
            names.addAll(d.aliases());
        });
        return names;
    }
}
