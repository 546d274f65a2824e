package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DeviceEvent.DeviceNamed;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/// Every real capture gives what a separate reading of its log gave.
final class RealCapturesTest {

    static Stream<Arguments> sides() {
        List<Arguments> sides = new ArrayList<>();
        JsonNode expected = Captures.expected();
        expected.propertyNames()
                .forEach(capture ->
                        expected.get(capture).propertyNames().forEach(side -> sides.add(Arguments.of(capture, side))));
        return sides.stream();
    }

    @ParameterizedTest
    @MethodSource("sides")
    void statesAndDataAreThoseOfTheLog(String capture, String side) throws Exception {
        JsonNode expected = Captures.expected().get(capture).get(side).get("devices");
        List<ImportInput> files = Captures.files(capture, side);
        assertFalse(files.isEmpty());
        Map<String, Observed> observed = observe(Captures.events(files));
        assertEquals(List.copyOf(expected.propertyNames()).stream().sorted().toList(), List.copyOf(observed.keySet()));
        observed.forEach((device, seen) -> {
            JsonNode wanted = expected.get(device);
            assertEquals(wanted.get("observedPath").toString(), seen.pathJson());
            assertEquals(wanted.get("preCopy").toString(), seen.preCopy.toString());
            assertEquals(wanted.get("stopCopy").toString(), seen.stopCopy.toString());
            assertEquals(wanted.get("resumed").toString(), seen.resumed.toString());
        });
    }

    private static final class Observed {
        final List<DeviceState> path = new ArrayList<>();
        final Moved preCopy = new Moved();
        final Moved stopCopy = new Moved();
        final Moved resumed = new Moved();

        String pathJson() {
            return path.stream()
                    .map(state -> '"' + state.name() + '"')
                    .toList()
                    .toString()
                    .replace(" ", "");
        }
    }

    private static final class Moved {
        long records;
        long bytes;

        void add(OptionalLong size) {
            if (size.orElse(0) > 0) {
                records++;
                bytes += size.getAsLong();
            }
        }

        @Override
        public String toString() {
            return "[" + records + "," + bytes + "]";
        }
    }

    private static Map<String, Observed> observe(List<MigrationEvent> events) {
        Map<Integer, String> names = new HashMap<>();
        Map<String, Observed> devices = new TreeMap<>();
        for (MigrationEvent event : events) {
            if (event instanceof DeviceNamed named) {
                names.put(named.header().device(), named.name());
            }
            String name = names.get(event.header().device());
            if (name == null) {
                continue;
            }
            Observed device = devices.computeIfAbsent(name, any -> new Observed());
            if (event instanceof DeviceStateSet set && set.result().isOk()) {
                device.path.add(set.requested().orElseThrow());
            } else if (event instanceof DataRead read) {
                boolean preCopy = device.path.getLast().isPreCopy();
                (preCopy ? device.preCopy : device.stopCopy).add(read.bytes());
            } else if (event instanceof DataWritten written) {
                device.resumed.add(written.bytes());
            }
        }
        return devices;
    }
}
